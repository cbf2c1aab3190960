import 'fake-indexeddb/auto';
import { gzip } from 'pako';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../database.ts';
import { rebuild } from '../rebuild.ts';
import { SegmentStore } from '../segments/segment-store.ts';
import { fileGroups, type ReadGroups } from './file-groups.ts';
import { type ImportOptions, importFiles, importSentence } from './import-files.ts';
import { Cancelled } from './job.ts';

const now = () => Date.UTC(2026, 10, 25);
const read: ReadGroups = (file, source) => fileGroups(file, source, now);

let count = 0;
let database: Database;
let store: SegmentStore;
let kept: { source: string; batch: Uint8Array<ArrayBuffer> }[];

beforeEach(async () => {
  kept = [];
  database = new Database(`imports-${count++}`);
  store = await SegmentStore.open(database);
});
afterEach(async () => {
  await store.settled();
  await database.delete();
});

function optionsFor(source: string, more: Partial<ImportOptions> = {}): ImportOptions {
  const keep = async (of: string, batch: Uint8Array<ArrayBuffer>) => void kept.push({ source: of, batch });
  return { read, store, source, keep, now, onProgress: () => undefined, ...more };
}

function imported(content: BlobPart, source = 'import-a', more: Partial<ImportOptions> = {}) {
  const job = { signal: new AbortController().signal };
  return importFiles([new File([content], 'a.json')], job, optionsFor(source, more));
}

function event(name: string, subject = 'About it'): string {
  return JSON.stringify({ GUID: name, messageTime: '2026-11-01T10:00:00Z', subject });
}

describe('an import', () => {
  it('takes what is readable and says what is not, by line', async () => {
    const { counts, faults } = await imported(`${event('a')}\n{"GUID": oops\n\n${event('b')}\n7\n`);
    expect(counts).toEqual({ stored: 2, duplicates: 0, versions: 0, unparsed: 0, faults: 2 });
    expect(faults.map(({ file, line }) => [file, line])).toEqual([
      ['a.json', 2],
      ['a.json', 5],
    ]);
    expect(importSentence(counts)).toBe('2 events imported, 2 lines could not be read.');
  });

  it('knows what another source has, and keeps apart what says something else', async () => {
    await store.append([{ source: 'live', kind: 'messageDelivered', rawText: event('a'), fetchedAt: 1 }]);
    const { counts } = await imported([event('a'), event('b'), event('b'), event('a', 'Other')].join('\n'));
    expect(counts).toMatchObject({ stored: 2, duplicates: 2, versions: 0 });
    expect((await store.counts()).bySource).toEqual({ live: 1, 'import-a': 2 });
    expect(await store.removeSource('import-a')).toBe(2);
    expect((await store.counts()).total).toBe(1);
  });

  it('puts tags and notes of an export on events that are here already', async () => {
    await store.append([{ source: 'live', kind: 'messageDelivered', rawText: event('a'), fetchedAt: 1 }]);
    const line = `{"lurescope":1,"kind":"messageDelivered","source":"S","fetched":"2026-11-02T00:00:00Z","tags":["case 7"],"notes":[{"text":"Called."}],"raw":${event('a')}}`;
    expect((await imported(line)).counts).toMatchObject({ stored: 0, duplicates: 1 });
    const [{ key } = { key: '' }] = await gatheredTexts();
    expect((await store.event(key))?.annotation).toEqual({ tags: ['case 7'], note: 'Called.' });
  });

  it('comes back in a rebuild, with the times events were fetched', async () => {
    const line = `{"lurescope":1,"kind":"messageBlocked","source":"S","fetched":"2026-11-02T00:00:00.000Z","raw":${event('a')}}`;
    await imported(`${line}\n${event('b')}\n`);
    const before = await gatheredTexts();
    await store.removeSource('import-a');
    const days = kept.map(({ source }, index) => ({ source, day: `2026-11-0${index + 1}`, bytes: 1 }));
    const unpacked = (index: number) =>
      new Blob([kept[index]?.batch ?? '']).stream().pipeThrough(new DecompressionStream('gzip'));
    await rebuild(days, {
      store,
      fetchDay: async (path) => new Response(unpacked(Number(path.slice(-1)) - 1)),
      onProgress: () => undefined,
    });
    const ordered = (all: typeof before) => all.toSorted((a, b) => a.key.localeCompare(b.key));
    expect(ordered(await gatheredTexts())).toEqual(ordered(before));
  });

  it.each([
    ['a web page', '<!doctype html><title>Sign in</title>', /web page/],
    ['a backup', 'LSBACKUP…', /Restore it instead/],
    ['damaged Parquet', 'PAR1 and nothing', /Parquet file is damaged/],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /no valid UTF-8/],
    ['a line of 50 MB', `{"GUID":"${'x'.repeat(50_000_000)}"}`, /longer|over|MB/],
    ['gzip that is cut', gzip(event('a').repeat(50)).subarray(0, 40), /ends in the middle/],
    ['a gzip bomb', gzip(new Uint8Array(200_000_000)), /500 times its size|longer|MB/],
  ] as const)('says why it cannot read %s', { timeout: 60_000 }, async (_, content, reason) => {
    const { faults, counts } = await imported(content as BlobPart);
    expect(faults.map((fault) => fault.reason).join('\n')).toMatch(reason);
    expect(counts.stored).toBe(0);
  });

  it('ends where it is cancelled, and where what it stores cannot be kept', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => event(`g${i}`)).join('\n');
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(
      importFiles([new File([many], 'a')], controller, optionsFor('import-b', { onProgress })),
    ).rejects.toThrow(Cancelled);
    const full = async () => Promise.reject(new Error('The disk is full.'));
    await expect(imported(many, 'import-c', { keep: full })).rejects.toThrow('The disk is full.');
    await store.removeSource('import-b');
    await store.removeSource('import-c');
    expect((await store.counts()).total).toBe(0);
  });
});

async function gatheredTexts() {
  const all: { key: string; rawText: string; fetched: number }[] = [];
  for await (const { key, rawText, fetched } of store.texts('all', { withVersions: true }))
    all.push({ key, rawText, fetched });
  return all;
}
