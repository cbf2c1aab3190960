import { fieldNamed } from '../event/fields.ts';
import type { SeenEvent } from './engine/seen-event.ts';

const placeholder = /\{([A-Za-z]+)\}/g;
const mostValues = 3;
const longestValue = 100;

/** What a title tells beside the fields of the event. */
export interface TitleFacts {
  /** What was counted. */
  count: number | undefined;
  /** Values of the fields that events were grouped by. */
  group: ReadonlyMap<string, string>;
}

/** Names in a title that are no fields. */
export function unknownPlaceholders(title: string): { name: string; at: number }[] {
  return Array.from(title.matchAll(placeholder), ({ 1: name = '', index }) => ({ name, at: index })).filter(
    ({ name }) => name !== 'count' && !fieldNamed(name),
  );
}

/** Text of a stranger on one line, and not too much of it. */
function tamed(value: string): string {
  const line = value
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const chars = [...line];
  return chars.length > longestValue ? `${chars.slice(0, longestValue).join('')}…` : line;
}

function valuesText(values: readonly string[]): string {
  const distinct = [...new Set(values)];
  const shown = distinct.slice(0, mostValues).map(tamed).join(', ');
  if (distinct.length === 0) return 'unknown';
  return distinct.length > mostValues ? `${shown} and ${distinct.length - mostValues} more` : shown;
}

/** A title with the event's values in it. */
export function titleOf(template: string, event: SeenEvent, { count, group }: TitleFacts): string {
  return template.replaceAll(placeholder, (whole, name: string) => {
    if (name === 'count') return count === undefined ? 'several' : String(count);
    const field = fieldNamed(name)?.name;
    if (field === undefined) return whole;
    const grouped = group.get(field);
    return valuesText(grouped === undefined ? event.shown(field) : [grouped]);
  });
}
