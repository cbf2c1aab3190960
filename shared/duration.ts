/** A unit, its length in ms, and from how many of it on it is used. */
const units = [
  ['day', 86_400_000, 2],
  ['hour', 3_600_000, 1],
  ['minute', 60_000, 1],
  ['second', 1000, 1],
] as const;

/**
 * A length of time in one unit, the largest that gives at least two, or one that fits closely: "3 days",
 * "24 hours", "40 seconds".
 * @param ms below a second counts as "less than a second"
 */
export function formatDuration(ms: number): string {
  for (const [unit, length, least] of units) {
    const whole = Math.floor(ms / length);
    const fits = whole >= 2 || (whole >= least && ms % length < length / 10);
    if (fits) return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
  }
  return ms >= 1000 ? '1 second' : 'less than a second';
}

/** "1 event", "2,041 events". */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
