/** Events of a segment, at least. */
export const segmentLength = 4096;

/** A tail of more runs than this has its short ones joined, so that a start does not read a file for each poll. */
const mostRuns = 24;

/** Runs of the tail that are shorter than this are joined with their neighbours. */
const shortRun = 512;

interface TailRun {
  id: number;
  length: number;
}

/** Runs to write anew as one: as a segment, or as a longer run of the tail. */
export interface JoinPlan {
  runs: number[];
  asTail: boolean;
}

/**
 * What of the tail is to be joined next; undefined where it may stay as it is. The runs are always neighbours, so
 * that their order stays that of their arrival.
 * @param tail in the order they were appended
 */
export function planJoin(tail: readonly TailRun[]): JoinPlan | undefined {
  const runs: number[] = [];
  let length = 0;
  for (const run of tail) {
    runs.push(run.id);
    length += run.length;
    if (length >= segmentLength) return { runs, asTail: false };
  }
  if (tail.length <= mostRuns) return undefined;
  const longBefore = tail.findLastIndex((run) => run.length >= shortRun);
  const short = tail.slice(longBefore + 1).map(({ id }) => id);
  // Short runs that lie between long ones are joined with all.
  return { runs: short.length > mostRuns / 2 ? short : runs, asTail: true };
}
