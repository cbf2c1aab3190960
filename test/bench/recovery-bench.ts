import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bench } from './bench.ts';
import { type BenchPage, openBenchPage } from './bench-page.ts';
import { endChild, runChild, startChild } from './child.ts';
import { costFigure, type Figure, median } from './figure.ts';
import { openBenchJournal } from './processes/bench-journal.ts';
import { alternate } from './rounds.ts';

const windows = 200;
const eventsEach = 500;
const total = windows * eventsEach;

const reopenedSchema = z.object({
  events: z.number(),
  listed: z.number(),
  first: z.number(),
  all: z.number(),
});

/** Main's part: from opening what the kill left until it can be handed on. */
async function mainFigures(folder: string, rounds: number, say: (line: string) => void): Promise<Figure[]> {
  const sides = await alternate(
    rounds + 2,
    () => runChild('reopen-journal', [folder, eventsEach], reopenedSchema),
    () => runChild('reopen-plain', [folder, eventsEach], reopenedSchema),
  );
  for (const { events } of [...sides.ours, ...sides.peer]) {
    if (events !== total) throw new Error(`${events} events are there after the kill, not ${total}.`);
  }
  const ms = (side: 'ours' | 'peer', what: 'listed' | 'first' | 'all') =>
    median(sides[side].map((one) => one[what]));
  say(
    `  main: listed in ${ms('ours', 'listed').toFixed(0)} ms, first batch ${ms('ours', 'first').toFixed(0)} ms (plain ${ms('peer', 'first').toFixed(0)}), all ${ms('ours', 'all').toFixed(0)} ms (plain ${ms('peer', 'all').toFixed(0)})`,
  );
  const peerName = 'one NDJSON file, readLines(), JSON.parse';
  return [
    costFigure({
      name: 'recovery after a kill, 100,000 events: first batch',
      unit: 'ms',
      ours: ms('ours', 'first'),
      peer: ms('peer', 'first'),
      peerName,
      note: `in a fresh process whose modules are loaded, from opening the journal until ${eventsEach} events are verified and parsed; listing what waits is ${ms('ours', 'listed').toFixed(0)} ms of it`,
    }),
    costFigure({
      name: 'recovery after a kill, 100,000 events: all read',
      unit: 'ms',
      ours: ms('ours', 'all'),
      peer: ms('peer', 'all'),
      peerName,
      note: `${windows} batches, each unpacked twice, so that its checksum has spoken before an event of it is believed; the peer's file is neither packed nor checked`,
    }),
  ];
}

/** The store's part: until all of it is stored, from an empty database. */
async function storeFigure(bench: BenchPage, rounds: number, say: (line: string) => void): Promise<Figure> {
  let round = 0;
  const sides = await alternate(
    rounds,
    () => bench.page.evaluate((name) => window.bench.recoverOurs(name), `bench-ours-${round++}`),
    () => bench.page.evaluate((name) => window.bench.recoverPlain(name), `bench-plain-${round++}`),
  );
  const ms = (side: 'ours' | 'peer') => median(sides[side].map((one) => one.ms));
  const counts = [...sides.ours, ...sides.peer].map(({ events }) => events);
  if (new Set(counts).size > 1) throw new Error(`Both sides stored other events: ${counts.join(', ')}.`);
  say(`  stored: ours ${(ms('ours') / 1000).toFixed(1)} s, plain ${(ms('peer') / 1000).toFixed(1)} s`);
  return costFigure({
    name: 'recovery after a kill, 100,000 events: all stored',
    unit: 'ms',
    ours: ms('ours'),
    peer: ms('peer'),
    peerName: 'one NDJSON file, JSON.parse, Dexie bulkPut',
    note: 'into an empty IndexedDB with strict commits of 1,000 events; without the archive, which main appends to meanwhile',
  });
}

/** How long it takes until what was received before a kill is at hand again. */
export const recoveryBench: Bench = {
  name: 'recovery',
  about: 'recovery of 100,000 events after a kill',
  async run({ rounds, say }) {
    const folder = mkdtempSync(join(tmpdir(), 'lurescope-bench-'));
    try {
      const filled = await startChild(
        'fill-journal',
        [folder, windows, eventsEach],
        z.object({ events: z.number() }),
      );
      await endChild(filled.process, 'SIGKILL');
      const figures = await mainFigures(folder, rounds, say);
      const journal = await openBenchJournal(folder);
      const bench = await openBenchPage({
        '/waiting': (_request, response) => {
          void openBenchJournal(folder).then((opened) => {
            const notices = opened
              .waiting()
              .map(({ source, seq, lane, events }) => ({ source, seq, lane, events }));
            response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(notices));
          });
        },
        '/journal/': (request, response) => {
          const [, , source = '', seq] = (request.url ?? '').split('/');
          const batch = journal.find(source, Number(seq));
          if (!batch) return void response.writeHead(404).end();
          response.writeHead(200, { 'content-type': 'application/gzip' });
          journal.read(batch).pipe(response);
        },
        '/events.ndjson': (_request, response) => {
          response.writeHead(200, { 'content-type': 'application/x-ndjson' });
          createReadStream(join(folder, 'events.ndjson')).pipe(response);
        },
      });
      try {
        return [...figures, await storeFigure(bench, rounds, say)];
      } finally {
        await bench.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
