/** Strings of a run of events: each a place in the run's own dictionary, whose place 0 stands for "none". */
export interface StringRun {
  /** Distinct values in order of their first use; `dictionary[0]` is '' and means that there is no value. */
  dictionary: string[];
  codes: Uint32Array;
}

/** Lists of strings: the values of event `i` are `codes[offsets[i]]` to `codes[offsets[i + 1] - 1]`. */
export interface ListRun extends StringRun {
  /** One more than there are events. */
  offsets: Uint32Array;
}

/** Entries of a group (threats, message parts) of a run of events, each field a column over all entries. */
export interface GroupRun {
  /** Entries of event `i` are `offsets[i]` to `offsets[i + 1] - 1`; one more than there are events. */
  offsets: Uint32Array;
  strings: Record<string, StringRun>;
  /** NaN where there is none. */
  numbers: Record<string, Float64Array>;
  lists: Record<string, ListRun>;
}

/**
 * The columns of a run of events, every field of `shared/event/fields.ts` under its name: what a segment keeps on
 * disk and what the engine takes into memory.
 */
export interface ColumnChunk {
  length: number;
  /** Four words an event: 128 bits. */
  identity: Uint32Array;
  /** Four words an event: 128 bits. */
  contentHash: Uint32Array;
  /** Times in ms, scores, sizes, flags (0 or 1); NaN where there is none. */
  numbers: Record<string, Float64Array>;
  strings: Record<string, StringRun>;
  lists: Record<string, ListRun>;
  groups: Record<'threats' | 'parts', GroupRun>;
}
