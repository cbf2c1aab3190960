import { gatherChunk, gatherRaws, type Picks } from './gather.ts';
import type { Location } from './places.ts';
import { type Removal, removedIn } from './removals.ts';
import type { RunOnDisk } from './segment-disk.ts';
import type { EventRun } from './segment-file.ts';

/** Runs written anew as one. */
export interface JoinedRuns {
  run: EventRun;
  /** The new index of an event of one of the runs; undefined where it was left out. */
  indexOf(location: Location): number | undefined;
}

/**
 * Joins runs without what was removed from them; undefined where nothing is left.
 * @param runs in the order of their arrival
 * @param inOrder leaves the events in the order they came in; otherwise they are put in the order of their times
 */
export function joinRuns(
  runs: readonly RunOnDisk[],
  whole: readonly EventRun[],
  removals: readonly Removal[],
  inOrder: boolean,
): JoinedRuns | undefined {
  const chosen: { from: number; at: number; time: number }[] = [];
  for (const [from, { chunk }] of whole.entries()) {
    const isRemoved = removedIn(removals, (runs[from] as RunOnDisk).id);
    for (let at = 0; at < chunk.length; at++) {
      if (isRemoved?.(chunk, at)) continue;
      chosen.push({ from, at, time: chunk.numbers.time?.[at] ?? 0 });
    }
  }
  if (chosen.length === 0) return undefined;
  // Sorting is stable: versions of one time stay in the order they came in.
  if (!inOrder) chosen.sort((a, b) => a.time - b.time);
  const picks: Picks = {
    from: Uint32Array.from(chosen, ({ from }) => from),
    at: Uint32Array.from(chosen, ({ at }) => at),
  };
  const indexes = new Map(
    runs.map((run, from) => [run.id, new Map<number, number>(pairsOf(chosen, from))] as const),
  );
  const run = {
    chunk: gatherChunk(
      picks,
      whole.map(({ chunk }) => chunk),
    ),
    raws: gatherRaws(
      picks,
      whole.map(({ raws }) => raws),
    ),
  };
  return { run, indexOf: ({ run: id, index }) => indexes.get(id)?.get(index) };
}

function* pairsOf(
  chosen: readonly { from: number; at: number }[],
  from: number,
): Generator<[at: number, index: number]> {
  for (const [index, one] of chosen.entries()) if (one.from === from) yield [one.at, index];
}
