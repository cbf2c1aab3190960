import type { Database, RawRow, VersionRow } from '../database.ts';
import type { EventRow, Incoming } from '../event-row.ts';
import type { EventStore } from '../event-store.ts';

/** Events moved at once, each group in segments before it leaves the rows. */
const groupSize = 1000;

export interface MigrationProgress {
  /** Events that are in segments now, of those that were rows. */
  moved: number;
  total: number;
  /** Events whose exact text is gone: their rows are left as they are. */
  unreadable: number;
}

function incomingOf(
  { source, kind, key, fetchedAt }: EventRow,
  raw: RawRow,
  versions: readonly VersionRow[],
): Incoming[] {
  const earlier = versions
    .filter((version) => version.key === key)
    .map((version) => ({ source, kind, rawText: version.raw, fetchedAt: version.fetchedAt }));
  return [...earlier, { source, kind, rawText: raw.raw, fetchedAt }];
}

/**
 * Moves what the first version of the app stored as rows into segments, versions included. A group leaves the rows
 * once it is on disk in the new form; when it stops in the middle the next start goes on, and what was stored by then
 * is recognised.
 */
export async function migrateRows(
  database: Database,
  store: Pick<EventStore, 'append'>,
  onProgress: (progress: MigrationProgress) => void,
): Promise<MigrationProgress> {
  const { events, raws, versions } = database;
  const progress: MigrationProgress = { moved: 0, total: await events.count(), unreadable: 0 };
  let after = '';
  while (progress.total > 0) {
    const rows = await events.where('key').above(after).limit(groupSize).toArray();
    const last = rows.at(-1);
    if (!last) break;
    after = last.key;
    const keys = rows.map(({ key }) => key);
    const [texts, earlier] = await Promise.all([
      raws.bulkGet(keys),
      versions.where('key').anyOf(keys).toArray(),
    ]);
    const whole = rows.filter((_, index) => texts[index] !== undefined);
    const readable = new Map(texts.flatMap((text) => (text ? [[text.key, text]] : [])));
    await store.append(
      whole.flatMap((row) => {
        const raw = readable.get(row.key);
        return raw ? incomingOf(row, raw, earlier) : [];
      }),
    );
    await database.transaction('rw', events, raws, versions, async () => {
      const moved = whole.map(({ key }) => key);
      await events.bulkDelete(moved);
      await raws.bulkDelete(moved);
      await versions.where('key').anyOf(moved).delete();
    });
    progress.moved += whole.length;
    progress.unreadable += rows.length - whole.length;
    onProgress({ ...progress });
  }
  return progress;
}
