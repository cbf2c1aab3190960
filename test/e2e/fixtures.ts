import { randomUUID } from 'node:crypto';
import { test as base } from '@playwright/test';
import { type Simulator, type SimulatorOptions, startSimulator } from '../tap-simulator/simulator.ts';
import { LurescopeApp } from './lurescope-app.ts';

/** A simulator whose clock a test can move along with the app's. */
export interface MovableSimulator extends Simulator {
  advance(ms: number): void;
  /** How far its clock is ahead of the real one, ms. */
  readonly offset: number;
}

/** Starts a simulator whose clock can be moved. */
export async function startMovableSimulator(options: SimulatorOptions = {}): Promise<MovableSimulator> {
  let offset = 0;
  const simulator = await startSimulator({ clock: { now: () => Date.now() + offset }, ...options });
  return {
    ...simulator,
    advance(ms: number) {
      offset += ms;
    },
    get offset() {
      return offset;
    },
  };
}

interface Fixtures {
  /** The app, not started yet. */
  lurescope: LurescopeApp;
  /** Starts a simulator that ends with the test. */
  simulate(options?: SimulatorOptions): Promise<MovableSimulator>;
  /** A name no other test uses, since all share one notification server. */
  sourceName: string;
}

export const test = base.extend<Fixtures>({
  lurescope: async ({ browserName: _ }, use) => {
    const lurescope = new LurescopeApp();
    await use(lurescope);
    await lurescope.dispose();
  },
  simulate: async ({ browserName: _ }, use) => {
    const started: Simulator[] = [];
    await use(async (options = {}) => {
      const simulator = await startMovableSimulator(options);
      started.push(simulator);
      return simulator;
    });
    await Promise.all(started.map((simulator) => simulator.stop()));
  },
  sourceName: async ({ browserName: _ }, use) => use(`Logs ${randomUUID().slice(0, 8)}`),
});

export { expect } from '@playwright/test';
