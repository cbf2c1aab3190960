import type { Removal } from './removals.ts';
import type { PackedParts, PartName } from './segment-file.ts';
import type { RunHead } from './zones.ts';

/** What was appended in one transaction, or a few of them joined: columns and raw texts in one record. */
export interface TailRow {
  id: number;
  head: RunHead;
  parts: PackedParts;
}

/** A segment, without its parts. */
export interface SegmentRow {
  id: number;
  head: RunHead;
  /** Bytes of each part. */
  sizes: Record<PartName, number>;
}

/** One part of a segment, a record of its own so that columns are read without raw texts. */
export interface SegmentPartRow {
  part: PartName;
  id: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A run of events that could not be read, set aside as it is. */
export interface DamagedRow {
  id: number;
  head: RunHead;
  parts: Partial<PackedParts>;
  reason: string;
  /** When that was found, ms. */
  at: number;
}

export type RemovalRow = Removal;

/** Events that were stored and that no rule has looked at yet: what tells each from all others. */
export interface UndetectedRow {
  id?: number;
  /** When the first and the last of them occurred, ms. */
  from: number;
  to: number;
  /** When each occurred, ms. */
  times: Float64Array;
  /** Each event's source as a place in the list. */
  sources: readonly string[];
  sourceOf: Uint32Array;
  /** Four words an event. */
  identity: Uint32Array;
  contentHash: Uint32Array;
}
