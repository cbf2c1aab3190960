import { type BatchHead, type BatchTail, entryLine, journalVersion } from '../../../shared/journal-batch.ts';
import type { Incoming } from '../event-row.ts';

/** An entry as it goes into the archive. */
export interface Archived {
  entry: Incoming;
  /** Whether it was read as an event, and so is JSON. */
  isEvent: boolean;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const encoder = new TextEncoder();

/**
 * Entries of a source as a batch of the archive: what a rebuild of the store reads. Nothing of them was polled, so that
 * their window is none; each entry has the time it was fetched.
 */
export function archiveBatch(
  source: string,
  entries: readonly Archived[],
  now: number,
): Uint8Array<ArrayBuffer> {
  const head: BatchHead = { v: journalVersion, source, lane: 'backfill', from: 0, to: 0, fetchedAt: now };
  const tail: BatchTail = { end: true, events: entries.length, queryEndTime: null };
  const lines = entries.map(({ entry: { kind, rawText, fetchedAt }, isEvent }) =>
    entryLine(kind, fetchedAt, rawText, isEvent || isJson(rawText)),
  );
  return encoder.encode(`${JSON.stringify(head)}\n${lines.join('')}${JSON.stringify(tail)}\n`);
}
