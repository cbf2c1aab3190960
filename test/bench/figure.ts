/** One thing that was measured, ours beside a peer's in the same run. */
export interface Figure {
  name: string;
  unit: string;
  ours: number;
  peer: number;
  peerName: string;
  /** How many times better ours is: above 1 is better, whichever way the unit points. */
  ratio: number;
  /** Words on how it was measured. */
  note: string;
}

/** A figure of which more is better, such as events a second. */
export function rateFigure(facts: Omit<Figure, 'ratio'>): Figure {
  return { ...facts, ratio: facts.ours / facts.peer };
}

/** A figure of which less is better, such as milliseconds. */
export function costFigure(facts: Omit<Figure, 'ratio'>): Figure {
  return { ...facts, ratio: facts.peer / facts.ours };
}

/** The value below which a share of the samples lies (nearest rank). */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.max(0, Math.ceil(share * sorted.length) - 1);
  return sorted[rank] ?? Number.NaN;
}
