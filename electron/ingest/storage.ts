import { z } from 'zod';
import { type ArchiveDay, type Removal, removalSchema, type StorageStatus } from '../../shared/storage.ts';
import type { SaidRecord } from '../said/said-record.ts';
import { type Archive, dayOf } from './archive.ts';
import type { Journal } from './journal.ts';

/** Removals that are remembered, the latest first. */
const rememberedRemovals = 20;

export const storeRecordSchema = z.object({
  /** The database that holds everything, or null before the first. */
  id: z.string().nullable().default(null),
  /** Whether it holds events that the archive does not, since the archive was off for a while. */
  unarchived: z.boolean().default(false),
  removals: z.array(removalSchema).default([]),
});

export type StoreRecord = z.infer<typeof storeRecordSchema>;

export interface StorageOptions {
  archive: Archive;
  journal: Journal;
  /** What analysts said of events. */
  said: Pick<SaidRecord, 'bytes' | 'damaged'>;
  record: { get(): StoreRecord; set(value: StoreRecord): void };
  /** Moves the files of the browser's database out of the way; answers where they lie then. */
  putDatabaseAside(): Promise<string>;
  log(level: 'info' | 'warn', message: string, facts?: Record<string, unknown>): void;
}

/** Keeps track of which database holds the events, and of what lies beside it on disk. */
export class Storage {
  readonly #options: StorageOptions;
  #putAside = false;

  constructor(options: StorageOptions) {
    this.#options = options;
  }

  /** What a database has to be rebuilt from: nothing where it is the one that was filled before. */
  async opened(id: string): Promise<ArchiveDay[]> {
    const { archive, log, record } = this.#options;
    if (record.get().id === id) return [];
    const days = await archive.days();
    if (days.length === 0) this.#filled(id);
    else
      log('warn', 'the event store is another than before: rebuilding it from the archive', {
        days: days.length,
      });
    return days;
  }

  /** A batch is in the database alone. */
  unarchived(): void {
    const { record } = this.#options;
    if (!record.get().unarchived) record.set({ ...record.get(), unarchived: true });
  }

  /**
   * The database cannot be opened. Where the archive holds all that was in it, it makes way for a new one, at most
   * once a start; answers whether it did.
   */
  async unreadable(): Promise<boolean> {
    const { archive, log, putDatabaseAside, record } = this.#options;
    const { id, unarchived } = record.get();
    if (this.#putAside || id === null || unarchived || (await archive.days()).length === 0) return false;
    this.#putAside = true;
    try {
      const aside = await putDatabaseAside();
      log('warn', 'the event store could not be opened and was put aside: the archive holds all of it', {
        aside,
      });
      return true;
    } catch (error) {
      log('warn', 'the event store can neither be opened nor put aside', { reason: String(error) });
      return false;
    }
  }

  archived(): Promise<ArchiveDay[]> {
    return this.#options.archive.days();
  }

  /** A database holds everything that was archived. */
  rebuilt(id: string): void {
    this.#options.log('info', 'the event store holds all of the archive again');
    this.#filled(id);
  }

  #filled(id: string): void {
    const { record } = this.#options;
    const { id: before, unarchived } = record.get();
    // What the archive does not hold went with the database that held it.
    record.set({ ...record.get(), id, unarchived: unarchived && id === before });
  }

  /** Retention removed events from the store: the archive follows, day by day. */
  async removed(removal: Removal): Promise<void> {
    const { archive, log, record } = this.#options;
    const removals = [removal, ...record.get().removals].slice(0, rememberedRemovals);
    record.set({ ...record.get(), removals });
    // A day of the archive may hold events that occurred later than it was fetched on by no more than clocks differ.
    const freed = await archive.removeBefore(dayOf(removal.before));
    log('info', 'retention removed events', { ...removal, archiveBytes: freed });
  }

  /** Everything was wiped: what was remembered of it goes too. The database itself stays, empty. */
  forget(): void {
    const { record } = this.#options;
    record.set({ ...record.get(), unarchived: false, removals: [] });
  }

  async status(): Promise<StorageStatus> {
    const { archive, journal, record, said } = this.#options;
    const days = await archive.days();
    return {
      archive: { bytes: archive.bytes, days: days.length, oldest: days[0]?.day ?? null },
      journal: journal.size(),
      said: { bytes: said.bytes, damaged: said.damaged },
      removals: record.get().removals,
    };
  }
}
