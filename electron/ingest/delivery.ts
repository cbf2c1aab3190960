import type { BatchNotice, BatchOutcome } from '../../shared/journal-batch.ts';
import type { Archive } from './archive.ts';
import type { BatchFile } from './batch-file.ts';
import type { Journal } from './journal.ts';

export interface DeliveryOptions {
  journal: Journal;
  archive: Pick<Archive, 'append'>;
  /** Whether acknowledged batches are to be kept in the archive. */
  archives(): boolean;
  clock: { now(): number };
  /** Tells the renderer that a batch waits; it fetches the bytes from the app protocol itself. */
  announce(notice: BatchNotice): void;
  /** Told when a batch leaves the journal without being archived. */
  onUnarchived?(): void;
  /** Told when the store has committed a batch. */
  onStored(batch: BatchFile, outcome: BatchOutcome): void;
  /** Told when a batch cannot be read; its window has to be fetched again. */
  onDamaged(batch: BatchFile, reason: string): void;
  /** Told when a stored batch cannot be archived: it stays in the journal and is tried again. */
  onNotArchived(batch: BatchFile, error: unknown): void;
}

function noticeOf({ source, seq, lane, events }: BatchFile): BatchNotice {
  return { source, seq, lane, events };
}

/**
 * Hands batches to the store, at least once each: a batch stays in the journal until it is acknowledged and
 * archived, and a renderer that starts anew is told of all that wait. The store is idempotent, so twice does no harm.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  /** Stored, but not archived yet; nothing is announced of them again. */
  readonly #unarchived = new Map<number, BatchFile>();
  #archiving: Promise<void> = Promise.resolve();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** A batch has become durable. */
  offer(batch: BatchFile): void {
    this.#options.announce(noticeOf(batch));
  }

  /** The renderer has started: everything that waits, oldest first. */
  waiting(): BatchNotice[] {
    const { journal } = this.#options;
    return journal
      .waiting()
      .filter(({ seq }) => !this.#unarchived.has(seq))
      .map(noticeOf);
  }

  /** The store has committed a batch. One that is gone was acknowledged before. */
  async acknowledge(source: string, seq: number, outcome: BatchOutcome): Promise<void> {
    const batch = this.#options.journal.find(source, seq);
    if (!batch || this.#unarchived.has(seq)) return;
    this.#unarchived.set(seq, batch);
    this.#options.onStored(batch, outcome);
    await this.archiveStored();
  }

  /** Moves what is stored from the journal to the archive, oldest first; what fails is tried again the next time. */
  archiveStored(): Promise<void> {
    this.#archiving = this.#archiving.then(() => this.#archiveAll());
    return this.#archiving;
  }

  async #archiveAll(): Promise<void> {
    for (const batch of [...this.#unarchived.values()].sort((a, b) => a.seq - b.seq)) {
      try {
        await this.#archive(batch);
        this.#unarchived.delete(batch.seq);
      } catch (error) {
        this.#options.onNotArchived(batch, error);
        return;
      }
    }
  }

  async #archive(batch: BatchFile): Promise<void> {
    const { archive, archives, clock, journal, onUnarchived } = this.#options;
    if (!archives()) onUnarchived?.();
    else await archive.append(batch.source, clock.now(), await journal.readWhole(batch));
    await journal.remove(batch);
  }

  /** The store could not read a batch: it is put aside, and its window is read again. */
  async reportDamage(source: string, seq: number, reason: string): Promise<void> {
    const batch = this.#options.journal.find(source, seq);
    if (!batch) return;
    await this.#options.journal.quarantine(batch);
    this.#options.onDamaged(batch, reason);
  }
}
