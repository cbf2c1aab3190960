/**
 * `npm test`: unit tests (vitest), then end-to-end tests (Playwright) on whichever host is there, within a desktop
 * session of their own. Ends with `N passed, N failed`, where N counts tests that really ran.
 *
 * Switches: --only=unit|e2e, --host=electron|chromium; what follows `--` goes to Playwright.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readReport, runNode, runPlaywright } from './playwright.ts';
import { root, stop } from './root.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  success: z.boolean(),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

const nowhere: Tally = { passed: 0, failed: 1, skipped: 0 };

function runUnitTests(reports: string): Tally {
  const path = join(reports, 'unit.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  runNode([vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${path}`], process.env);
  const report = readReport(path, vitestReport);
  if (!report) return nowhere;
  // A file that does not load has no tests to fail, but fails the run.
  const failed = Math.max(report.numFailedTests, report.success ? 0 : 1);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests };
}

async function runEndToEndTests(host: 'electron' | 'chromium' | undefined, args: string[]): Promise<Tally> {
  const report = await runPlaywright({ host, args, what: 'End-to-end tests' }, playwrightReport);
  if (!report) return nowhere;
  const { expected, unexpected, flaky, skipped } = report.stats;
  // One that passed at the second try has failed once: it is not counted as passed.
  const failed = unexpected + flaky + (unexpected + flaky === 0 && report.errors.length > 0 ? 1 : 0);
  return { passed: expected, failed, skipped };
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string' }, host: { type: 'string' } },
    allowPositionals: true,
  });
  const only = z.enum(['unit', 'e2e']).optional().safeParse(values.only);
  if (!only.success) stop(`--only takes unit or e2e, not "${values.only}".`);
  const host = z.enum(['electron', 'chromium']).optional().safeParse(values.host);
  if (!host.success) stop(`--host takes electron or chromium, not "${values.host}".`);
  const reports = mkdtempSync(join(tmpdir(), 'lurescope-reports-'));
  const tallies: Tally[] = [];
  if (only.data !== 'e2e') tallies.push(runUnitTests(reports));
  if (only.data !== 'unit') tallies.push(await runEndToEndTests(host.data, positionals));
  rmSync(reports, { recursive: true, force: true });
  const sum = (of: keyof Tally) => tallies.reduce((total, tally) => total + tally[of], 0);
  if (sum('skipped') > 0) process.stdout.write(`${sum('skipped')} skipped\n`);
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
  process.exitCode = sum('failed') === 0 ? 0 : 1;
}

run().catch((error: unknown) => {
  const sentence = error instanceof Error ? error.message : String(error);
  process.stdout.write('0 passed, 1 failed\n');
  stop(sentence);
});
