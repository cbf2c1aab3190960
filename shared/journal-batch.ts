import { z } from 'zod';
import { type EventKind, eventKinds } from './event/kinds.ts';
import { onOneLine } from './files/one-line.ts';
import { sourceIdSchema } from './source.ts';

/**
 * The lines of a batch, which is one poll window's answer as gzip'd NDJSON: a head, an entry for each event, a
 * tail. The tail comes last, so a batch without one was cut short. An entry is
 * `{"k":KIND,"f":FETCHED,"r":RAW}` with the time it was fetched (ms) and the raw event's exact text, or
 * `{"k":KIND,"f":FETCHED,"t":TEXT}` where that is no valid JSON and travels as a string.
 */
export const journalVersion = 1;

export const laneSchema = z.enum(['main', 'sweep', 'clicks', 'backfill']);

/** The four purposes that share the API's request budgets. */
export type Lane = z.infer<typeof laneSchema>;

export const batchHeadSchema = z.object({
  v: z.literal(journalVersion),
  source: sourceIdSchema,
  lane: laneSchema,
  /** The window that was asked for, ms since the epoch. */
  from: z.number(),
  to: z.number(),
  fetchedAt: z.number(),
});

export type BatchHead = z.infer<typeof batchHeadSchema>;

export const batchTailSchema = z.object({
  end: z.literal(true),
  /** Entries in this batch. */
  events: z.number().int(),
  /** The answer's own `queryEndTime`, ms. */
  queryEndTime: z.number().nullable(),
});

export type BatchTail = z.infer<typeof batchTailSchema>;

/** One entry as a line, complete by itself; text that is no valid JSON travels as a string. */
export function entryLine(kind: EventKind, fetchedAt: number, text: string, valid: boolean): string {
  if (!valid) return `${JSON.stringify({ k: kind, f: fetchedAt, t: text })}\n`;
  return `{"k":"${kind}","f":${fetchedAt},"r":${onOneLine(text)}}\n`;
}

const entryPattern = /^\{"k":"([A-Za-z]+)",(?:"f":(\d+),)?"([rt])":/;
const kinds: ReadonlySet<string> = new Set(eventKinds);

/** The line of an entry, taken apart. */
export interface EntryLine {
  kind: EventKind;
  /** When it was fetched, ms; null where the line does not say. */
  fetched: number | null;
  /** The raw event's text, exactly as it stands in the line; where `isJson` is false, as a JSON string. */
  value: string;
  isJson: boolean;
}

/** Takes an entry's line apart; undefined for a line that is none. */
export function cutEntryLine(line: string): EntryLine | undefined {
  const match = entryPattern.exec(line);
  const kind = match?.[1] ?? '';
  if (!match || !kinds.has(kind) || !line.endsWith('}')) return undefined;
  // The raw event's text is cut out as it is, so that parsing and printing cannot change it.
  const value = line.slice(match[0].length, -1);
  const fetched = match[2] === undefined ? null : Number(match[2]);
  return { kind: kind as EventKind, fetched, value, isJson: match[3] === 'r' };
}

export const batchNoticeSchema = z.object({
  source: sourceIdSchema,
  seq: z.number().int().nonnegative(),
  lane: laneSchema,
  events: z.number().int(),
});

/** What main says when a batch waits to be fetched from the app protocol. */
export type BatchNotice = z.infer<typeof batchNoticeSchema>;

export const batchOutcomeSchema = z.object({
  stored: z.number().int(),
  duplicates: z.number().int(),
  versions: z.number().int(),
  unparsed: z.number().int(),
});

/** What became of a batch's entries in the store. */
export type BatchOutcome = z.infer<typeof batchOutcomeSchema>;

/** The app protocol's path of a batch. */
export function batchPath(source: string, seq: number): string {
  return `/journal/${source}/${seq}`;
}
