import type { Clock } from './clock.ts';

/** Runs `action` once for a burst of calls: at once for the first, then at most every `ms`. */
export function coalesce(clock: Clock, ms: number, action: () => void): () => void {
  let waiting = false;
  let ranAt = Number.NEGATIVE_INFINITY;
  const run = () => {
    waiting = false;
    ranAt = clock.now();
    action();
  };
  return () => {
    if (waiting) return;
    waiting = true;
    clock.after(Math.min(ms, Math.max(0, ranAt + ms - clock.now())), run);
  };
}
