import type { ColumnChunk, GroupRun, ListRun, StringRun } from '../columns/chunk.ts';
import { groupNames } from '../columns/field-layout.ts';
import type { RawRun } from './raw-codec.ts';

/** Events, or entries, picked out of several runs: the `i`-th is number `at[i]` of run `from[i]`. */
export interface Picks {
  from: Uint32Array;
  at: Uint32Array;
}

/** So many rows for each text of a run's dictionary make it worth finding out which texts other runs have too. */
const rowsForFew = 8;

/**
 * How the dictionaries of runs become one: with each text once, in the order of first use, as what is stored has it;
 * or with a text of which most runs have many once for each run, which is quicker.
 */
export type Merging = 'once' | 'quick';

/** Picks of entries, by the offsets of the lists they are in, and the offsets of the lists of those picked. */
function entriesOf(picks: Picks, offsets: readonly Uint32Array[]): { entries: Picks; offsets: Uint32Array } {
  const picked = new Uint32Array(picks.at.length + 1);
  const span = (i: number, end: 0 | 1) =>
    offsets[picks.from[i] as number]?.[(picks.at[i] as number) + end] ?? 0;
  for (let i = 0; i < picks.at.length; i++) {
    picked[i + 1] = (picked[i] as number) + span(i, 1) - span(i, 0);
  }
  const total = picked[picks.at.length] as number;
  const entries: Picks = { from: new Uint32Array(total), at: new Uint32Array(total) };
  for (let i = 0, entry = 0; i < picks.at.length; i++) {
    for (let at = span(i, 0); at < span(i, 1); at++, entry++) {
      entries.from[entry] = picks.from[i] as number;
      entries.at[entry] = at;
    }
  }
  return { entries, offsets: picked };
}

function gatherNumbers(picks: Picks, runs: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(picks.at.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = runs[picks.from[i] as number]?.[picks.at[i] as number] ?? Number.NaN;
  }
  return values;
}

function gatherWords(picks: Picks, runs: readonly Uint32Array[]): Uint32Array {
  const words = new Uint32Array(picks.at.length * 4);
  for (let i = 0; i < picks.at.length; i++) {
    const run = runs[picks.from[i] as number] as Uint32Array;
    const at = (picks.at[i] as number) * 4;
    for (let word = 0; word < 4; word++) words[i * 4 + word] = run[at + word] as number;
  }
  return words;
}

function gatherStrings(picks: Picks, runs: readonly StringRun[], merging: Merging): StringRun {
  const dictionary = [''];
  const byText = new Map<string, number>([['', 0]]);
  // What each run's codes are in the dictionary of all, 0 where that has not been asked yet.
  const renamed = runs.map((run) => new Uint32Array(run.dictionary.length));
  const isOnce = runs.map(
    ({ dictionary: own, codes: all }) => merging === 'once' || own.length * rowsForFew <= all.length,
  );
  const codes = new Uint32Array(picks.at.length);
  for (let i = 0; i < codes.length; i++) {
    const from = picks.from[i] as number;
    const run = runs[from] as StringRun;
    const code = run.codes[picks.at[i] as number] as number;
    if (code === 0) continue;
    const names = renamed[from] as Uint32Array;
    let name = names[code] as number;
    if (name === 0) {
      const text = run.dictionary[code] as string;
      name = (isOnce[from] ? byText.get(text) : undefined) ?? dictionary.push(text) - 1;
      if (isOnce[from]) byText.set(text, name);
      names[code] = name;
    }
    codes[i] = name;
  }
  return { dictionary, codes };
}

function gatherLists(picks: Picks, runs: readonly ListRun[], merging: Merging): ListRun {
  const { entries, offsets } = entriesOf(
    picks,
    runs.map((run) => run.offsets),
  );
  return { ...gatherStrings(entries, runs, merging), offsets };
}

/** Gathers each of the runs that the first record names. */
function eachOf<T>(records: readonly Record<string, T>[], gather: (runs: T[]) => T): Record<string, T> {
  const names = Object.keys(records[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, gather(records.map((record) => record[name] as T))]));
}

function gatherGroup(picks: Picks, groups: readonly GroupRun[], merging: Merging): GroupRun {
  const { entries, offsets } = entriesOf(
    picks,
    groups.map((group) => group.offsets),
  );
  return {
    offsets,
    strings: eachOf(
      groups.map(({ strings }) => strings),
      (runs) => gatherStrings(entries, runs, merging),
    ),
    numbers: eachOf(
      groups.map(({ numbers }) => numbers),
      (runs) => gatherNumbers(entries, runs),
    ),
    lists: eachOf(
      groups.map(({ lists }) => lists),
      (runs) => gatherLists(entries, runs, merging),
    ),
  };
}

/** A chunk of the events picked, in the order of the picks. */
export function gatherChunk(
  picks: Picks,
  chunks: readonly ColumnChunk[],
  merging: Merging = 'once',
): ColumnChunk {
  const [threats, parts] = groupNames.map((name) =>
    gatherGroup(
      picks,
      chunks.map(({ groups }) => groups[name]),
      merging,
    ),
  ) as [GroupRun, GroupRun];
  return {
    length: picks.at.length,
    identity: gatherWords(
      picks,
      chunks.map(({ identity }) => identity),
    ),
    contentHash: gatherWords(
      picks,
      chunks.map(({ contentHash }) => contentHash),
    ),
    numbers: eachOf(
      chunks.map(({ numbers }) => numbers),
      (runs) => gatherNumbers(picks, runs),
    ),
    strings: eachOf(
      chunks.map(({ strings }) => strings),
      (runs) => gatherStrings(picks, runs, merging),
    ),
    lists: eachOf(
      chunks.map(({ lists }) => lists),
      (runs) => gatherLists(picks, runs, merging),
    ),
    groups: { threats, parts },
  };
}

/** The raw texts of the events picked: they refer to the chunk that the same picks give. */
export function gatherRaws(picks: Picks, runs: readonly RawRun[], merging: Merging = 'once'): RawRun {
  return {
    templates: gatherStrings(
      picks,
      runs.map(({ templates }) => templates),
      'once',
    ),
    literals: gatherLists(
      picks,
      runs.map(({ literals }) => literals),
      merging,
    ),
  };
}
