import type { Lane } from '../../shared/journal-batch.ts';
import type { TroubleKind } from '../../shared/proofpoint/trouble.ts';
import type { Interval } from '../../shared/source.ts';
import { longestWindow, shortestWindow } from './window-plan.ts';

/** How often the shortest window may fail before it is put off, so that it does not hold up all others. */
const patience = 4;

/** How long a window that cannot be read is put off, ms. */
export const putOffFor = 60 * 60 * 1000;

/** Troubles that a shorter window may not have: the service's own time-out on a busy hour, above all. */
const mendedByLess: readonly TroubleKind[] = ['timeout', 'truncated', 'malformed', 'too-large'];

/** Troubles that may come from anywhere: only when they stay is the window's length to blame. */
const maybeMendedByLess: readonly TroubleKind[] = ['server-error', 'unreachable'];

/** After a length has failed, so many windows are read before it is tried again: each try may cost a time-out. */
const before = 12;

/**
 * How long each lane's windows are for now. A window that the service cannot answer is halved down to 30 seconds;
 * each success doubles it again, up to what failed last and in time up to an hour.
 */
export class WindowLengths {
  readonly #lengths = new Map<Lane, number>();
  readonly #failures = new Map<Lane, number>();
  /** What failed last, ms, and how many windows have been read since. */
  readonly #ceilings = new Map<Lane, { length: number; read: number }>();

  longest(lane: Lane): number {
    return this.#lengths.get(lane) ?? longestWindow;
  }

  succeeded(lane: Lane): void {
    this.#failures.delete(lane);
    const doubled = this.longest(lane) * 2;
    const ceiling = this.#ceilings.get(lane);
    if (ceiling) ceiling.read += 1;
    if (ceiling && doubled >= ceiling.length && ceiling.read < before) return;
    if (ceiling && ceiling.read >= before) this.#ceilings.delete(lane);
    if (doubled >= longestWindow) this.#lengths.delete(lane);
    else this.#lengths.set(lane, doubled);
  }

  /** Notes a failure; answers whether the window is to be put off, since it fails at its shortest. */
  failed(lane: Lane, window: Interval, trouble: TroubleKind): 'again' | 'put off' {
    const failures = (this.#failures.get(lane) ?? 0) + 1;
    const isMended = mendedByLess.includes(trouble) || (maybeMendedByLess.includes(trouble) && failures > 1);
    if (!isMended) {
      if (maybeMendedByLess.includes(trouble)) this.#failures.set(lane, failures);
      return 'again';
    }
    const length = window.to - window.from;
    if (length > shortestWindow) {
      this.#failures.set(lane, maybeMendedByLess.includes(trouble) ? 1 : 0);
      this.#ceilings.set(lane, { length, read: 0 });
      this.#lengths.set(lane, Math.max(shortestWindow, Math.ceil(length / 2000) * 1000));
      return 'again';
    }
    // A service that is down fails every window: only an answer that cannot be read belongs to this one.
    if (maybeMendedByLess.includes(trouble)) return 'again';
    this.#failures.set(lane, failures);
    if (failures < patience) return 'again';
    this.#failures.delete(lane);
    return 'put off';
  }
}
