import { type EventFacts, fieldValues, isNumeric } from '../../event/field-values.ts';
import { type Field, fieldNamed, fields } from '../../event/fields.ts';
import { formatInstant } from '../../event/instant.ts';
import type { ThreatEvent, UnparsedEvent } from '../../event/threat-event.ts';
import type { EventNote } from './export-line.ts';

/** An event on its way out of Lurescope, with what is known of it beside. */
export interface OutgoingEvent {
  event: ThreatEvent | UnparsedEvent;
  facts: EventFacts;
  tags: readonly string[];
  notes: readonly EventNote[];
  /** The entry's exact text, as the API sent it. */
  rawText: string;
}

/** A column of an export: a field of the schema, or something that is kept beside it. */
export type ExportColumn = { name: string; field: Field } | { name: string; field: null };

const besides = ['identity', 'tags', 'notes', 'raw'] as const;

/** Every column there is: all fields of the schema in its order, then `identity`, `tags`, `notes` and `raw`. */
export const exportColumns: readonly ExportColumn[] = [
  ...(fields as readonly Field[])
    .filter(({ by }) => by !== 'analyst')
    .map((field) => ({ name: field.name, field })),
  ...besides.map((name) => ({ name, field: null })),
];

/** What an export has where no columns are chosen: the fields of the schema. */
export const schemaColumns: readonly ExportColumn[] = exportColumns.filter(({ field }) => field !== null);

/** The column of a name in any of its spellings. */
export function exportColumnNamed(name: string): ExportColumn | undefined {
  const field = fieldNamed(name);
  // What analysts say stands beside the schema: all of it, and each note with its time.
  const wanted = field?.by === 'analyst' ? `${field.name}s` : (field?.name ?? name.toLowerCase());
  return exportColumns.find((column) => column.name === wanted);
}

function besideOf({ event, tags, notes, rawText }: OutgoingEvent, name: string): readonly string[] {
  if (name === 'identity') return [event.identity];
  if (name === 'tags') return tags;
  return name === 'notes'
    ? notes.map(({ at, text }) => (at === undefined ? text : `${at} ${text}`))
    : [rawText];
}

/** The values of an event, column by column: numbers and times (ms) as numbers, everything else as text. */
export function outgoingValues(
  outgoing: OutgoingEvent,
): (column: ExportColumn) => readonly (string | number)[] {
  const values = fieldValues(outgoing.event, outgoing.facts);
  return ({ name, field }) => {
    if (!field) return besideOf(outgoing, name);
    return isNumeric(field) ? values.numbers(name) : values.texts(name);
  };
}

/** A value as it is read by people: times as ISO 8601, flags as true or false. */
export function valueText({ field }: ExportColumn, value: string | number): string {
  if (field?.type === 'time') return formatInstant(Number(value));
  if (field?.type === 'flag') return String(value === 1);
  return String(value);
}
