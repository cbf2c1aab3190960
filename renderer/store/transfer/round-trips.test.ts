import 'fake-indexeddb/auto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../shared/settings.ts';
import { anyStored } from '../../../test/files/stored-event.ts';
import { Database } from '../database.ts';
import { SegmentStore } from '../segments/segment-store.ts';
import { backUp } from './back-up.ts';
import { type ExportFormat, exportEvents } from './export-events.ts';
import { fileGroups, type ReadGroups } from './file-groups.ts';
import { importFiles } from './import-files.ts';
import { checkRestore, restore } from './restore.ts';

const now = () => Date.UTC(2026, 10, 25);
const job = { signal: new AbortController().signal };
const keep = async () => undefined;
const read: ReadGroups = (file, source) => fileGroups(file, source, now);
const nothing = () => undefined;

let count = 0;

async function withStores(work: (first: SegmentStore, second: SegmentStore) => Promise<void>): Promise<void> {
  const databases = [new Database(`trips-${count++}`), new Database(`trips-${count++}`)];
  const [first, second] = await Promise.all(databases.map((database) => SegmentStore.open(database)));
  try {
    if (first && second) await work(first, second);
  } finally {
    await Promise.all([first?.settled(), second?.settled()]);
    await Promise.all(databases.map((database) => database.delete()));
  }
}

type Stored = typeof anyStored extends fc.Arbitrary<infer T> ? T : never;

async function fill(store: SegmentStore, events: readonly Stored[]): Promise<void> {
  for (const { kind, texts, tags, note } of events) {
    const entries = texts.map((rawText, version) => ({
      source: 'a',
      kind,
      rawText,
      fetchedAt: now() - 1000 + version,
    }));
    const [placed] = await store.bring(entries, 'apart');
    if (placed) await store.annotate({ keys: [`a:${placed.identity}`] }, { addTags: tags, note });
  }
}

/** All a store has: identities with the versions' contents, oldest first, and what is said of each. */
async function contentsOf(store: SegmentStore): Promise<unknown[]> {
  const keys: string[] = [];
  for await (const { key, isNewest } of store.texts('all', { withVersions: false }))
    if (isNewest) keys.push(key);
  const all = await Promise.all(keys.map((key) => store.event(key)));
  return all
    .map((event) => ({
      identity: event?.row.identity,
      kind: event?.row.kind,
      versions: event?.versions.map(({ contentHash, fetchedAt }) => ({ contentHash, fetchedAt })),
      said: event?.annotation,
    }))
    .sort((a, b) => String(a.identity).localeCompare(String(b.identity)));
}

function gatheringTo(pieces: Uint8Array<ArrayBuffer>[]) {
  return async (bytes: Uint8Array<ArrayBuffer>) => {
    pieces.push(bytes);
  };
}

async function exported(store: SegmentStore, format: ExportFormat): Promise<File> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const order = {
    target: { matching: { query: { is: 'everything' as const }, time: null } },
    format,
    columns: null,
    isDefanged: false,
    withVersions: true,
    sources: { a: 'Harbour' },
    report: { title: '', query: '', range: null },
  };
  await exportEvents(store, order, job, gatheringTo(pieces), nothing);
  return new File(pieces, `events.${format}`);
}

describe('what leaves a store and comes into another', () => {
  it.each(['ndjson', 'parquet'] as const)(
    'as %s has the same identities, versions, tags and notes',
    { timeout: 120_000 },
    async (format) => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStored, { maxLength: 6 }), async (events) => {
          await withStores(async (first, second) => {
            await fill(first, events);
            expect((await contentsOf(first)).length > 0).toBe(events.length > 0);
            const file = await exported(first, format);
            const options = { read, store: second, source: 'b', keep, now, onProgress: nothing };
            const { counts, faults } = await importFiles([file], job, options);
            expect(faults).toEqual([]);
            expect(counts.duplicates).toBe(0);
            expect(await contentsOf(second)).toEqual(await contentsOf(first));
          });
        }),
        { numRuns: 25 },
      );
    },
  );

  it('as a backup has them too, and restoring it twice or where it came from changes nothing', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStored, { maxLength: 6 }),
        fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        async (events, passphrase) => {
          await withStores(async (first, second) => {
            await fill(first, events);
            const before = await contentsOf(first);
            const pieces: Uint8Array<ArrayBuffer>[] = [];
            const beside = {
              settings: settingsSchema.parse({}),
              sources: [{ id: 'a', name: 'Harbour' }],
              views: [],
            };
            await backUp(
              first,
              { passphrase, beside, made: now(), cost: 16 },
              job,
              gatheringTo(pieces),
              nothing,
            );
            const file = new File(pieces, 'all.lsbackup');
            const { annotations } = await checkRestore(file, passphrase, job, nothing);
            const shared = { passphrase, annotations, keep, now, onProgress: nothing };
            await restore(file, job, { ...shared, store: second, sources: { a: 'b' } });
            expect(await contentsOf(second)).toEqual(before);
            await restore(file, job, { ...shared, store: second, sources: { a: 'c' } });
            await restore(file, job, { ...shared, store: first, sources: { a: 'd' } });
            expect(await contentsOf(second)).toEqual(before);
            expect(await contentsOf(first)).toEqual(before);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('versions that only the backup has are added to the event that is here', async () => {
    await withStores(async (first, second) => {
      const text = (threatStatus: string, minute: number) =>
        JSON.stringify({
          GUID: 'x',
          messageTime: '2026-11-01T10:00:00Z',
          threatsInfoMap: [{ threatStatus, threatTime: `2026-11-01T10:0${minute}:00Z` }],
        });
      const entry = (source: string, rawText: string) => ({
        source,
        kind: 'messageDelivered' as const,
        rawText,
        fetchedAt: now(),
      });
      await first.append([entry('a', text('active', 1)), entry('a', text('cleared', 2))]);
      await second.append([entry('live', text('active', 1))]);
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      const beside = { settings: settingsSchema.parse({}), sources: [], views: [] };
      await backUp(first, { passphrase: undefined, beside, made: now() }, job, gatheringTo(pieces), nothing);
      const kept: string[] = [];
      await restore(new File(pieces, 'x'), job, {
        store: second,
        passphrase: undefined,
        annotations: new Map(),
        sources: { a: 'b' },
        keep: async (source) => void kept.push(source),
        now,
        onProgress: nothing,
      });
      expect(kept).toEqual(['live']);
      expect(await second.counts()).toMatchObject({ total: 1, bySource: { live: 1 } });
      const [event] = await contentsOf(second);
      expect(event).toMatchObject({ versions: [expect.anything(), expect.anything()] });
    });
  });
});
