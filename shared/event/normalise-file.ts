import { type EventKind, kindOfArray } from './kinds.ts';
import { normaliseEvent } from './normalise.ts';
import { type RawEvent, rawEventSchema } from './raw-event.ts';
import type { ThreatEvent } from './threat-event.ts';

/** One event of a file, or what is wrong at a line of it (counted from 1). */
export type FileEntry = { ok: true; event: ThreatEvent } | { ok: false; line: number; reason: string };

/**
 * The kind of an event that stands outside an answer, told by its fields: a click has a click time or a clicker's
 * IP. Whether it was let through cannot be told from its fields alone, but for a message that lies in quarantine.
 */
export function guessKind(raw: RawEvent): EventKind {
  if (raw.clickTime !== undefined || raw.clickIP !== undefined) return 'clickPermitted';
  const quarantined = [raw.quarantineFolder, raw.quarantineRule].some((value) => value && value !== '');
  return quarantined ? 'messageBlocked' : 'messageDelivered';
}

function* entriesOf(value: unknown, line: number, fetchedAt: number): Generator<FileEntry> {
  if (Array.isArray(value)) {
    for (const item of value) yield* entriesOf(item, line, fetchedAt);
    return;
  }
  const parsed = rawEventSchema.safeParse(value);
  if (!parsed.success) {
    yield { ok: false, line, reason: 'not an event: a JSON object is expected' };
    return;
  }
  const arrays = Object.entries(parsed.data).flatMap(([key, list]) => {
    const kind = kindOfArray(key);
    return kind && Array.isArray(list) ? [{ kind, list }] : [];
  });
  if (arrays.length === 0) {
    if ('queryEndTime' in parsed.data) return;
    yield { ok: true, event: normaliseEvent(guessKind(parsed.data), parsed.data, fetchedAt) };
  }
  for (const { kind, list } of arrays) {
    for (const item of list) {
      const raw = rawEventSchema.safeParse(item);
      if (raw.success) yield { ok: true, event: normaliseEvent(kind, raw.data, fetchedAt) };
      else
        yield { ok: false, line, reason: `an entry of ${kind} that is no object: ${JSON.stringify(item)}` };
    }
  }
}

/**
 * The events of a file's text: a SIEM answer, an array of events, a single event, or NDJSON of these.
 * @param fetchedAt ms since the epoch; stands in for a time that an event does not give
 */
export function* normaliseFile(text: string, fetchedAt: number): Generator<FileEntry> {
  const whole = text.replace(/^\uFEFF/, '');
  try {
    yield* entriesOf(JSON.parse(whole), 1, fetchedAt);
    return;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  for (const [index, line] of whole.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      yield* entriesOf(JSON.parse(line), index + 1, fetchedAt);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      yield { ok: false, line: index + 1, reason: `no valid JSON: ${error.message}` };
    }
  }
}
