import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startSimulator } from './simulator.ts';

const usage = `Usage: node test/tap-simulator/cli.ts [options]
  --port N        port on 127.0.0.1 (default 8443)
  --seed N        which organisation (default 7)
  --rate N        events an hour on average (default 200)
  --people N      mailboxes (default 240)
  --https         serve TLS with a self-signed certificate
  --late SHARE    share of events indexed late, 0 to 1 (default 0.15)
  --in-place SHARE  share of events that change in place, 0 to 1 (default 0)
  --principal P   service principal (default: made up)
  --secret S      service secret (default: made up)
  --help`;

const count = z.coerce.number().int();
const share = z.coerce.number().min(0).max(1);

const optionsSchema = z.object({
  port: count.min(0).max(65_535).default(8_443),
  seed: count.default(7),
  rate: z.coerce.number().min(0).default(200),
  people: count.min(12).default(240),
  https: z.boolean().default(false),
  late: share.default(0.15),
  'in-place': share.default(0),
  principal: z.string().min(1).optional(),
  secret: z.string().min(1).optional(),
  help: z.boolean().default(false),
});

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: text,
      seed: text,
      rate: text,
      people: text,
      https: flag,
      late: text,
      'in-place': text,
      principal: text,
      secret: text,
      help: flag,
    },
  });
  const options = optionsSchema.parse(values);
  if (options.help) {
    console.log(usage);
    return;
  }
  const controlToken = randomBytes(16).toString('hex');
  const simulator = await startSimulator({
    port: options.port,
    seed: options.seed,
    rate: options.rate,
    people: options.people,
    https: options.https,
    late: { share: options.late, maxMs: 30 * 60_000 },
    inPlaceShare: options['in-place'],
    principal: options.principal ?? `sim-${randomBytes(4).toString('hex')}`,
    secret: options.secret ?? randomBytes(16).toString('hex'),
    controlToken,
  });
  console.log(`Simulated TAP service of ${simulator.tenant?.company.name ?? 'an empty organisation'}`);
  console.log(`  domain     ${simulator.origin}`);
  console.log(`  principal  ${simulator.principal}`);
  console.log(`  secret     ${simulator.secret}`);
  console.log(`  control    ${simulator.origin}/control/state (Authorization: Bearer ${controlToken})`);
  if (simulator.certificate) {
    const file = join(tmpdir(), `tap-simulator-${simulator.port}.pem`);
    writeFileSync(file, simulator.certificate);
    console.log(`  CA file    ${file} (start Lurescope with NODE_EXTRA_CA_CERTS=${file})`);
  }
  console.log('In Lurescope, add a source with this domain, principal and secret. Ctrl+C stops the service.');
  process.once('SIGINT', () => void simulator.stop());
  process.once('SIGTERM', () => void simulator.stop());
}

main().catch((error: unknown) => {
  console.error(
    error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : error,
  );
  console.error(usage);
  process.exitCode = 1;
});
