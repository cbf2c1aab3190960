import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Page } from '@playwright/test';
import { isClick } from '../../shared/event/kinds.ts';
import { LurescopeApp } from '../e2e/lurescope-app.ts';
import { importByTile } from '../e2e/screens.ts';
import type { Bench } from './bench.ts';
import { median, rateFigure } from './figure.ts';
import { alternate } from './rounds.ts';
import { sampleTexts } from './sample-texts.ts';

/** Files are of ten times as many events as looks are measured over. */
const times = 10;
const longest = { timeout: 3_600_000 };
const exportFormats = ['parquet', 'csv'] as const;

/** How long each part took, ms. */
interface Took {
  imported: number;
  parquet: number;
  csv: number;
}

/** Messages, no two of which are one event: a click is told by its id, which copies of it share. */
function* linesOf(events: number): Generator<string> {
  const texts = sampleTexts();
  const next = () => {
    for (;;) {
      const { kind, text } = texts.next().value;
      // The peer cannot read a column under two spellings that differ in case alone.
      if (!isClick(kind)) return text.replaceAll(/"(campaign|threat)Id":/g, '"$1ID":');
    }
  };
  for (let at = 0; at < events; at += 500) {
    const count = Math.min(500, events - at);
    yield Array.from({ length: count }, () => `${next()}\n`).join('');
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function importHere(page: Page, path: string): Promise<void> {
  await importByTile(page, path);
  await page.getByRole('button', { name: 'Undo import' }).waitFor(longest);
}

async function exportHere(page: Page, format: (typeof exportFormats)[number], events: number): Promise<void> {
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export events' });
  await dialog.getByLabel('Format').selectOption(format);
  if (format === 'csv') await dialog.getByLabel('Columns').selectOption('all');
  await dialog.getByRole('button', { name: 'Choose a file and export' }).click();
  await page.getByText(`${events.toLocaleString('en-US')} events written to out.${format}.`).waitFor(longest);
}

/** Ours: the app itself, from the file being chosen until it says that all is stored, or written. */
async function ours(path: string, folder: string, events: number): Promise<Took> {
  const lurescope = new LurescopeApp();
  try {
    const page = await lurescope.launch();
    const imported = await timed(() => importHere(page, path));
    await page.getByRole('button', { name: 'Show the events' }).click();
    const took: Took = { imported, parquet: 0, csv: 0 };
    for (const format of exportFormats) {
      await lurescope.answerSaveDialog(join(folder, `out.${format}`));
      took[format] = await timed(() => exportHere(page, format, events));
    }
    return took;
  } finally {
    await lurescope.dispose();
  }
}

/** The peer: DuckDB, into a table of a database on disk, and out of it. */
async function duckDb(path: string, folder: string): Promise<Took> {
  const file = join(folder, 'peer.duckdb');
  rmSync(file, { force: true });
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    const run = (sql: string) => timed(() => connection.run(sql));
    return {
      imported: await run(
        `CREATE TABLE events AS SELECT * FROM read_json_auto('${path}', format = 'newline_delimited', maximum_object_size = 64000000); CHECKPOINT`,
      ),
      parquet: await run(`COPY events TO '${join(folder, 'peer.parquet')}' (FORMAT parquet)`),
      csv: await run(`COPY events TO '${join(folder, 'peer.csv')}' (FORMAT csv, HEADER)`),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Files in and out, from the choice of a file until all of it is stored or written. */
export const filesBench: Bench = {
  name: 'files',
  about: "import of gzip'd NDJSON, export to Parquet and CSV",
  needsApp: true,
  async run({ events: looked, rounds, say }) {
    const events = looked * times;
    const folder = mkdtempSync(join(tmpdir(), 'lurescope-files-bench-'));
    try {
      const path = join(folder, 'events.ndjson.gz');
      await pipeline(Readable.from(linesOf(events)), createGzip({ level: 4 }), createWriteStream(path));
      // Both sides find it in the system's cache.
      await pipeline(createReadStream(path), async (bytes) => {
        for await (const _ of bytes);
      });
      say(
        `  a file of ${events.toLocaleString('en-US')} events, ${Math.round(statSync(path).size / 1e6)} MB`,
      );
      const sides = await alternate(
        rounds,
        () => ours(path, folder, events),
        () => duckDb(path, folder),
      );
      for (const side of ['ours', 'peer'] as const) {
        const words = sides[side].map((took) =>
          Object.values(took)
            .map((ms) => (ms / 1000).toFixed(1))
            .join(' + '),
        );
        say(`  ${side}, s: ${words.join(', ')}`);
      }
      const count = events.toLocaleString('en-US');
      const rate = (side: 'ours' | 'peer', part: keyof Took) =>
        median(sides[side].map((took) => (events / took[part]) * 1000));
      const figure = (part: keyof Took, name: string, peerName: string, note: string) =>
        rateFigure({
          name,
          unit: 'events/s',
          ours: rate('ours', part),
          peer: rate('peer', part),
          peerName,
          goal: { ratioAtLeast: 0.5 },
          note,
        });
      return [
        figure(
          'imported',
          `import of ${count} events from gzip'd NDJSON`,
          'DuckDB: read_json_auto into a table on disk, all cores',
          'ours also checks the identity of each event against all that is stored, keeps its exact text, and writes all of it a second time for a rebuild',
        ),
        figure(
          'parquet',
          `export of ${count} events to Parquet`,
          'DuckDB: COPY, all cores',
          'all fields and the exact text of each event',
        ),
        figure(
          'csv',
          `export of ${count} events to CSV`,
          'DuckDB: COPY, all cores',
          'all fields, cells safe to open in a spreadsheet; the peer writes lists and structures as they are printed',
        ),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
