import type { ColumnChunk, GroupRun, ListRun, StringRun } from '../columns/chunk.ts';
import { groupNames } from '../columns/field-layout.ts';
import type { RawRun } from './raw-codec.ts';

/** Events, or entries, picked out of several runs: the `i`-th is number `at[i]` of run `from[i]`. */
export interface Picks {
  from: Uint32Array;
  at: Uint32Array;
}

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

function gatherStrings(picks: Picks, runs: readonly StringRun[]): StringRun {
  const dictionary = [''];
  const byText = new Map<string, number>([['', 0]]);
  // What each run's codes are in the dictionary of all, 0 where that has not been asked yet.
  const renamed = runs.map((run) => new Uint32Array(run.dictionary.length));
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
      name = byText.get(text) ?? dictionary.push(text) - 1;
      byText.set(text, name);
      names[code] = name;
    }
    codes[i] = name;
  }
  return { dictionary, codes };
}

function gatherLists(picks: Picks, runs: readonly ListRun[]): ListRun {
  const { entries, offsets } = entriesOf(
    picks,
    runs.map((run) => run.offsets),
  );
  return { ...gatherStrings(entries, runs), offsets };
}

/** Gathers each of the runs that the first record names. */
function eachOf<T>(records: readonly Record<string, T>[], gather: (runs: T[]) => T): Record<string, T> {
  const names = Object.keys(records[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, gather(records.map((record) => record[name] as T))]));
}

function gatherGroup(picks: Picks, groups: readonly GroupRun[]): GroupRun {
  const { entries, offsets } = entriesOf(
    picks,
    groups.map((group) => group.offsets),
  );
  return {
    offsets,
    strings: eachOf(
      groups.map(({ strings }) => strings),
      (runs) => gatherStrings(entries, runs),
    ),
    numbers: eachOf(
      groups.map(({ numbers }) => numbers),
      (runs) => gatherNumbers(entries, runs),
    ),
    lists: eachOf(
      groups.map(({ lists }) => lists),
      (runs) => gatherLists(entries, runs),
    ),
  };
}

/** A chunk of the events picked, in the order of the picks. */
export function gatherChunk(picks: Picks, chunks: readonly ColumnChunk[]): ColumnChunk {
  const [threats, parts] = groupNames.map((name) =>
    gatherGroup(
      picks,
      chunks.map(({ groups }) => groups[name]),
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
      (runs) => gatherStrings(picks, runs),
    ),
    lists: eachOf(
      chunks.map(({ lists }) => lists),
      (runs) => gatherLists(picks, runs),
    ),
    groups: { threats, parts },
  };
}

/** The raw texts of the events picked: they refer to the chunk that the same picks give. */
export function gatherRaws(picks: Picks, runs: readonly RawRun[]): RawRun {
  return {
    templates: gatherStrings(
      picks,
      runs.map(({ templates }) => templates),
    ),
    literals: gatherLists(
      picks,
      runs.map(({ literals }) => literals),
    ),
  };
}
