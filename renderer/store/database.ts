import { Dexie, type Table } from 'dexie';
import type { EventRow } from './event-row.ts';

/** The raw text of an event's newest version. */
export interface RawRow {
  key: string;
  raw: string;
}

/** An earlier version of an event. */
export interface VersionRow {
  key: string;
  contentHash: string;
  created: number;
  fetchedAt: number;
  raw: string;
}

/** A fact about the database itself. */
export interface MetaRow {
  name: 'id';
  value: string;
}

/** The browser's database: rows for looking, raw texts for reading, earlier versions for history. */
export class Database extends Dexie {
  declare readonly events: Table<EventRow, string>;
  declare readonly raws: Table<RawRow, string>;
  declare readonly versions: Table<VersionRow, [string, string]>;
  declare readonly meta: Table<MetaRow, string>;

  constructor(name = 'lurescope') {
    // Strict: a commit is answered when it is on disk, since the journal lets go of a batch upon it.
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      events: 'key, time, source',
      raws: 'key',
      versions: '[key+contentHash], key',
    });
    this.version(2).stores({ meta: 'name' });
  }

  /** The name this database got when it was made: one that was lost and made anew has another. */
  async id(): Promise<string> {
    return this.transaction('rw', this.meta, async () => {
      const known = await this.meta.get('id');
      if (known) return known.value;
      const value = crypto.randomUUID();
      await this.meta.put({ name: 'id', value });
      return value;
    });
  }
}
