import type { ColumnChunk } from '../columns/chunk.ts';
import { hexOf } from '../hex-columns.ts';

function hexAt(words: Uint32Array, event: number): string {
  return hexOf(words.subarray(event * 4, event * 4 + 4));
}

/** Reads what tells the events of a chunk, and their versions, apart. */
export const runValues = {
  identity: (chunk: ColumnChunk, event: number): string => hexAt(chunk.identity, event),
  contentHash: (chunk: ColumnChunk, event: number): string => hexAt(chunk.contentHash, event),
  number: (chunk: ColumnChunk, field: string, event: number): number =>
    chunk.numbers[field]?.[event] ?? Number.NaN,
  text(chunk: ColumnChunk, field: string, event: number): string {
    const run = chunk.strings[field];
    return run?.dictionary[run.codes[event] as number] ?? '';
  },
};

/** When a version was created and fetched: what decides which of two is the newer. */
export interface VersionTimes {
  created: number;
  fetchedAt: number;
}

/** An entry that could not be read has no time of its own and counts as created when it was fetched. */
export function timesOf(created: number, fetchedAt: number): VersionTimes {
  return { created: Number.isNaN(created) ? fetchedAt : created, fetchedAt };
}

/** The times of the version of a run's event. */
export function versionTimes(chunk: ColumnChunk, event: number): VersionTimes {
  return timesOf(runValues.number(chunk, 'created', event), runValues.number(chunk, 'fetched', event));
}
