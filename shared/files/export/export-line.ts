import { z } from 'zod';
import type { EventFacts } from '../../event/field-values.ts';
import { formatInstant, parseInstant } from '../../event/instant.ts';
import { type EventKind, eventKinds } from '../../event/kinds.ts';
import { onOneLine } from '../one-line.ts';
import type { OutgoingEvent } from './outgoing-event.ts';

/**
 * The version of the lines Lurescope exports:
 * `{"lurescope":1,"kind":…,"source":…,"fetched":…,"versions":…,"tags":[…],"notes":[…],"raw":{…}}`, the raw event last
 * and exactly as the API sent it. What is no valid JSON stands as a string, as `text`.
 */
export const exportVersion = 1;

const noteSchema = z.object({ at: z.string().exactOptional(), text: z.string() });

const headSchema = z.object({
  lurescope: z.literal(exportVersion),
  kind: z.enum(eventKinds),
  source: z.string(),
  fetched: z.string(),
  versions: z.number().int().positive().default(1),
  tags: z.array(z.string()).default([]),
  notes: z.array(noteSchema).default([]),
});

/** What an analyst wrote about an event, and when, where that is known (ISO 8601). */
export type EventNote = z.infer<typeof noteSchema>;

/** What a line of an export says. */
export interface ExportedEvent {
  kind: EventKind;
  source: string;
  /** When it was fetched, ms. */
  fetched: number;
  /** How many versions of it were known. */
  versions: number;
  tags: readonly string[];
  notes: readonly EventNote[];
  /** The entry's exact text. */
  rawText: string;
  /** Whether the text stood in the line as JSON; what is none travels as a string. */
  isJson: boolean;
}

/** What a line of an export begins with: all but the event itself, and the brace that ends it. */
export function exportLineHead(
  kind: string,
  { source, fetched, versions }: EventFacts,
  tags: readonly string[],
  notes: readonly EventNote[],
): string {
  const head = {
    lurescope: exportVersion,
    kind,
    source,
    fetched: formatInstant(fetched),
    versions,
    tags,
    notes,
  };
  return JSON.stringify(head).slice(0, -1);
}

/** An event as a line of an export, without the line break. */
export function exportLine({ event, facts, tags, notes, rawText }: OutgoingEvent): string {
  const body = 'raw' in event ? `"raw":${onOneLine(rawText)}` : `"text":${JSON.stringify(rawText)}`;
  return `${exportLineHead(event.kind, facts, tags, notes)},${body}}`;
}

/** Whether an object's text is a line of an export, of whichever version. */
export function isExportLine(text: string): boolean {
  return /^\{\s*"lurescope"\s*:\s*\d/.test(text);
}

/** The text of the raw event as it stands in the line; undefined where the line was written anew by another tool. */
function rawTextWithin(text: string): string | undefined {
  // Within a string its quotes would have backslashes in front of them.
  const at = text.indexOf(',"raw":');
  if (at === -1) return undefined;
  try {
    headSchema.parse(JSON.parse(`${text.slice(0, at)}}`));
  } catch {
    return undefined;
  }
  return text.slice(at + 7, text.lastIndexOf('}'));
}

/** Reads a line of an export. @returns why it cannot be read, in words, where it cannot */
export function parseExportLine(text: string): ExportedEvent | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `no valid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const line = value as { lurescope: number; raw?: unknown; text?: unknown };
  if (line.lurescope > exportVersion)
    return 'it was exported by a newer Lurescope: update this one to read it';
  const head = headSchema.safeParse(value);
  const fetched = head.success ? parseInstant(head.data.fetched) : undefined;
  if (!head.success || fetched === undefined)
    return 'no line of an export: one of its fields is missing or wrong';
  const { lurescope: _, ...facts } = head.data;
  if (typeof line.text === 'string') return { ...facts, fetched, rawText: line.text, isJson: false };
  if (line.raw === undefined) return 'no line of an export: the raw event is missing';
  return { ...facts, fetched, rawText: rawTextWithin(text) ?? JSON.stringify(line.raw), isJson: true };
}
