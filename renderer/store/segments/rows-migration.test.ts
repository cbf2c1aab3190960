import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTenant, takeEvents } from '../../../shared/sample-tenant/tenant.ts';
import { Database } from '../database.ts';
import { type EventRow, type Incoming, isNewer, rowOf } from '../event-row.ts';
import type { StoredVersion } from '../event-store.ts';
import { migrateRows } from './rows-migration.ts';
import { SegmentStore } from './segment-store.ts';

const entries: Incoming[] = takeEvents(
  createTenant({ seed: 7, rate: 400 }),
  2600,
  Date.UTC(2026, 10, 24),
).map(({ kind, raw }, index) => ({
  source: index % 3 === 0 ? 'b' : 'a',
  kind,
  rawText: JSON.stringify(raw),
  fetchedAt: Date.UTC(2026, 10, 24) + Math.floor(index / 500) * 60_000,
}));
const unparsed: Incoming = {
  source: 'a',
  kind: 'clickBlocked',
  rawText: '[1,',
  fetchedAt: 1_790_000_000_000,
};

/** Every version of every event that the rows hold, by key. */
type Held = Map<string, StoredVersion[]>;

let count = 0;
let name: string;
let before: Held;

function versionOf({ contentHash, created, fetchedAt }: EventRow, raw: string): StoredVersion {
  return { contentHash, created, fetchedAt, raw };
}

/** A database as the first version of the app left it, two schema versions back. */
async function fillRows(): Promise<void> {
  const old = new Dexie(name);
  old.version(1).stores({ events: 'key, time, source', raws: 'key', versions: '[key+contentHash], key' });
  old.version(2).stores({ meta: 'name' });
  const newest = new Map<string, EventRow>();
  before = new Map();
  for (const entry of [...entries, unparsed]) {
    const row = rowOf(entry);
    const versions = before.get(row.key) ?? [];
    if (versions.some(({ contentHash }) => contentHash === row.contentHash)) continue;
    versions.push(versionOf(row, entry.rawText));
    before.set(
      row.key,
      versions.sort((a, b) => (isNewer(a, b) ? -1 : 1)),
    );
    const known = newest.get(row.key);
    const shown = known && !isNewer(row, known) ? known : row;
    newest.set(row.key, { ...shown, versions: versions.length });
  }
  await old.table('events').bulkPut([...newest.values()]);
  const held = [...before].map(([key, versions]) => ({ key, versions }));
  await old.table('raws').bulkPut(held.map(({ key, versions }) => ({ key, raw: versions[0]?.raw ?? '' })));
  const earlier = held.flatMap(({ key, versions }) => versions.slice(1).map((one) => ({ key, ...one })));
  await old.table('versions').bulkPut(earlier);
  old.close();
}

async function expectAll(store: SegmentStore): Promise<void> {
  expect((await store.counts()).total).toBe(before.size);
  for (const [key, versions] of before) expect((await store.event(key))?.versions).toEqual(versions);
}

beforeEach(async () => {
  name = `migration-${count++}`;
  await fillRows();
}, 60_000);
afterEach(() => Dexie.delete(name));

describe('events that were rows', () => {
  it('are all in segments afterwards, every version with its exact text', async () => {
    expect([...before.values()].filter((versions) => versions.length > 1).length).toBeGreaterThan(10);
    const database = new Database(name);
    const store = await SegmentStore.open(database);
    const said: number[] = [];
    const progress = await migrateRows(database, store, ({ moved }) => said.push(moved));
    expect(progress).toEqual({ moved: before.size, total: before.size, unreadable: 0 });
    expect(said).toEqual([1000, 2000, before.size]);
    await store.settled();
    await expectAll(store);
    for (const table of [database.events, database.raws, database.versions])
      expect(await table.count()).toBe(0);
    database.close();
    const again = new Database(name);
    const reopened = await SegmentStore.open(again);
    await reopened.complete;
    await expectAll(reopened);
    again.close();
  });

  it.each([1, 2, 3])('are moved without loss when it is cut off at group %i', async (group) => {
    for (const when of ['before the append', 'after the append']) {
      const database = new Database(name);
      const store = await SegmentStore.open(database);
      let appended = 0;
      const cut = {
        async append(given: readonly Incoming[]) {
          appended += 1;
          if (appended === group && when === 'before the append') throw new Error('cut off');
          const fates = await store.append(given);
          if (appended === group) throw new Error('cut off');
          return fates;
        },
      };
      await migrateRows(database, cut, () => undefined).catch(() => undefined);
      await store.settled();
      database.close();
    }
    const database = new Database(name);
    const store = await SegmentStore.open(database);
    await migrateRows(database, store, () => undefined);
    await store.settled();
    await expectAll(store);
    database.close();
  });

  it('whose exact text is gone stay rows and are counted', async () => {
    const database = new Database(name);
    const store = await SegmentStore.open(database);
    const [key = ''] = before.keys();
    await database.raws.delete(key);
    const progress = await migrateRows(database, store, () => undefined);
    expect(progress).toMatchObject({ moved: before.size - 1, unreadable: 1 });
    expect(await database.events.toCollection().primaryKeys()).toEqual([key]);
    await store.settled();
    database.close();
  });
});
