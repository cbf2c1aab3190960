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

/** Ids that a machine made, which push what tells something out of a line: their first characters stand for them. */
const longId = /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32,})$/i;
const idLength = 8;

/** The values of a field as a title has them. */
function named(field: string, values: readonly string[]): readonly string[] {
  if (field !== 'campaignID' && field !== 'threatID') return values;
  return values.map((value) => (longId.test(value) ? value.slice(0, idLength) : value));
}

/**
 * A title's text made ready: a function that puts an event's values in it. Long ids of campaigns and threats stand in short,
 * and a campaign with whom it is attributed to.
 */
export function titleTemplate(title: string): (event: SeenEvent, facts: TitleFacts) => string {
  // Splitting by an expression with a group gives texts and names in turn.
  const pieces = title.split(placeholder).map((text, i) => {
    const field = i % 2 === 1 ? fieldNamed(text)?.name : undefined;
    if (i % 2 === 0 || (field === undefined && text !== 'count')) return i % 2 === 0 ? text : `{${text}}`;
    return { field };
  });
  const tellsActors = title.includes('{campaignID}') && !title.includes('{actors}');
  return (event, { count, group }) => {
    let text = '';
    for (const piece of pieces) {
      if (typeof piece === 'string') text += piece;
      else if (piece.field === undefined) text += count ?? 'several';
      else {
        const grouped = group.get(piece.field);
        text += valuesText(named(piece.field, grouped === undefined ? event.shown(piece.field) : [grouped]));
        const actors = tellsActors && piece.field === 'campaignID' ? event.shown('actors') : [];
        if (actors.length > 0) text += ` of ${valuesText(actors)}`;
      }
    }
    return text;
  };
}
