import { defineConfig } from '@playwright/test';

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
