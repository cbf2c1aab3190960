import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Archive } from './archive.ts';
import type { BatchFile } from './batch-file.ts';
import { Delivery } from './delivery.ts';
import { Journal } from './journal.ts';

const outcome = { stored: 1, duplicates: 0, versions: 0, unparsed: 0 };

let folder: string;
let journal: Journal;
let told: unknown[][];
let delivery: Delivery;
let archive: Archive;
let archives: boolean;
let append: Archive['append'];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lurescope-delivery-'));
  journal = await Journal.open({
    folder: join(folder, 'journal'),
    quarantineFolder: join(folder, 'q'),
    limit: 1e6,
    sequence: { get: () => ({ next: 1 }), set: () => undefined },
  });
  archive = await Archive.open(join(folder, 'archive'));
  archives = true;
  append = (source, fetchedAt, bytes) => archive.append(source, fetchedAt, bytes);
  told = [];
  delivery = new Delivery({
    journal,
    archive: { append: (...args) => append(...args) },
    archives: () => archives,
    clock: { now: () => Date.UTC(2026, 10, 24, 12) },
    onUnarchived: () => told.push(['unarchived']),
    onNotArchived: (batch, error) => told.push(['not archived', batch.seq, String(error)]),
    announce: (notice) => told.push(['announce', notice]),
    onStored: (batch, result) => told.push(['stored', batch.seq, result]),
    onDamaged: (batch, reason) => told.push(['damaged', batch.seq, reason]),
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(source = 'a'): Promise<BatchFile> {
  const batch = await journal.begin({ source, lane: 'main', window: { from: 0, to: 60_000 }, fetchedAt: 0 });
  await batch.entry('messageBlocked', '{}', true);
  const [file] = await batch.commit(null);
  if (!file) throw new Error('a batch is expected');
  return file;
}

describe('a batch', () => {
  it('is announced without its bytes', async () => {
    delivery.offer(await put());
    expect(told).toEqual([['announce', { source: 'a', seq: 1, lane: 'main', events: 1 }]]);
  });

  it('waits for a renderer that starts, oldest first, until it is acknowledged', async () => {
    await put('b');
    await put('a');
    expect(delivery.waiting().map(({ seq, source }) => [seq, source])).toEqual([
      [1, 'b'],
      [2, 'a'],
    ]);
    await delivery.acknowledge('b', 1, outcome);
    expect(delivery.waiting().map(({ seq }) => seq)).toEqual([2]);
    expect(told).toEqual([['stored', 1, outcome]]);
  });

  it('acknowledged twice, or under another source, counts once', async () => {
    await put();
    await delivery.acknowledge('b', 1, outcome);
    expect(told).toEqual([]);
    await delivery.acknowledge('a', 1, outcome);
    await delivery.acknowledge('a', 1, outcome);
    expect(told).toHaveLength(1);
  });

  it('that is damaged is put aside, and its window is read again', async () => {
    await put();
    await delivery.reportDamage('a', 1, 'cut short');
    await delivery.reportDamage('a', 1, 'cut short');
    expect(told).toEqual([['damaged', 1, 'cut short']]);
    expect(delivery.waiting()).toEqual([]);
  });

  it('whose file is gone is read again too', async () => {
    await put();
    await rm(join(folder, 'journal', 'a'), { recursive: true });
    await delivery.reportDamage('a', 1, 'TypeError: network error').catch(() => undefined);
    expect(told).toEqual([['damaged', 1, 'TypeError: network error']]);
  });

  it('that is stored moves to the archive', async () => {
    await put();
    await delivery.acknowledge('a', 1, outcome);
    expect(journal.waiting()).toEqual([]);
    expect(await archive.days()).toMatchObject([{ source: 'a', day: '2026-11-24' }]);
  });

  it('is removed where nothing is to be archived', async () => {
    archives = false;
    await put();
    await delivery.acknowledge('a', 1, outcome);
    expect(journal.waiting()).toEqual([]);
    expect(await archive.days()).toEqual([]);
  });

  it('that cannot be archived stays in the journal, is not announced again, and is archived later', async () => {
    await put();
    await put();
    append = () => Promise.reject(new Error('ENOSPC'));
    await delivery.acknowledge('a', 1, outcome);
    await delivery.acknowledge('a', 2, outcome);
    expect(told.map(([what]) => what)).toEqual(['stored', 'not archived', 'stored', 'not archived']);
    expect(journal.waiting()).toHaveLength(2);
    expect(delivery.waiting()).toEqual([]);
    append = (source, fetchedAt, bytes) => archive.append(source, fetchedAt, bytes);
    await delivery.archiveStored();
    expect(journal.waiting()).toEqual([]);
    expect(archive.bytes).toBeGreaterThan(0);
  });
});
