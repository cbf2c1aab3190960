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

/** Text that is one line already, and short enough. */
const tame = /^[!-~](?:[ -~]{0,98}[!-~])?$/;

/** Text of a stranger on one line, and not too much of it. */
function tamed(value: string): string {
  if (tame.test(value) && !value.includes('  ')) return value;
  const line = value
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const chars = [...line];
  return chars.length > longestValue ? `${chars.slice(0, longestValue).join('')}…` : line;
}

function valuesText(values: readonly string[]): string {
  if (values.length === 1) return tamed(values[0] ?? '');
  const distinct = [...new Set(values)];
  const shown = distinct.slice(0, mostValues).map(tamed).join(', ');
  if (distinct.length === 0) return 'unknown';
  return distinct.length > mostValues ? `${shown} and ${distinct.length - mostValues} more` : shown;
}

/** A title's text made ready: a function that puts an event's values in it. */
export function titleTemplate(title: string): (event: SeenEvent, facts: TitleFacts) => string {
  // Splitting by an expression with a group gives texts and names in turn.
  const pieces = title.split(placeholder).map((text, i) => {
    const field = i % 2 === 1 ? fieldNamed(text)?.name : undefined;
    if (i % 2 === 0 || (field === undefined && text !== 'count')) return i % 2 === 0 ? text : `{${text}}`;
    return { field };
  });
  return (event, { count, group }) => {
    let text = '';
    for (const piece of pieces) {
      if (typeof piece === 'string') text += piece;
      else if (piece.field === undefined) text += count ?? 'several';
      else {
        const grouped = group.get(piece.field);
        text += valuesText(grouped === undefined ? event.shown(piece.field) : [grouped]);
      }
    }
    return text;
  };
}
