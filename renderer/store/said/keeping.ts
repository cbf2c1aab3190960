import type { Table } from 'dexie';
import type { Said } from '../../../shared/said/said.ts';
import type { Database } from '../database.ts';
import { Turns } from '../segments/turns.ts';
import type { SaidRecord } from './record.ts';

/** Something to be kept: what is said from now on, and what was said before, which is put back where that fails. */
export interface ToKeep {
  said: readonly Said[];
  before: readonly Said[];
}

/**
 * Keeps what analysts say twice: in the record beside the database first, then in the database, with a mark that
 * tells how far the record was. One after the other, so that the mark tells of all that came before it.
 */
export class Keeping {
  readonly #database: Database;
  readonly #record: SaidRecord | undefined;
  readonly #turns = new Turns();

  /** @param record none where the database is not the app's */
  constructor(database: Database, record?: SaidRecord) {
    this.#database = database;
    this.#record = record;
  }

  /** Keeps something, durably in both places before it answers. @throws what either says: then it was not said */
  keep({ said, before }: ToKeep, tables: readonly Table[], write: () => Promise<unknown>): Promise<void> {
    return this.#turns.run(async () => {
      const mark = said.length > 0 ? await this.#record?.keep(said) : undefined;
      try {
        await this.#database.transaction('rw', [...tables, this.#database.meta], async () => {
          await write();
          if (mark) await this.#database.setMark(mark);
        });
      } catch (error) {
        // What cannot be put back either is taken for said at the next start.
        if (mark) await this.#record?.keep(before).catch(() => undefined);
        throw error;
      }
    });
  }
}
