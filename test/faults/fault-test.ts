import { test as base, expect } from '@playwright/test';
import { startMovableSimulator } from '../e2e/fixtures.ts';
import { LurescopeApp } from '../e2e/lurescope-app.ts';
import type { SimulatorOptions } from '../tap-simulator/simulator.ts';
import type { FaultResult } from './fault-result.ts';
import { FaultRun } from './fault-run.ts';
import { createRandom } from './random.ts';

/** All tests of a run share a seed; a failure is replayed with the one that was printed. */
const seed = Number(process.env.LURESCOPE_FAULT_SEED);

/** Whether each fault happens as often as in the full suite, or a few times only. */
const isFull = process.env.LURESCOPE_FAULTS === 'full';

export interface FaultOptions {
  name: string;
  /** How often the fault happens in the full suite, and in the short one. */
  times: [full: number, short: number];
  simulator?: SimulatorOptions;
  /** Whether the fault happens from the first request on, and not only when the first week is read. */
  fromTheStart?: boolean;
  /** Why it cannot happen here, if it cannot. */
  skip?: string | false;
}

/** A seed of a test's own, so that it does the same alone and among others. */
function seedOf(name: string): number {
  return (seed * 31 + [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)) >>> 0;
}

/** What main said last, without what it says all the time. */
function lastWords(lurescope: LurescopeApp): string {
  const telling = lurescope.log().filter(({ msg }) => msg !== 'window read');
  return telling
    .slice(-20)
    .map((line) => JSON.stringify(line))
    .join('\n');
}

/** Starts app and simulator, lets something happen to them, and cleans up. */
export async function withFaultRun(
  { name, simulator: options, fromTheStart }: Omit<FaultOptions, 'times'>,
  happen: (run: FaultRun) => Promise<void>,
): Promise<void> {
  const own = seedOf(name);
  console.log(`${name}: seed ${seed}`);
  const simulator = await startMovableSimulator({ rate: 25, seed: own % 10_000, ...options });
  const lurescope = new LurescopeApp();
  try {
    const run = new FaultRun(lurescope, simulator, createRandom(own));
    await run.start();
    await run.createSource();
    // Time passes faster than a week can be read: what would become too old meanwhile is read first.
    if (!fromTheStart) await run.untilFilled(0);
    await happen(run);
  } catch (error) {
    console.log(`${name}: main's log ends with\n${lastWords(lurescope)}`);
    throw error;
  } finally {
    await lurescope.dispose();
    await simulator.stop();
  }
}

/** A test of one kind of fault: whatever it did, at its end the ledger equals the store. */
export function faultTest(
  options: FaultOptions,
  happen: (run: FaultRun, times: number) => Promise<void>,
): void {
  const { name, skip = false } = options;
  const times = options.times[isFull ? 0 : 1];
  base(`${name}: nothing is lost and nothing doubled`, async ({ browserName: _ }, info) => {
    base.skip(skip !== false, skip || '');
    base.setTimeout(isFull ? 3_600_000 : 180_000);
    await withFaultRun(options, async (run) => {
      await happen(run, times);
      const { available, lost, doubled } = await run.compared();
      const result: FaultResult = { name, times, available, lost: lost.length, doubled: doubled.length };
      info.annotations.push({ type: 'fault', description: JSON.stringify(result) });
      expect(available).toBeGreaterThan(1000);
      expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
    });
  });
}
