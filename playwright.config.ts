import { randomInt } from 'node:crypto';
import { defineConfig } from '@playwright/test';

// Set here once, so that all workers share it: each of the faults prints it, and a run is replayed with it.
process.env.LURESCOPE_FAULT_SEED ??= String(randomInt(1_000_000));

export default defineConfig({
  testDir: 'test',
  testMatch: ['e2e/**/*.spec.ts', 'electron-host/smoke/**/*.spec.ts', 'faults/**/*.spec.ts'],
  outputDir: 'test-results',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Each test starts an app of its own, and two cores are the least a machine has.
  workers: 2,
  fullyParallel: true,
  reporter: [['list']],
  use: { trace: 'off' },
});
