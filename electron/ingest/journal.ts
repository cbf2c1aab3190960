import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventKind } from '../../shared/event/kinds.ts';
import { journalVersion, type Lane } from '../../shared/journal-batch.ts';
import { type Interval, sourceIdSchema } from '../../shared/source.ts';
import { type BatchFile, batchFileName, parseBatchFileName } from './batch-file.ts';
import { BatchWriter, syncFolder } from './batch-writer.ts';

export interface JournalOptions {
  /** Holds a folder for each source. */
  folder: string;
  /** Where damaged batches are put aside. */
  quarantineFolder: string;
  /** Polling pauses while the journal is larger than this, bytes. */
  limit: number;
}

/** A window on its way into the journal. */
export interface OpenBatch {
  readonly events: number;
  entry(kind: EventKind, text: string, valid: boolean): undefined | Promise<void>;
  /** Makes the batch durable. Answers undefined for a window without events, which leaves no file. */
  commit(queryEndTime: number | null): Promise<BatchFile | undefined>;
  discard(): Promise<void>;
}

/**
 * What has been received and not yet stored: one file for each window, durable before the cursor moves, removed
 * only after the store has acknowledged it.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #batches = new Map<number, BatchFile>();
  #nextSeq = 1;
  #openBatches = 0;

  private constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Reads what lies in the folder, removing what a crash left half written. @throws what the disk says */
  static async open(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    await mkdir(options.folder, { recursive: true });
    for (const source of await readdir(options.folder)) {
      if (sourceIdSchema.safeParse(source).success) await journal.#scan(source);
    }
    return journal;
  }

  async #scan(source: string): Promise<void> {
    const folder = join(this.#options.folder, source);
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const batch = parseBatchFileName(source, name, (await stat(path)).size);
      if (batch) {
        this.#batches.set(batch.seq, batch);
        this.#nextSeq = Math.max(this.#nextSeq, batch.seq + 1);
      } else if (name.endsWith('.tmp')) {
        await rm(path, { force: true });
      }
    }
  }

  /** Opens a batch for a window; several can be open at once. */
  async begin(facts: {
    source: string;
    lane: Lane;
    window: Interval;
    fetchedAt: number;
  }): Promise<OpenBatch> {
    const { source, lane, window } = facts;
    const folder = join(this.#options.folder, source);
    await mkdir(folder, { recursive: true });
    this.#openBatches += 1;
    const temporary = join(folder, `${this.#openBatches}-${process.pid}.tmp`);
    const head = { v: journalVersion, source, lane, ...window, fetchedAt: facts.fetchedAt } as const;
    const writer = new BatchWriter(temporary, head);
    return {
      get events() {
        return writer.events;
      },
      entry: (kind, text, valid) => writer.entry(kind, text, valid),
      discard: () => writer.discard(),
      commit: async (queryEndTime) => {
        if (writer.events === 0) {
          await writer.discard();
          return undefined;
        }
        const seq = this.#nextSeq++;
        const batch = { source, seq, lane, window, events: writer.events };
        const path = join(folder, batchFileName(batch));
        const bytes = await writer.commit(path, { queryEndTime });
        const file = { ...batch, bytes };
        this.#batches.set(seq, file);
        return file;
      },
    };
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
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
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
