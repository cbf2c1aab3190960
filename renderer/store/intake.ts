import { type BatchNotice, type BatchOutcome, batchPath } from '../../shared/journal-batch.ts';
import { DamagedBatch, readBatch } from './batch-reader.ts';
import type { EventStore } from './event-store.ts';

/** Entries committed in one transaction: enough to be fast, few enough to keep looks answered in between. */
const groupSize = 1000;

/** How long to wait before a store that refused is tried again, ms. */
const retryAfter = 15_000;

export interface IntakeOptions {
  store: Pick<EventStore, 'append'>;
  /** Fetches a batch's bytes from the app protocol. */
  fetchBatch(path: string): Promise<Response>;
  wait(ms: number): Promise<void>;
  /** The batch is committed; main may let go of it. */
  acknowledge(notice: BatchNotice, outcome: BatchOutcome): void;
  /** The batch's bytes are not what was written. */
  damaged(notice: BatchNotice, reason: string): void;
  /** The store refuses, in the words of the browser; null once it works again. */
  trouble(reason: unknown): void;
  /** Something new is stored. */
  changed(): void;
}

/** Takes batches from the journal into the store, one after another in the order they were announced. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #known = new Set<string>();
  #last: Promise<void> = Promise.resolve();
  #troubled = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Takes a batch when those before it are done. One that waits already is not taken twice. */
  take(notice: BatchNotice): Promise<void> {
    const name = batchPath(notice.source, notice.seq);
    if (!this.#known.has(name)) {
      this.#known.add(name);
      this.#last = this.#last.then(() => this.#untilStored(notice)).finally(() => this.#known.delete(name));
    }
    return this.#last;
  }

  async #untilStored(notice: BatchNotice): Promise<void> {
    for (;;) {
      try {
        const outcome = await this.#store(notice);
        if (this.#troubled) this.#options.trouble(null);
        this.#troubled = false;
        if (outcome) this.#options.acknowledge(notice, outcome);
        return;
      } catch (error) {
        if (error instanceof DamagedBatch) {
          this.#options.damaged(notice, error.message);
          return;
        }
        // The batch stays in the journal, and is tried again until the store takes it.
        this.#troubled = true;
        this.#options.trouble(error);
        await this.#options.wait(retryAfter);
      }
    }
  }

  async #store(notice: BatchNotice): Promise<BatchOutcome | undefined> {
    const response = await this.#options.fetchBatch(batchPath(notice.source, notice.seq));
    // It was acknowledged before: the notice came from a start that this page does not remember.
    if (response.status === 404) return undefined;
    if (!response.ok || !response.body) throw new Error(`The journal answered ${response.status}.`);
    const total: BatchOutcome = { stored: 0, duplicates: 0, versions: 0, unparsed: 0 };
    const unpacked = response.body.pipeThrough(new DecompressionStream('gzip'));
    for await (const { head, entries } of readBatch(unpacked, groupSize)) {
      const outcome = await this.#options.store.append(
        entries.map((entry) => ({ ...entry, source: head.source, fetchedAt: head.fetchedAt })),
      );
      for (const name of Object.keys(total) as (keyof BatchOutcome)[]) total[name] += outcome[name];
      if (outcome.duplicates < entries.length) this.#options.changed();
    }
    return total;
  }
}
