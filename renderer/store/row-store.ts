import { scan } from '../query/scan.ts';
import { Columns } from './columns.ts';
import type { Database, RawRow, VersionRow } from './database.ts';
import { type EventRow, type Incoming, isNewer, rowOf } from './event-row.ts';
import type { EventStore, Fate, StoreCounts, StoredEvent } from './event-store.ts';
import type { Look, LookAnswer } from './look.ts';

/** Rows read or removed at once, so that a large store is never held twice. */
const chunk = 5000;

/** What one append will write. */
interface Changes {
  rows: Map<string, EventRow>;
  raws: Map<string, RawRow>;
  versions: VersionRow[];
}

function versionOf(row: EventRow, raw: string): VersionRow {
  const { key, contentHash, created, fetchedAt } = row;
  return { key, contentHash, created, fetchedAt, raw };
}

/** A row's key, cut into source and identity. */
function partsOf(key: string): [source: string, identity: string] {
  const border = key.lastIndexOf(':');
  return [key.slice(0, border), key.slice(border + 1)];
}

/** Events as rows of a Dexie table, with the columns that filters ask of held in memory. */
export class RowStore implements EventStore {
  readonly #database: Database;
  readonly #columns = new Columns();
  #answer = 0;
  #selection: Uint32Array = new Uint32Array(0);

  private constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Opens the database and reads the columns into memory.
   * @param onProgress told how many rows have been read, of how many
   */
  static async open(
    database: Database,
    onProgress: (read: number, total: number) => void,
  ): Promise<RowStore> {
    const store = new RowStore(database);
    await database.open();
    const total = await database.events.count();
    let read = 0;
    let after = '';
    while (read < total) {
      const rows = await database.events.where('key').above(after).limit(chunk).toArray();
      const last = rows.at(-1);
      if (!last) break;
      for (const row of rows) store.#columns.put(row);
      after = last.key;
      read += rows.length;
      onProgress(read, total);
    }
    return store;
  }

  async append(entries: readonly Incoming[]): Promise<Fate[]> {
    const changes: Changes = { rows: new Map(), raws: new Map(), versions: [] };
    const fates: Fate[] = [];
    for (const entry of entries) fates.push(await this.#place(entry, changes));
    if (changes.rows.size > 0) await this.#commit(changes);
    return fates;
  }

  /** Decides what an entry is and notes what has to be written for it. */
  async #place(entry: Incoming, changes: Changes): Promise<Fate> {
    const row = rowOf(entry);
    const { key } = row;
    const current = changes.rows.get(key);
    const place = this.#columns.placeOf(row.source, row.identity);
    if (!current && place === undefined) {
      changes.rows.set(key, row);
      changes.raws.set(key, { key, raw: entry.rawText });
      return row.parsed ? 'stored' : 'unparsed';
    }
    const saysTheSame = current
      ? current.contentHash === row.contentHash
      : this.#columns.says(place as number, row.contentHash);
    if (saysTheSame) return 'duplicates';
    const known = current ?? (await this.#database.events.get(key));
    if (!known) throw new Error(`The row of ${key} is missing though its columns are there.`);
    if (await this.#hasVersion(row, changes)) return 'duplicates';
    const counted = { versions: known.versions + 1 };
    if (isNewer(row, known)) {
      const raw = changes.raws.get(key) ?? (await this.#database.raws.get(key));
      changes.versions.push(versionOf(known, raw?.raw ?? ''));
      changes.rows.set(key, { ...row, ...counted });
      changes.raws.set(key, { key, raw: entry.rawText });
    } else {
      changes.versions.push(versionOf(row, entry.rawText));
      changes.rows.set(key, { ...known, ...counted });
    }
    return 'versions';
  }

  async #hasVersion({ key, contentHash }: EventRow, changes: Changes): Promise<boolean> {
    if (changes.versions.some((version) => version.key === key && version.contentHash === contentHash))
      return true;
    return (await this.#database.versions.get([key, contentHash])) !== undefined;
  }

  async #commit({ rows, raws, versions }: Changes): Promise<void> {
    const { events, raws: rawTable, versions: versionTable } = this.#database;
    await this.#database.transaction('rw', events, rawTable, versionTable, async () => {
      await Promise.all([
        events.bulkPut([...rows.values()]),
        rawTable.bulkPut([...raws.values()]),
        versionTable.bulkPut(versions),
      ]);
    });
    for (const row of rows.values()) this.#columns.put(row);
  }

  async look(question: Look): Promise<LookAnswer> {
    const startedAt = performance.now();
    const { selection, ...counted } = scan(this.#columns, question);
    this.#selection = selection;
    this.#answer += 1;
    return {
      id: this.#answer,
      matched: selection.length,
      total: this.#columns.size,
      unparsed: this.#columns.unparsedCount,
      anchors: question.anchors.map((key) => selection.indexOf(this.#placeOfKey(key) ?? -1)),
      ...counted,
      took: performance.now() - startedAt,
    };
  }

  async rows(answer: number, from: number, to: number): Promise<EventRow[]> {
    if (answer !== this.#answer) return [];
    const keys = Array.from(this.#selection.subarray(from, to), (place) => this.#columns.keyAt(place));
    const rows = await this.#database.events.bulkGet(keys);
    return rows.filter((row) => row !== undefined);
  }

  #placeOfKey(key: string): number | undefined {
    return key === '' ? undefined : this.#columns.placeOf(...partsOf(key));
  }

  async event(key: string): Promise<StoredEvent | undefined> {
    const [row, raw, earlier] = await Promise.all([
      this.#database.events.get(key),
      this.#database.raws.get(key),
      this.#database.versions.where('key').equals(key).toArray(),
    ]);
    if (!row || !raw) return undefined;
    const versions = [versionOf(row, raw.raw), ...earlier.sort((a, b) => (isNewer(a, b) ? -1 : 1))];
    return { row, versions: versions.map(({ key: _, ...version }) => version) };
  }

  async counts(): Promise<StoreCounts> {
    const { gone, length, source, sources } = this.#columns;
    const counts = sources.map(() => 0);
    for (let place = 0; place < length; place++) {
      if (gone[place] === 1) continue;
      const code = source[place] as number;
      counts[code] = (counts[code] ?? 0) + 1;
    }
    const bySource = Object.fromEntries(sources.map(({ id }, code) => [id, counts[code] ?? 0]));
    return { total: this.#columns.size, unparsed: this.#columns.unparsedCount, bySource };
  }

  async timeOfOldest(share: number): Promise<number | undefined> {
    const stored = this.#columns.order().filter((place) => this.#columns.gone[place] === 0);
    const place = stored[Math.floor((stored.length - 1) * (1 - share))];
    return place === undefined ? undefined : this.#columns.time[place];
  }

  removeBefore(time: number): Promise<number> {
    return this.#removeChunks(() =>
      this.#database.events.where('time').below(time).limit(chunk).primaryKeys(),
    );
  }

  removeSource(source: string): Promise<number> {
    return this.#removeChunks(() =>
      this.#database.events.where('source').equals(source).limit(chunk).primaryKeys(),
    );
  }

  /** Removes in pieces, so that a batch that arrives meanwhile waits for one piece at most. */
  async #removeChunks(next: () => Promise<string[]>): Promise<number> {
    const { events, raws, versions } = this.#database;
    let removed = 0;
    for (;;) {
      const keys = await next();
      if (keys.length === 0) return removed;
      await this.#database.transaction('rw', events, raws, versions, async () => {
        await Promise.all([
          events.bulkDelete(keys),
          raws.bulkDelete(keys),
          versions.where('key').anyOf(keys).delete(),
        ]);
      });
      for (const key of keys) this.#columns.remove(...partsOf(key));
      removed += keys.length;
    }
  }
}
