import { createReadStream, type ReadStream } from 'node:fs';
import { appendFile, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceIdSchema } from '../../shared/source.ts';
import { syncFolder } from './batch-writer.ts';

const filePattern = /^(\d{4}-\d{2}-\d{2})\.ndjson\.gz$/;

/** A day of a source: all that was fetched on it (UTC). */
export interface ArchiveDay {
  source: string;
  /** `2026-11-24`. */
  day: string;
  bytes: number;
}

/** The day, UTC, of an instant in ms. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/**
 * What the store has acknowledged, kept as gzip'd NDJSON files of a day each, so that the browser's database can be
 * rebuilt from them and other tools can read them. A batch is appended as it lies in the journal: a gzip file may
 * consist of several members one behind the other (RFC 1952, section 2.2).
 */
export class Archive {
  readonly #folder: string;
  #bytes = 0;
  /** Appends go one after another: two at once could mingle their bytes in one file. */
  #turn: Promise<void> = Promise.resolve();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws what the disk says */
  static async open(folder: string): Promise<Archive> {
    const archive = new Archive(folder);
    await mkdir(folder, { recursive: true });
    for (const { bytes } of await archive.days()) archive.#bytes += bytes;
    return archive;
  }

  /** Size of all days together. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Appends a batch to the day it was fetched on; durable when it answers. After a crash in between a batch may be
   * there twice, or cut short before a whole one: both are told apart when it is read.
   * @param batch the gzip'd bytes of the batch
   * @throws what the disk says
   */
  append(source: string, fetchedAt: number, batch: Uint8Array): Promise<void> {
    const appended = this.#turn.then(() => this.#append(source, fetchedAt, batch));
    this.#turn = appended.catch(() => undefined);
    return appended;
  }

  async #append(source: string, fetchedAt: number, batch: Uint8Array): Promise<void> {
    const folder = join(this.#folder, source);
    const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
    const handle = await open(join(folder, `${dayOf(fetchedAt)}.ndjson.gz`), 'a');
    try {
      await appendFile(handle, batch);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(folder);
    if (isNew) await syncFolder(this.#folder);
    this.#bytes += batch.length;
  }

  /** All days there are, oldest first. */
  async days(): Promise<ArchiveDay[]> {
    const found: ArchiveDay[] = [];
    for (const source of await readdir(this.#folder)) {
      if (!sourceIdSchema.safeParse(source).success) continue;
      for (const name of await readdir(join(this.#folder, source))) {
        const day = filePattern.exec(name)?.[1];
        if (day) found.push({ source, day, bytes: (await stat(join(this.#folder, source, name))).size });
      }
    }
    return found.sort((a, b) => a.day.localeCompare(b.day) || a.source.localeCompare(b.source));
  }

  /** A day's bytes as they lie on disk. */
  read(source: string, day: string): ReadStream {
    return createReadStream(this.#pathOf(source, day));
  }

  /** Removes the days before a day; answers how many bytes that freed. */
  async removeBefore(day: string): Promise<number> {
    const old = (await this.days()).filter((one) => one.day < day);
    for (const one of old) await rm(this.#pathOf(one.source, one.day), { force: true });
    const freed = old.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#bytes -= freed;
    return freed;
  }

  async removeSource(source: string): Promise<void> {
    for (const one of await this.days()) if (one.source === source) this.#bytes -= one.bytes;
    await rm(join(this.#folder, source), { recursive: true, force: true });
  }

  #pathOf(source: string, day: string): string {
    return join(this.#folder, source, `${day}.ndjson.gz`);
  }
}
