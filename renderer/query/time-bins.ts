import type { TimeRange } from './question.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Lengths of a bar that a person reads at a glance, ms. */
const steps = [
  second, 5 * second, 15 * second, 30 * second,
  minute, 5 * minute, 10 * minute, 30 * minute,
  hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour,
  day, 2 * day, 7 * day, 14 * day, 28 * day, 91 * day, 364 * day,
]; // biome-ignore format: one row a unit

/** Bars over a stretch of time: at most `most` of them, of a length that is easily read, on round times. */
export function timeBins(range: TimeRange, most: number): { from: number; step: number; count: number } {
  const length = Math.max(1, range.to - range.from);
  const step =
    steps.find((candidate) => length / candidate <= most - 1) ??
    Math.ceil(length / Math.max(1, most - 1) / day) * day;
  const from = Math.floor(range.from / step) * step;
  return { from, step, count: Math.max(1, Math.ceil((range.to - from) / step)) };
}
