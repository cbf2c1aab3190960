/**
 * `npm run bench`: measures Lurescope beside the plain way of doing the same, in one run, and prints the ratio.
 *
 * Switches: --only NAME (may come several times) measures less, --json FILE writes the figures, --write puts them
 * into docs/benchmarks.md beside what was measured before, --pictures DIR takes pictures of the app with a million
 * events, --rounds N (default 3), --events N (default 100000) and
 * --rate N (events an hour of the ingested week, default 150) change the size.
 */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benches } from '../test/bench/benches.ts';
import { type Measured, tableOf, writeDocument } from '../test/bench/document.ts';
import { build } from './build.ts';
import { chooseHost } from './host.ts';
import { root, stop } from './root.ts';

function describeMachine(host: string): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GiB, Node ${process.versions.node}, ${host}`;
}

async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      json: { type: 'string' },
      write: { type: 'boolean' },
      pictures: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      events: { type: 'string', default: '100000' },
      rate: { type: 'string', default: '150' },
    },
  });
  const { only } = values;
  const names = benches.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) stop(`There is no bench called "${unknown}"; there are ${names.join(', ')}.`);
  const chosen = await chooseHost({});
  process.env.LURESCOPE_TEST_EXECUTABLE = chosen.executablePath;
  const say = (line: string) => process.stdout.write(`${line}\n`);
  // Where the browser lies is nobody's concern.
  const browser = /\((.+) at .+\)/.exec(chosen.reason)?.[1] ?? 'Chromium';
  const machine = describeMachine(chosen.host === 'electron' ? 'Electron' : browser);
  say(`Measuring on ${machine}.`);
  const options = {
    rounds: Number(values.rounds),
    events: Number(values.events),
    rate: Number(values.rate),
    pictures: values.pictures,
    say,
  };
  const date = new Date().toISOString().slice(0, 10);
  const measured = new Map<string, Measured>();
  const wanted = benches.filter(({ name }) => !only || only.includes(name));
  if (wanted.some(({ needsApp }) => needsApp)) await build();
  const figures = () => [...measured.values()].flatMap((one) => one.figures);
  for (const { name, about, run } of wanted) {
    say(`${name}: ${about}`);
    try {
      measured.set(name, { date, machine, figures: await run(options) });
    } catch (error) {
      // What was measured is kept, and the next is measured, whatever becomes of one.
      say(`  failed: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
    if (values.json)
      writeFileSync(values.json, `${JSON.stringify({ machine, figures: figures() }, null, 2)}\n`);
    if (values.write) writeDocument(join(root, 'docs', 'benchmarks.md'), names, measured);
  }
  say(`\n${tableOf(figures())}`);
}

bench().catch((error: unknown) => stop(error instanceof Error ? error.message : String(error)));
