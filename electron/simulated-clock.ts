import type { Clock } from './clock.ts';

/** A clock that a test can move: it runs with the system's, and `advance` makes it jump. */
export interface SimulatedClock extends Clock {
  /** Moves the clock by `ms`; what falls due fires at once where it is frozen, and else in the timers' next turn. */
  advance(ms: number): void;
}

/** A simulated clock over the system's; `frozen` ones move by `advance` alone, for unit tests. */
export function createSimulatedClock(options: { startAt?: number; frozen?: boolean } = {}): SimulatedClock {
  const startedAt = Date.now();
  let offset = (options.startAt ?? startedAt) - startedAt;
  const waiting = new Set<{ due: number; callback: () => void; timer: NodeJS.Timeout | undefined }>();
  const now = () => (options.frozen ? startedAt : Date.now()) + offset;

  const arm = (entry: { due: number; callback: () => void; timer: NodeJS.Timeout | undefined }) => {
    clearTimeout(entry.timer);
    if (options.frozen) return;
    entry.timer = setTimeout(() => fire(entry), Math.max(0, entry.due - now()));
  };
  const fire = (entry: { callback: () => void; timer: NodeJS.Timeout | undefined; due: number }) => {
    clearTimeout(entry.timer);
    if (waiting.delete(entry)) entry.callback();
  };

  return {
    now,
    after(ms, callback) {
      const entry = { due: now() + ms, callback, timer: undefined };
      waiting.add(entry);
      arm(entry);
      return () => {
        clearTimeout(entry.timer);
        waiting.delete(entry);
      };
    },
    advance(ms) {
      offset += ms;
      if (options.frozen) {
        const due = [...waiting].filter((entry) => entry.due <= now()).sort((a, b) => a.due - b.due);
        for (const entry of due) fire(entry);
      } else {
        // Never from within: a debugger's call may interrupt any line of the app, and timers never do.
        for (const entry of waiting) arm(entry);
      }
    },
  };
}
