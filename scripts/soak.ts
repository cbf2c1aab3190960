/**
 * `npm run soak`: a week of a large organisation in minutes, against the simulator and on simulated time, while the
 * app crashes, sleeps and is switched off, the service refuses, hangs and breaks off, and clocks are wrong. At the
 * end the simulator's ledger has to equal the store. All chance comes from one seed, which is printed.
 *
 * Switches: --hours N (default 168), --mailboxes N (default 50000), --seed N, --fault-rate N (faults an hour,
 * default 0.5), --speed N (simulated seconds for each real one, at most; default as fast as it goes), --json FILE
 * writes the report, --folder DIR holds the app's files meanwhile (default: a folder in memory where the system
 * has one, since the files of a week are written and flushed many thousand times).
 */
import { randomInt } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { isSound, soak } from '../test/soak/soak.ts';
import { stop } from './root.ts';

const memoryFolder = '/dev/shm';

const optionsSchema = z.object({
  hours: z.coerce.number().positive().default(168),
  mailboxes: z.coerce.number().int().min(12).default(50_000),
  seed: z.coerce.number().int().nonnegative().optional(),
  'fault-rate': z.coerce.number().nonnegative().default(0.5),
  speed: z.coerce.number().positive().optional(),
  json: z.string().optional(),
  folder: z.string().optional(),
});

async function run(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      hours: text,
      mailboxes: text,
      seed: text,
      'fault-rate': text,
      speed: text,
      json: text,
      folder: text,
    },
  });
  const given = optionsSchema.safeParse(values);
  if (!given.success) stop(z.prettifyError(given.error));
  const { hours, mailboxes, seed = randomInt(1_000_000), speed, json, folder } = given.data;
  const faultRate = given.data['fault-rate'];
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const replay = `npm run soak -- --hours ${hours} --mailboxes ${mailboxes} --fault-rate ${faultRate} --seed ${seed}`;
  say(`Seed ${seed}. Replay with: ${replay}`);
  const parent = folder ?? (existsSync(memoryFolder) ? memoryFolder : tmpdir());
  const report = await soak({ hours, mailboxes, seed, faultRate, speed, parent, say });
  const { examples, ...figures } = report;
  const written = `${JSON.stringify(figures, null, 2)}\n`;
  say(written);
  for (const example of examples) say(`lost: ${example}`);
  if (json) writeFileSync(json, written);
  if (isSound(report)) return;
  say(`Replay with: ${replay}`);
  process.exitCode = 1;
}

run().catch((error: unknown) =>
  stop(error instanceof Error ? (error.stack ?? error.message) : String(error)),
);
