import type { BatchNotice, BatchOutcome } from '../../shared/journal-batch.ts';
import type { BatchFile } from './batch-file.ts';
import type { Journal } from './journal.ts';

export interface DeliveryOptions {
  journal: Journal;
  /** Tells the renderer that a batch waits; it fetches the bytes from the app protocol itself. */
  announce(notice: BatchNotice): void;
  /** Told when the store has committed a batch. */
  onStored(batch: BatchFile, outcome: BatchOutcome): void;
  /** Told when a batch cannot be read; its window has to be fetched again. */
  onDamaged(batch: BatchFile, reason: string): void;
}

function noticeOf({ source, seq, lane, events }: BatchFile): BatchNotice {
  return { source, seq, lane, events };
}

/**
 * Hands batches to the store, at least once each: a batch stays in the journal until it is acknowledged, and a
 * renderer that starts anew is told of all that wait. The store is idempotent, so twice does no harm.
 */
export class Delivery {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** A batch has become durable. */
  offer(batch: BatchFile): void {
    this.#options.announce(noticeOf(batch));
  }

  /** The renderer has started: everything that waits, oldest first. */
  waiting(): BatchNotice[] {
    return this.#options.journal.waiting().map(noticeOf);
  }

  /** The store has committed a batch. One that is gone was acknowledged before. */
  async acknowledge(source: string, seq: number, outcome: BatchOutcome): Promise<void> {
    const batch = this.#options.journal.find(source, seq);
    if (!batch) return;
    await this.#options.journal.remove(batch);
    this.#options.onStored(batch, outcome);
  }

  /** The store could not read a batch: it is put aside, and its window is read again. */
  async reportDamage(source: string, seq: number, reason: string): Promise<void> {
    const batch = this.#options.journal.find(source, seq);
    if (!batch) return;
    await this.#options.journal.quarantine(batch);
    this.#options.onDamaged(batch, reason);
  }
}
