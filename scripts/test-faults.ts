/**
 * `npm run test:faults`: what goes wrong happens to the real app, again and again, and at each end the simulator's
 * ledger has to equal the store. All chance comes from one seed, which is printed so that a run can be replayed.
 *
 * Switches: --json FILE writes the results, --seed N replays, --short lets each fault happen a few times only (as
 * `npm test` does), --host=electron|chromium; what follows `--` goes to Playwright.
 */
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type FaultResult, faultResultSchema } from '../test/faults/fault-result.ts';
import { runPlaywright } from './playwright.ts';
import { stop } from './root.ts';

interface Suite {
  suites?: Suite[] | undefined;
  specs: { tests: { annotations: { type: string; description?: string | undefined }[] }[] }[];
}

const annotationSchema = z.object({ type: z.string(), description: z.string().optional() });

const suiteSchema: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    suites: z.array(suiteSchema).optional(),
    specs: z.array(z.object({ tests: z.array(z.object({ annotations: z.array(annotationSchema) })) })),
  }),
);

const reportSchema = z.object({
  suites: z.array(suiteSchema),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

function resultsOf({ suites = [], specs }: Suite): FaultResult[] {
  const own = specs
    .flatMap(({ tests }) => tests.flatMap(({ annotations }) => annotations))
    .filter(({ type }) => type === 'fault')
    .map(({ description = '' }) => faultResultSchema.parse(JSON.parse(description)));
  return [...own, ...suites.flatMap(resultsOf)];
}

function tableOf(faults: readonly FaultResult[]): string {
  const rows = faults.map(({ name, times, available, lost, doubled }) => [
    name,
    ...[times, available, lost, doubled].map((count) => count.toLocaleString('en-US')),
  ]);
  const lines = [['fault', 'times', 'available', 'lost', 'doubled'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: 'string' },
      seed: { type: 'string' },
      short: { type: 'boolean', default: false },
      host: { type: 'string' },
    },
    allowPositionals: true,
  });
  const host = z.enum(['electron', 'chromium']).optional().safeParse(values.host);
  if (!host.success) stop(`--host takes electron or chromium, not "${values.host}".`);
  const asked = z.coerce.number().int().nonnegative().optional().safeParse(values.seed);
  if (!asked.success) stop(`--seed takes a whole number, not "${values.seed}".`);
  const seed = asked.data ?? randomInt(1_000_000);
  const replay = `npm run test:faults -- --seed ${seed}${values.short ? ' --short' : ''}`;
  process.stdout.write(`Seed ${seed}. Replay with: ${replay}\n`);
  const isNarrowed = positionals.some((given) => given.includes('faults'));
  const report = await runPlaywright(
    {
      host: host.data,
      args: [...(isNarrowed ? [] : ['test/faults/']), ...positionals],
      env: { LURESCOPE_FAULT_SEED: String(seed), LURESCOPE_FAULTS: values.short ? 'short' : 'full' },
      what: 'Faults',
    },
    reportSchema,
  );
  if (!report) stop('Playwright wrote no report.');
  const faults = report.suites.flatMap(resultsOf);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ faults }, null, 2)}\n`);
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky + (unexpected + flaky === 0 ? report.errors.length : 0);
  process.stdout.write(`\n${tableOf(faults)}\n\n`);
  if (skipped > 0) process.stdout.write(`${skipped} skipped\n`);
  process.stdout.write(`${expected} passed, ${failed} failed\n`);
  const isEqual = faults.length > 0 && faults.every(({ lost, doubled }) => lost === 0 && doubled === 0);
  if (failed > 0 || !isEqual) process.stdout.write(`Replay with: ${replay}\n`);
  process.exitCode = failed === 0 && isEqual ? 0 : 1;
}

run().catch((error: unknown) => stop(error instanceof Error ? error.message : String(error)));
