import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceIdSchema } from '../../shared/source.ts';
import { errorCode } from '../error-code.ts';
import { type BatchFile, batchFileName, parseBatchFileName } from './batch-file.ts';
import { syncFolder } from './batch-writer.ts';
import { OpenWindow, type WindowFacts } from './open-window.ts';
import { Sequence } from './sequence.ts';

export interface JournalOptions {
  /** Holds a folder for each source. */
  folder: string;
  /** Where damaged batches are put aside. */
  quarantineFolder: string;
  /** Polling pauses while the journal is larger than this, bytes. */
  limit: number;
  /** Where the sequence is remembered. */
  sequence: { get(): { next: number }; set(value: { next: number }): void };
}

/**
 * What has been received and not yet stored: batches of a window each, durable before the cursor moves, taken out
 * only after the store has acknowledged them.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #batches = new Map<number, BatchFile>();
  readonly #sequence: Sequence;
  #temporaries = 0;

  private constructor(options: JournalOptions, found: readonly BatchFile[]) {
    this.#options = options;
    for (const batch of found) this.#batches.set(batch.seq, batch);
    this.#sequence = new Sequence(options.sequence, Math.max(0, ...this.#batches.keys()) + 1);
  }

  /** Reads what lies in the folder, removing what a crash left half written. @throws what the disk says */
  static async open(options: JournalOptions): Promise<Journal> {
    await mkdir(options.folder, { recursive: true });
    const found: BatchFile[] = [];
    for (const source of await readdir(options.folder)) {
      if (sourceIdSchema.safeParse(source).success) found.push(...(await scan(options.folder, source)));
    }
    return new Journal(options, found);
  }

  /** Opens a window; several can be open at once. */
  async begin(facts: WindowFacts): Promise<OpenWindow> {
    const folder = join(this.#options.folder, facts.source);
    await mkdir(folder, { recursive: true });
    return new OpenWindow({
      ...facts,
      folder,
      temporary: () => join(folder, `${++this.#temporaries}-${process.pid}.tmp`),
      sequence: () => this.#sequence.take(),
      onPublished: (batch) => this.#batches.set(batch.seq, batch),
    });
  }

  /** Batches that wait for the store, oldest first. */
  waiting(source?: string): BatchFile[] {
    return [...this.#batches.values()]
      .filter((batch) => source === undefined || batch.source === source)
      .sort((a, b) => a.seq - b.seq);
  }

  size(source?: string): { batches: number; bytes: number } {
    const batches = this.waiting(source);
    return { batches: batches.length, bytes: batches.reduce((sum, batch) => sum + batch.bytes, 0) };
  }

  get isFull(): boolean {
    return this.size().bytes >= this.#options.limit;
  }

  find(source: string, seq: number): BatchFile | undefined {
    const batch = this.#batches.get(seq);
    return batch?.source === source ? batch : undefined;
  }

  /** A batch's bytes as they lie on disk: gzip'd NDJSON. */
  read(batch: BatchFile): ReadStream {
    return createReadStream(this.#pathOf(batch));
  }

  /** The same, whole. @throws what the disk says */
  readWhole(batch: BatchFile): Promise<Buffer> {
    return readFile(this.#pathOf(batch));
  }

  /** Takes a batch out, after the store has acknowledged it. */
  async remove(batch: BatchFile): Promise<void> {
    await rm(this.#pathOf(batch), { force: true });
    this.#batches.delete(batch.seq);
  }

  /** Puts a damaged batch aside; its window has to be read again. */
  async quarantine(batch: BatchFile): Promise<void> {
    await mkdir(this.#options.quarantineFolder, { recursive: true });
    const aside = join(this.#options.quarantineFolder, `${batch.source}.${batchFileName(batch)}`);
    try {
      await rename(this.#pathOf(batch), aside);
      await syncFolder(this.#options.quarantineFolder);
    } catch (error) {
      // A file that is gone is as damaged as can be: its window has to be read again all the same.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
    this.#batches.delete(batch.seq);
  }

  /** Forgets a source's batches, when the source is deleted. */
  async removeSource(source: string): Promise<void> {
    for (const batch of this.waiting(source)) this.#batches.delete(batch.seq);
    await rm(join(this.#options.folder, source), { recursive: true, force: true });
  }

  #pathOf(batch: BatchFile): string {
    return join(this.#options.folder, batch.source, batchFileName(batch));
  }
}

async function scan(folder: string, source: string): Promise<BatchFile[]> {
  const found: BatchFile[] = [];
  for (const name of await readdir(join(folder, source))) {
    const path = join(folder, source, name);
    const batch = parseBatchFileName(source, name, (await stat(path)).size);
    if (batch) found.push(batch);
    else if (name.endsWith('.tmp')) await rm(path, { force: true });
  }
  return found;
}
