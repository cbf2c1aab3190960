import 'fake-indexeddb/auto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import { csvOf } from '../../../shared/files/export/csv.ts';
import { exportLine } from '../../../shared/files/export/export-line.ts';
import { exportColumns, type OutgoingEvent } from '../../../shared/files/export/outgoing-event.ts';
import { parquetOf } from '../../../shared/files/export/parquet.ts';
import { createTenant, takeEvents } from '../../../shared/sample-tenant/tenant.ts';
import { streamOf } from '../../../test/files/outgoing-events.ts';
import { gathered } from '../../../test/files/read-all.ts';
import { anyStored } from '../../../test/files/stored-event.ts';
import { Database } from '../database.ts';
import type { Incoming } from '../event-row.ts';
import { SegmentStore } from '../segments/segment-store.ts';
import { type ExportOrder, exportEvents, outgoingOf } from './export-events.ts';
import { Cancelled } from './job.ts';

const now = Date.UTC(2026, 10, 25);
const running = { signal: new AbortController().signal };
const nothing = () => undefined;
const everything = { matching: { query: { is: 'everything' as const }, time: null } };
const sources = { a: 'Harbour' };

const folder = mkdtempSync(join(tmpdir(), 'lurescope-export-events-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

async function withStore(work: (store: SegmentStore, database: Database) => Promise<void>): Promise<void> {
  const database = new Database(`export-${count++}`);
  const store = await SegmentStore.open(database);
  try {
    await work(store, database);
  } finally {
    await store.settled();
    await database.delete();
  }
}

function orderOf(format: ExportOrder['format'], columns: ExportOrder['columns'] = null): ExportOrder {
  const report = { title: '', query: '', range: null };
  return { target: everything, format, columns, isDefanged: false, withVersions: true, sources, report };
}

async function exported(store: SegmentStore, order: ExportOrder): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const write = async (bytes: Uint8Array) => void pieces.push(bytes);
  await exportEvents(store, order, running, write, nothing);
  return Buffer.concat(pieces);
}

/** All that is stored, each version read anew from its text. */
async function readAnew(store: SegmentStore, withVersions: boolean): Promise<OutgoingEvent[]> {
  const stored = await gathered(store.texts(everything, { withVersions }));
  return stored.map((one) => outgoingOf(one, sources));
}

async function parquetRows(bytes: Buffer): Promise<Record<string, unknown>[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return parquetReadObjects({ file });
}

async function duckDbRows(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
  }
}

function sample(length: number): Incoming[] {
  const tenant = createTenant({ seed: 3, rate: 3000, people: 500 });
  return takeEvents(tenant, length, Date.UTC(2026, 10, 20)).map(({ kind, raw }) => ({
    source: 'a',
    kind,
    rawText: JSON.stringify(raw),
    fetchedAt: now,
  }));
}

/** What is the same however events are written: what a file holds that is made of texts read anew. */
async function expectSame(store: SegmentStore): Promise<void> {
  const columns = exportColumns.map(({ name }) => name);
  const [shown, all] = [await readAnew(store, false), await readAnew(store, true)];
  const lines = (await gathered(csvOf(streamOf(shown), exportColumns))).join('');
  const bytes = (text: string) => Buffer.from(text.toWellFormed());
  expect((await exported(store, orderOf('csv', columns))).toString()).toBe(bytes(lines).toString());
  const ndjson = all.map((one) => `${exportLine(one)}\n`).join('');
  expect((await exported(store, orderOf('ndjson'))).toString()).toBe(bytes(ndjson).toString());
  const rows = await parquetRows(Buffer.concat(await gathered(parquetOf(streamOf(all)))));
  expect(await parquetRows(await exported(store, orderOf('parquet')))).toEqual(rows);
}

describe('what is exported of columns', () => {
  it('says what the exact texts say, read anew', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStored, { maxLength: 8 }), async (events) => {
        await withStore(async (store) => {
          for (const { kind, texts, tags, note } of events) {
            const entries = texts.map((rawText, version) => ({
              ...{ source: version === 0 ? 'a' : 'a', kind, rawText },
              fetchedAt: now + version,
            }));
            const [placed] = await store.bring(entries, 'apart');
            if (placed) await store.annotate({ keys: [`a:${placed.identity}`] }, { addTags: tags, note });
          }
          await expectSame(store);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('says it of segments, the tail and what was removed too', { timeout: 60_000 }, async () => {
    await withStore(async (store) => {
      const entries = sample(9000);
      for (let at = 0; at < entries.length; at += 1500) await store.append(entries.slice(at, at + 1500));
      await store.append([{ source: 'a', kind: 'messageBlocked', rawText: '{broken', fetchedAt: now }]);
      await store.settled();
      const middle = await store.timeOfOldest(0.2);
      await store.removeBefore(middle ?? 0);
      await expectSame(store);
    });
  });

  it('is read by DuckDB, row by row', { timeout: 60_000 }, async () => {
    await withStore(async (store) => {
      await store.append(sample(3000));
      const [path, csv] = [join(folder, 'all.parquet'), join(folder, 'all.csv')];
      writeFileSync(path, await exported(store, orderOf('parquet')));
      writeFileSync(csv, await exported(store, orderOf('csv', ['identity', 'subject', 'recipient', 'time'])));
      const read = await duckDbRows(
        `select identity, raw, subject, recipient, time::varchar as time, phishScore, unparsed, actors, sha256
        from '${path}'`,
      );
      const events = await readAnew(store, true);
      const textOf = (instant: string) => instant.replace('T', ' ').replace(/(?:\.000|0+)?Z$/, '');
      expect(read).toEqual(
        events.map(({ event, rawText }) => {
          if (!('raw' in event)) throw new Error('all of these can be read');
          const { identity, subject, recipient, phishScore, threatsInfoMap, messageParts } = event;
          return {
            ...{ identity, raw: rawText, subject: subject || null, recipient, phishScore, unparsed: false },
            time: textOf(event.time),
            actors: threatsInfoMap.flatMap(({ actors }) => actors),
            sha256: messageParts.flatMap((part) => part.sha256 ?? []),
          };
        }),
      );
      const [counted] = await duckDbRows(
        `select count(*)::int as n, (select count(*) from read_csv('${csv}', header = true, all_varchar = true) c
        join '${path}' p on c.identity = p.identity and c.recipient = array_to_string(p.recipient, '; '))::int as same from '${path}'`,
      );
      expect(counted).toEqual({ n: events.length, same: events.length });
    });
  });

  it('ends where it is cancelled', async () => {
    await withStore(async (store) => {
      await store.append(sample(100));
      const job = new AbortController();
      const write = async () => job.abort();
      const order = orderOf('csv');
      await expect(exportEvents(store, order, { signal: job.signal }, write, nothing)).rejects.toThrow(
        Cancelled,
      );
    });
  });

  it('fails as writing it does', async () => {
    await withStore(async (store) => {
      await store.append(sample(100));
      const write = () => Promise.reject(new Error('The disk is full.'));
      await expect(exportEvents(store, orderOf('parquet'), running, write, nothing)).rejects.toThrow(
        'The disk is full.',
      );
    });
  });

  it('leaves out what is damaged, which is set aside', { timeout: 60_000 }, async () => {
    await withStore(async (store, database) => {
      const entries = sample(5000);
      await store.append(entries);
      await store.settled();
      await store.append([
        { source: 'a', kind: 'messageBlocked', rawText: '{"GUID":"whole"}', fetchedAt: now },
      ]);
      const [{ id } = { id: 0 }] = await database.segments.toArray();
      const row = await database.segmentParts.get(['text', id]);
      if (!row) throw new Error('there is a segment');
      const bytes = row.bytes.slice();
      bytes.fill(0x55, bytes.length >> 1);
      await database.segmentParts.put({ ...row, bytes });
      const text = (await exported(store, orderOf('csv', ['GUID']))).toString();
      expect(text).toBe('GUID\r\nwhole\r\n');
      expect(await database.damaged.count()).toBe(1);
      expect(await store.counts()).toMatchObject({ total: 1 });
    });
  });
});
