import { defineConfig } from '@playwright/test';

/** Runs the host's own smoke test: one app after the other, since they share nothing but the machine. */
export default defineConfig({ testDir: import.meta.dirname, workers: 1, timeout: 60_000, reporter: 'list' });
