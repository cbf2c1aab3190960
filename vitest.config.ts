import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'shared/**/*.test.ts',
      'electron/**/*.test.ts',
      'renderer/**/*.test.ts',
      'scripts/**/*.test.ts',
      'test/tap-simulator/**/*.test.ts',
      'test/electron-host/**/*.test.ts',
      'test/query/**/*.test.ts',
      'test/said/**/*.test.ts',
      'test/soak/**/*.test.ts',
    ],
    testTimeout: 30_000,
  },
});
