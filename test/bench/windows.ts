import type { Interval } from '../../shared/source.ts';

const hour = 3_600_000;

/** When the first of the bench's windows begins, ms. */
export const windowsFrom = Date.UTC(2026, 10, 20);

/** The window, an hour long, at a place. */
export function windowAt(index: number): Interval {
  const from = windowsFrom + index * hour;
  return { from, to: from + hour };
}
