import type { MovableSimulator } from './fixtures.ts';
import type { LurescopeApp } from './lurescope-app.ts';

/**
 * Shorter than what the monitor takes for a gap: time that passes in such steps is watched, while one jump is a sleep
 * that nobody told of.
 */
const step = 40_000;

/** Lets time pass for the app and the API together, as it does while the computer runs. */
export async function pass(lurescope: LurescopeApp, simulator: MovableSimulator, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    const by = Math.min(step, left);
    simulator.advance(by);
    await lurescope.advance(by);
    // Timers that fell due run before the clock moves on.
    await lurescope.app.evaluate(() => new Promise((resolve) => setTimeout(resolve, 5)));
  }
}

/** What the system tells when the computer goes to sleep or wakes. */
export async function tellPower(lurescope: LurescopeApp, what: 'suspend' | 'resume'): Promise<void> {
  await lurescope.app.evaluate(
    ({ powerMonitor }, event) =>
      new Promise<void>((resolve) => {
        // Never from within: a debugger's call may interrupt any line of the app, and this event never does.
        setImmediate(() => {
          powerMonitor.emit(event);
          resolve();
        });
      }),
    what,
  );
}
