import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import ElectronStore from 'electron-store';
import type { z } from 'zod';
import { sweepHalfWritten } from './half-written.ts';

/** One JSON file with one typed value, held in memory and written through. */
export interface Document<T> {
  get(): T;
  /** Replaces the value on disk, atomically, before it answers. @throws what the disk says */
  set(value: T): void;
  /**
   * Takes the value whether or not the disk does: for what the app has to go on from in any case, and what a later
   * write makes good. @throws what the disk says
   */
  remember(value: T): void;
  /** Deletes the file; the value is gone with it. */
  remove(): void;
}

export interface DocumentOptions<S extends z.ZodType> {
  folder: string;
  /** File name without `.json`. */
  name: string;
  /** What lies on disk is read through this once; its defaults fill a file that is not there yet. */
  schema: S;
  /** What an absent or damaged file stands for. */
  initial: z.output<S>;
  /** Told when a file could not be read and was put aside under another name. */
  onDamaged(name: string, aside: string, reason: string): void;
}

/**
 * Opens a document. A file that cannot be read is never overwritten: it is renamed, reported, and the initial
 * value stands in its place.
 */
export function openDocument<S extends z.ZodType>(options: DocumentOptions<S>): Document<z.output<S>> {
  const { folder, name, schema, initial } = options;
  let value: z.output<S>;
  let store: ElectronStore<Record<string, unknown>>;
  try {
    sweepHalfWritten(folder, name);
    store = new ElectronStore({ cwd: folder, name });
    value = 'value' in store.store ? schema.parse(store.store.value) : initial;
  } catch (error) {
    const path = join(folder, `${name}.json`);
    // Where nothing lies there, the folder itself is the trouble, and the caller has to hear of it.
    if (!existsSync(path)) throw error;
    const aside = join(folder, `${name}.damaged-${Date.now()}.json`);
    renameSync(path, aside);
    options.onDamaged(name, aside, error instanceof Error ? error.message : String(error));
    store = new ElectronStore({ cwd: folder, name });
    value = initial;
  }
  return {
    get: () => value,
    set(next) {
      store.store = { value: next };
      value = next;
    },
    remember(next) {
      value = next;
      store.store = { value: next };
    },
    remove() {
      rmSync(join(folder, `${name}.json`), { force: true });
    },
  };
}
