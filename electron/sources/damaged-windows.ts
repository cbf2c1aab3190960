import type { Interval } from '../../shared/source.ts';
import { backoff } from '../ingest/backoff.ts';

/** Damage of the same stretch within so long is of the same cause, ms. */
const sameCause = 3_600_000;

interface Damaged extends Interval {
  at: number;
  times: number;
}

/**
 * Which stretches of time were in batches that could not be read. One that is damaged for the first time is read
 * again at once; one that is damaged whenever it is read gets a growing pause, since every try costs a request and
 * leaves a file put aside.
 */
export class DamagedWindows {
  #damaged: Damaged[] = [];

  /** Notes damage; answers how long to wait before the stretch is read again, ms. */
  pauseFor({ from, to }: Interval, now: number, random: number): number {
    const recent = this.#damaged.filter(({ at }) => Math.abs(now - at) < sameCause);
    const before = recent.filter((one) => one.from < to && one.to > from).map(({ times }) => times);
    const times = Math.max(0, ...before) + 1;
    this.#damaged = [...recent, { from, to, at: now, times }];
    return times === 1 ? 0 : backoff(times - 1, random);
  }
}
