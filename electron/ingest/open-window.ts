import { join } from 'node:path';
import type { EventKind } from '../../shared/event/kinds.ts';
import { type BatchHead, journalVersion, type Lane } from '../../shared/journal-batch.ts';
import type { Interval } from '../../shared/source.ts';
import type { EntrySink } from '../proofpoint/siem-client.ts';
import { type BatchFile, batchFileName } from './batch-file.ts';
import { BatchWriter, syncFolder } from './batch-writer.ts';

/** A window's events go on in a next batch when one has taken so many characters: what holds one stays small. */
const largestBatch = 16 * 1024 * 1024;

export interface WindowFacts {
  source: string;
  lane: Lane;
  window: Interval;
  fetchedAt: number;
}

export interface OpenWindowOptions extends WindowFacts {
  /** The source's folder in the journal. */
  folder: string;
  /** A temporary path that nobody else uses. */
  temporary(): string;
  /** The next sequence number. */
  sequence(): number;
  /** A batch lies in the journal now. */
  onPublished(batch: BatchFile): void;
}

/** A window on its way into the journal: all of it becomes durable, as one batch or several, or none of it. */
export class OpenWindow implements EntrySink {
  readonly #options: OpenWindowOptions;
  readonly #head: BatchHead;
  /** Batches that are full; their files are finished when their promise resolves. */
  readonly #full: { writer: BatchWriter; finished: Promise<void> }[] = [];
  #writer: BatchWriter | undefined;

  constructor(options: OpenWindowOptions) {
    this.#options = options;
    const { source, lane, window, fetchedAt } = options;
    this.#head = { v: journalVersion, source, lane, ...window, fetchedAt };
  }

  entry(kind: EventKind, text: string, valid: boolean): undefined | Promise<void> {
    if (this.#writer && this.#writer.length >= largestBatch) {
      const finished = this.#writer.finish({ queryEndTime: null });
      // Its failure is told by commit, which waits for it.
      finished.catch(() => undefined);
      this.#full.push({ writer: this.#writer, finished });
      this.#writer = undefined;
    }
    this.#writer ??= new BatchWriter(this.#options.temporary(), this.#head);
    return this.#writer.entry(kind, text, valid);
  }

  /** Makes the window durable; answers its batches, none for a window without events. @throws what the disk says */
  async commit(queryEndTime: number | null): Promise<BatchFile[]> {
    for (const { finished } of this.#full) await finished;
    await this.#writer?.finish({ queryEndTime });
    const writers = [...this.#full.map(({ writer }) => writer), ...(this.#writer ? [this.#writer] : [])];
    if (writers.length === 0) return [];
    const { folder, source, lane, window } = this.#options;
    const batches: BatchFile[] = [];
    for (const writer of writers) {
      const batch = { source, seq: this.#options.sequence(), lane, window, events: writer.events };
      const bytes = await writer.publish(join(folder, batchFileName(batch)));
      batches.push({ ...batch, bytes });
    }
    await syncFolder(folder);
    for (const batch of batches) this.#options.onPublished(batch);
    return batches;
  }

  /** Leaves nothing behind of what was not published. */
  async discard(): Promise<void> {
    for (const { writer } of this.#full) await writer.discard();
    await this.#writer?.discard();
  }
}
