import type { EventKind } from '../../shared/event/kinds.ts';
import type { ScoreField } from '../../shared/event/threat-event.ts';

/** What a cell of the table holds: a field's value, its values, or nothing. Times are ms. */
export type CellValue = string | number | boolean | readonly string[] | readonly number[] | null;

/** An event as the table shows it. */
export interface TableRow {
  /** `source:identity`, unique in the store. */
  key: string;
  kind: EventKind;
  /** When it occurred, ms. */
  time: number;
  scores: Record<ScoreField, number | null>;
  /** False for an entry that could not be read as an event. */
  parsed: boolean;
  /** Values of the fields that were asked for, by name. */
  cells: Record<string, CellValue>;
}

/** Fields that every row brings along, whatever columns are shown: what the table's own columns are made of. */
export const rowFields = [
  'fromAddress',
  'headerFrom',
  'sender',
  'recipient',
  'subject',
  'url',
  'classification',
  'threatStatus',
  'tag',
] as const;
