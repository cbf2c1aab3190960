import { type EventKind, eventKinds } from '../../../shared/event/kinds.ts';
import type { Memory } from './memory.ts';

/** Of a list so many values are given: what a row shows of it. */
export const shownValues = 50;

/** The texts a field has at a place; none for one of which memory has hashes alone. */
export function textsAt({ columns }: Memory, field: string, place: number): string[] {
  const held = columns.fields.of(field);
  if (held?.is !== 'text' || !held.column.dictionary.hasTexts) return [];
  const { codes, dictionary } = held.column;
  const code = codes.at(place);
  if (code === 0) return [];
  const members = dictionary.lists.membersOf(code);
  if (!members) return [dictionary.textAt(code)];
  return Array.from(members.slice(0, shownValues), (member) => dictionary.textAt(member)).filter(
    (text) => text !== '',
  );
}

/** The number a field has at a place; null where there is none. */
export function numberOrNullAt(memory: Memory, field: string, place: number): number | null {
  const value = memory.numberAt(field, place);
  return Number.isNaN(value) ? null : value;
}

/** What the event at a place is. */
export function kindAt(memory: Memory, place: number): EventKind {
  const [text] = textsAt(memory, 'kind', place);
  return eventKinds.find((known) => known === text) ?? 'messageDelivered';
}

/** Whether the entry at a place could be read as an event. */
export function isParsedAt(memory: Memory, place: number): boolean {
  return memory.numberAt('unparsed', place) !== 1;
}
