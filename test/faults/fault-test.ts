import { randomInt } from 'node:crypto';
import { test as base, expect } from '@playwright/test';
import { startMovableSimulator } from '../e2e/fixtures.ts';
import { LurescopeApp } from '../e2e/lurescope-app.ts';
import type { SimulatorOptions } from '../tap-simulator/simulator.ts';
import { FaultRun } from './fault-run.ts';
import { createRandom } from './random.ts';

/** All runs of one start share a seed; a failure is replayed with the one that was printed. */
const seed = Number(process.env.LURESCOPE_FAULT_SEED ?? randomInt(1_000_000));

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

/** A test of one kind of fault: whatever it did, at its end the ledger equals the store. */
export function faultTest(
  options: FaultOptions,
  happen: (run: FaultRun, times: number) => Promise<void>,
): void {
  const { name, skip = false } = options;
  const times = options.times[isFull ? 0 : 1];
  base(`${name}: nothing is lost and nothing doubled`, async ({ browserName: _ }, info) => {
    base.skip(skip !== false, skip || '');
    base.setTimeout(isFull ? 3_600_000 : 300_000);
    const own = (seed * 31 + [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)) >>> 0;
    console.log(`${name}: seed ${seed}`);
    const simulator = await startMovableSimulator({ rate: 25, seed: own % 10_000, ...options.simulator });
    const lurescope = new LurescopeApp();
    try {
      const run = new FaultRun(lurescope, simulator, createRandom(own));
      await run.start();
      await run.createSource();
      // Time passes faster than a week can be read: what would become too old meanwhile is read first.
      if (!options.fromTheStart) await run.untilFilled(0);
      await happen(run, times);
      const result = await run.result(name, times);
      info.annotations.push({ type: 'fault', description: JSON.stringify(result) });
      expect(result.available).toBeGreaterThan(1000);
      expect(result).toMatchObject({ lost: 0, doubled: 0 });
    } finally {
      await lurescope.dispose();
      await simulator.stop();
    }
  });
}
