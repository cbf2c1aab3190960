import 'fake-indexeddb/auto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Database } from '../../renderer/store/database.ts';
import { SegmentStore } from '../../renderer/store/segments/segment-store.ts';
import { exportEvents, outgoingOf } from '../../renderer/store/transfer/export-events.ts';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import { duckdbRows } from '../duckdb-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'lurescope-stored-exports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const everything = { matching: { query: { is: 'everything' as const }, time: null } };

async function exported(
  store: SegmentStore,
  format: 'parquet' | 'csv',
  columns: string[] | null,
): Promise<string> {
  const pieces: Uint8Array[] = [];
  const report = { title: '', query: '', range: null };
  const order = {
    target: everything,
    format,
    columns,
    isDefanged: false,
    withVersions: true,
    sources: {},
    report,
  };
  const job = { signal: new AbortController().signal };
  const write = async (bytes: Uint8Array) => void pieces.push(bytes);
  await exportEvents(store, order, job, write, () => undefined);
  const path = join(folder, `all.${format}`);
  writeFileSync(path, Buffer.concat(pieces));
  return path;
}

it('DuckDB reads what is exported of a store, row by row', { timeout: 60_000 }, async () => {
  const database = new Database('stored-exports');
  const store = await SegmentStore.open(database);
  const tenant = createTenant({ seed: 3, rate: 3000, people: 500 });
  const fetchedAt = Date.UTC(2026, 10, 25);
  await store.append(
    takeEvents(tenant, 5000, Date.UTC(2026, 10, 20)).map(({ kind, raw }) => ({
      ...{ source: 'a', kind, rawText: JSON.stringify(raw), fetchedAt },
    })),
  );
  await store.settled();
  const parquet = await exported(store, 'parquet', null);
  const csv = await exported(store, 'csv', ['identity', 'subject', 'recipient', 'time']);
  const read = await duckdbRows(
    `select identity, raw, subject, recipient, epoch_ms(time)::double as time, phishScore, unparsed, actors, sha256
    from '${parquet}'`,
  );
  const expected: unknown[] = [];
  for await (const stored of store.texts(everything, { withVersions: true })) {
    const { event, rawText } = outgoingOf(stored, {});
    if (!('raw' in event)) throw new Error('all of these can be read');
    const { identity, subject, recipient, phishScore, threatsInfoMap, messageParts } = event;
    expected.push({
      ...{ identity, raw: rawText, subject: subject || null, recipient, phishScore, unparsed: false },
      time: Date.parse(event.time),
      actors: threatsInfoMap.flatMap(({ actors }) => actors),
      sha256: messageParts.flatMap((part) => part.sha256 ?? []),
    });
  }
  expect(read).toEqual(expected);
  const [counted] = await duckdbRows(
    `select count(*)::int as rows, count(*) filter (where c.recipient = array_to_string(p.recipient, '; '))::int as same
    from read_csv('${csv}', header = true, all_varchar = true) c join '${parquet}' p using (identity)`,
  );
  expect(counted).toEqual({ rows: expected.length, same: expected.length });
  await database.delete();
});
