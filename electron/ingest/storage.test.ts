import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Archive } from './archive.ts';
import { Journal } from './journal.ts';
import { Storage, type StoreRecord, storeRecordSchema } from './storage.ts';

let folder: string;
let archive: Archive;
let storage: Storage;
let kept: StoreRecord;
let aside: number;
let putDatabaseAside: () => Promise<string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lurescope-storage-'));
  archive = await Archive.open(join(folder, 'archive'));
  kept = storeRecordSchema.parse({ id: 'first' });
  aside = 0;
  putDatabaseAside = async () => {
    aside += 1;
    return 'aside';
  };
  storage = new Storage({
    archive,
    journal: await Journal.open({
      folder: join(folder, 'journal'),
      quarantineFolder: join(folder, 'quarantine'),
      limit: 1e6,
      sequence: { get: () => ({ next: 1 }), set: () => undefined },
    }),
    said: { bytes: 0, damaged: 0 },
    record: {
      get: () => kept,
      set: (value) => {
        kept = value;
      },
    },
    putDatabaseAside: () => putDatabaseAside(),
    log: () => undefined,
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const archiveSomething = () => archive.append('a', 0, new Uint8Array(1));

it('a database that cannot be opened makes way for a new one, once a start', async () => {
  await archiveSomething();
  expect(await storage.unreadable()).toBe(true);
  expect(await storage.unreadable()).toBe(false);
  expect(aside).toBe(1);
});

it('it stays where there is nothing to rebuild it from', async () => {
  expect(await storage.unreadable()).toBe(false);
  expect(aside).toBe(0);
});

it('it stays where it holds more than the archive, until it is another', async () => {
  await archiveSomething();
  storage.unarchived();
  storage.rebuilt('first');
  expect(await storage.unreadable()).toBe(false);
  storage.rebuilt('second');
  expect(await storage.unreadable()).toBe(true);
});

it('what cannot be put aside is not said to be', async () => {
  await archiveSomething();
  putDatabaseAside = () => Promise.reject(new Error('no'));
  expect(await storage.unreadable()).toBe(false);
});
