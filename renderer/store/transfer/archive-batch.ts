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

/**
 * Entries of a source as a batch of the archive, gzip'd: what a rebuild of the store reads. Nothing of them was
 * polled, so that their window is none; each entry has the time it was fetched.
 */
export async function archiveBatch(
  source: string,
  entries: readonly Archived[],
  now: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const head: BatchHead = { v: journalVersion, source, lane: 'backfill', from: 0, to: 0, fetchedAt: now };
  const tail: BatchTail = { end: true, events: entries.length, queryEndTime: null };
  const lines = entries.map(({ entry: { kind, rawText, fetchedAt }, isEvent }) =>
    entryLine(kind, fetchedAt, rawText, isEvent || isJson(rawText)),
  );
  const text = `${JSON.stringify(head)}\n${lines.join('')}${JSON.stringify(tail)}\n`;
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
