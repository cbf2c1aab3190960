import 'fake-indexeddb/auto';
import * as fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
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

async function exported(store: SegmentStore, order: ExportOrder): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const write = async (bytes: Uint8Array<ArrayBuffer>) => void pieces.push(bytes);
  await exportEvents(store, order, running, write, nothing);
  return new Blob(pieces);
}

/** All that is stored, each version read anew from its text. */
async function readAnew(store: SegmentStore, withVersions: boolean): Promise<OutgoingEvent[]> {
  const stored = await gathered(store.texts(everything, { withVersions }));
  return stored.map((one) => outgoingOf(one, sources));
}

async function parquetRows(file: Blob): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file: await file.arrayBuffer() });
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

/** The same files are made of texts read anew. */
async function expectSame(store: SegmentStore): Promise<void> {
  const columns = exportColumns.map(({ name }) => name);
  const [shown, all] = [await readAnew(store, false), await readAnew(store, true)];
  const csv = (await gathered(csvOf(streamOf(shown), exportColumns))).join('');
  expect(await (await exported(store, orderOf('csv', columns))).text()).toBe(csv.toWellFormed());
  const ndjson = all.map((one) => `${exportLine(one)}\n`).join('');
  expect(await (await exported(store, orderOf('ndjson'))).text()).toBe(ndjson.toWellFormed());
  const parquet = new Blob((await gathered(parquetOf(streamOf(all)))) as Uint8Array<ArrayBuffer>[]);
  expect(await parquetRows(await exported(store, orderOf('parquet')))).toEqual(await parquetRows(parquet));
}

describe('what is exported of columns', () => {
  it('says what the exact texts say, read anew', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStored, { maxLength: 8 }), async (events) => {
        await withStore(async (store) => {
          for (const { kind, texts, tags, note } of events) {
            const entries = texts.map((rawText, version) => ({
              ...{ source: 'a', kind, rawText },
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

  it('has all events where the tail becomes a segment meanwhile', { timeout: 60_000 }, async () => {
    await withStore(async (store) => {
      const entries = sample(5000);
      for (let at = 0; at < 3000; at += 1000) await store.append(entries.slice(at, at + 1000));
      const before = (await readAnew(store, false)).map(({ event }) => event.identity);
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      const write = async (bytes: Uint8Array<ArrayBuffer>) => {
        if (pieces.push(bytes) > 1) return;
        await store.append(entries.slice(3000));
        await store.settled();
      };
      await exportEvents(store, orderOf('csv', ['identity']), running, write, nothing);
      const written = new Set((await new Blob(pieces).text()).split('\r\n'));
      expect(before.filter((identity) => !written.has(identity))).toEqual([]);
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
      const text = await (await exported(store, orderOf('csv', ['GUID']))).text();
      expect(text).toBe('GUID\r\nwhole\r\n');
      expect(await database.damaged.count()).toBe(1);
      expect(await store.counts()).toMatchObject({ total: 1 });
    });
  });
});
