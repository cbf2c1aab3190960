import type { Interval } from '../../shared/source.ts';

/** Stretches of creation time that have been read: sorted, apart from one another, each with from < to. */
export type Coverage = readonly Interval[];

/** The coverage with one more stretch; what touches or overlaps becomes one. */
export function cover(coverage: Coverage, read: Interval): Interval[] {
  if (read.to <= read.from) return [...coverage];
  const apart = coverage.filter((held) => held.to < read.from || held.from > read.to);
  const joined = coverage.filter((held) => held.to >= read.from && held.from <= read.to);
  const merged = {
    from: Math.min(read.from, ...joined.map((held) => held.from)),
    to: Math.max(read.to, ...joined.map((held) => held.to)),
  };
  return [...apart, merged].sort((a, b) => a.from - b.from);
}

/** What lies within `span` and is not covered, oldest first. */
export function holes(coverage: Coverage, span: Interval): Interval[] {
  const found: Interval[] = [];
  let at = span.from;
  for (const held of coverage) {
    if (held.to <= at) continue;
    if (held.from >= span.to) break;
    if (held.from > at) found.push({ from: at, to: Math.min(held.from, span.to) });
    at = Math.max(at, held.to);
  }
  if (at < span.to) found.push({ from: at, to: span.to });
  return found;
}

/** The coverage without what lies before an instant. */
export function forgetBefore(coverage: Coverage, before: number): Interval[] {
  return coverage
    .filter((held) => held.to > before)
    .map((held) => ({ from: Math.max(held.from, before), to: held.to }));
}

/** Length of all stretches together, ms. */
export function lengthOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + (to - from), 0);
}

/** The end of the newest stretch, or undefined where nothing has been read. */
export function readThrough(coverage: Coverage): number | undefined {
  return coverage.at(-1)?.to;
}

/** The coverage without a stretch that has to be read again. */
export function uncover(coverage: Coverage, again: Interval): Interval[] {
  return coverage.flatMap((held) => {
    const before = { from: held.from, to: Math.min(held.to, again.from) };
    const after = { from: Math.max(held.from, again.to), to: held.to };
    return [before, after].filter(({ from, to }) => to > from);
  });
}
