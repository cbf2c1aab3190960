import { type Lane, laneSchema } from '../../shared/journal-batch.ts';
import type { Interval } from '../../shared/source.ts';

/** A batch that lies in the journal; all of this is in its file's name, so that a start needs no file opened. */
export interface BatchFile {
  source: string;
  seq: number;
  lane: Lane;
  /** Creation time that was asked for, ms. */
  window: Interval;
  events: number;
  bytes: number;
}

const namePattern = /^(\d{10})\.([a-z]+)\.(\d+)-(\d+)\.(\d+)\.ndjson\.gz$/;

/** `0000000042.main.1690000000-1690000120.17.ndjson.gz`: sequence, lane, window in epoch seconds, events. */
export function batchFileName(batch: Omit<BatchFile, 'bytes' | 'source'>): string {
  const { from, to } = batch.window;
  const seconds = `${Math.floor(from / 1000)}-${Math.ceil(to / 1000)}`;
  return `${String(batch.seq).padStart(10, '0')}.${batch.lane}.${seconds}.${batch.events}.ndjson.gz`;
}

/** The batch a file's name tells of, or undefined for a file that is none. */
export function parseBatchFileName(source: string, name: string, bytes: number): BatchFile | undefined {
  const match = namePattern.exec(name);
  const lane = laneSchema.safeParse(match?.[2]);
  if (!match || !lane.success) return undefined;
  const [, seq, , from, to, events] = match;
  return {
    source,
    seq: Number(seq),
    lane: lane.data,
    window: { from: Number(from) * 1000, to: Number(to) * 1000 },
    events: Number(events),
    bytes,
  };
}
