import { z } from 'zod';
import {
  type ImportCounts,
  type Imported,
  importedSchema,
  type NewImport,
  noCounts,
} from '../../shared/imports.ts';
import type { Archive } from '../ingest/archive.ts';
import type { Document } from '../sources/document.ts';

export const importsSchema = z.array(importedSchema);

export interface ImportsOptions {
  document: Document<Imported[]>;
  archive: Pick<Archive, 'append' | 'removeSource'>;
  /** Whether what is stored is kept as files too. */
  archives(): boolean;
  /** Told when imported events are in the browser's database alone. */
  onUnarchived(): void;
  clock: { now(): number };
  newId(): string;
  onChange(imports: Imported[]): void;
}

/** The imports there are, and the copies of their events in the archive, from which a lost database is rebuilt. */
export class Imports {
  readonly #options: ImportsOptions;

  constructor(options: ImportsOptions) {
    this.#options = options;
  }

  list(): Imported[] {
    return this.#options.document.get();
  }

  /** Begins an import: until it is finished it is one that is undone at the next start. */
  begin(start: NewImport): Imported {
    const { clock, newId } = this.#options;
    const begun: Imported = { ...start, id: newId(), at: clock.now(), state: 'running', counts: noCounts };
    this.#set([...this.list(), begun]);
    return begun;
  }

  /** Says that all of an import is stored. */
  finish(id: string, counts: ImportCounts): void {
    this.#change(id, { state: 'done', counts });
  }

  rename(id: string, name: string): void {
    this.#change(id, { name });
  }

  /** Forgets an import and the archive's copy of it; its events have been removed from the store before. */
  async remove(id: string): Promise<void> {
    if (!this.list().some((one) => one.id === id)) return;
    await this.#options.archive.removeSource(id);
    this.#set(this.list().filter((one) => one.id !== id));
  }

  /** Keeps a batch of events that are stored, for a rebuild. @throws what the disk says */
  async keep(source: string, batch: Uint8Array): Promise<void> {
    const { archive, archives, clock, onUnarchived } = this.#options;
    if (archives()) await archive.append(source, clock.now(), batch);
    else onUnarchived();
  }

  #change(id: string, part: Partial<Imported>): void {
    this.#set(this.list().map((one) => (one.id === id ? { ...one, ...part } : one)));
  }

  #set(imports: Imported[]): void {
    this.#options.document.set(imports);
    this.#options.onChange(imports);
  }
}
