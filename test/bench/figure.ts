/** One thing that was measured, ours beside a peer's in the same run. */
export interface Figure {
  name: string;
  unit: string;
  ours: number;
  /** NaN where the peer could not do it at all; the note says why. */
  peer: number;
  peerName: string;
  /** How many times better ours is: above 1 is better, whichever way the unit points. */
  ratio: number;
  /** What was aimed at, in words; null where nothing was. */
  goal: string | null;
  /** Whether the goal is met; null without one. */
  met: boolean | null;
  /** Words on how it was measured. */
  note: string;
}

/** What a figure is aimed at: a limit for ours, or how many times better than the peer it is to be. */
type Goal = { oursAtMost: number } | { ratioAtLeast: number };

type Facts = Pick<Figure, 'name' | 'unit' | 'ours' | 'peer' | 'peerName' | 'note'> & { goal?: Goal };

function judged({ goal, ...facts }: Facts, ratio: number): Figure {
  if (!goal) return { ...facts, ratio, goal: null, met: null };
  if ('oursAtMost' in goal) {
    const { oursAtMost } = goal;
    return {
      ...facts,
      ratio,
      goal: `at most ${oursAtMost} ${facts.unit}`,
      met: facts.ours <= oursAtMost,
    };
  }
  const { ratioAtLeast } = goal;
  return { ...facts, ratio, goal: `at least ${ratioAtLeast} × better`, met: ratio >= ratioAtLeast };
}

/** A figure of which more is better, such as events a second. */
export function rateFigure(facts: Facts): Figure {
  return judged(facts, facts.ours / facts.peer);
}

/** A figure of which less is better, such as milliseconds. */
export function costFigure(facts: Facts): Figure {
  return judged(facts, facts.peer / facts.ours);
}

/** The value below which a share of the samples lies (nearest rank). */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.max(0, Math.ceil(share * sorted.length) - 1);
  return sorted[rank] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}
