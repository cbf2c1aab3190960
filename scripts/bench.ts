/**
 * `npm run bench`: measures Lurescope beside the plain way of doing the same, in one run, and prints the ratio.
 *
 * Switches: --json FILE writes the figures, --write puts the table into docs/benchmarks.md, --events N (default
 * 100000) and --rate N (events an hour of the ingested week, default 150) change the size.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Figure } from '../test/bench/figure.ts';
import { ingestionFigure } from '../test/bench/ingestion-figure.ts';
import { lookFigures } from '../test/bench/look-figures.ts';
import { build } from './build.ts';
import { chooseHost } from './host.ts';
import { root, stop } from './root.ts';

const marks = { begin: '<!-- table -->', end: '<!-- /table -->' };

function tableOf(figures: readonly Figure[]): string {
  const number = (value: number) =>
    value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0, minimumFractionDigits: 0 });
  const rows = figures.map(
    ({ name, unit, ours, peer, peerName, ratio }) =>
      `| ${name} | ${number(ours)} ${unit} | ${number(peer)} ${unit} | ${peerName} | ${ratio.toFixed(1)} × |`,
  );
  return ['| figure | Lurescope | peer | peer is | better by |', '|---|---|---|---|---|', ...rows].join('\n');
}

function describeMachine(host: string): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GiB, Node ${process.versions.node}, ${host}`;
}

function writeDocument(machine: string, figures: readonly Figure[]): void {
  const path = join(root, 'docs', 'benchmarks.md');
  const text = readFileSync(path, 'utf8');
  const [before] = text.split(marks.begin);
  const after = text.split(marks.end)[1];
  if (after === undefined)
    throw new Error(`${path} has no place for the table between ${marks.begin} and ${marks.end}.`);
  const date = new Date().toISOString().slice(0, 10);
  const notes = figures.map(
    ({ name, note }) => `- ${name.replace(/, (?:median|p95|from .*)$/, '')}: ${note}.`,
  );
  const body = [
    marks.begin,
    `Measured ${date} on ${machine}.`,
    '',
    tableOf(figures),
    '',
    ...new Set(notes),
    marks.end,
  ];
  writeFileSync(path, `${before}${body.join('\n')}${after}`);
}

async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      write: { type: 'boolean' },
      events: { type: 'string', default: '100000' },
      rate: { type: 'string', default: '150' },
    },
  });
  const chosen = await chooseHost({});
  process.env.LURESCOPE_TEST_EXECUTABLE = chosen.executablePath;
  await build();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const machine = describeMachine(
    chosen.host === 'electron' ? 'Electron' : (chosen.reason.split(':')[0] ?? ''),
  );
  say(`Measuring on ${machine}.`);
  say('Ingestion of a week:');
  const ingestion = await ingestionFigure(Number(values.rate), say);
  say('Filter changes:');
  const figures = [ingestion, ...(await lookFigures(Number(values.events), say))];
  say(`\n${tableOf(figures)}`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  if (values.write) writeDocument(machine, figures);
}

bench().catch((error: unknown) => stop(error instanceof Error ? error.message : String(error)));
