import { type BatchNotice, type BatchOutcome, batchPath } from '../../shared/journal-batch.ts';
import { type BatchEntry, DamagedBatch, readBatch } from './batch-reader.ts';
import type { EventStore } from './event-store.ts';

/** Entries committed in one transaction: enough to be fast, few enough to keep looks answered in between. */
const groupSize = 1000;

/** Groups under way at once: while one is written, the next is made ready. */
const mostFlights = 2;

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

/** A batch on its way: acknowledged when it has been read to its end and none of its entries waits. */
interface Underway {
  notice: BatchNotice;
  outcome: BatchOutcome;
  /** Whether all of its entries have been read. */
  ended: boolean;
  /** Entries that were read and are not committed yet. */
  pending: number;
}

interface Waiting extends BatchEntry {
  batch: Underway;
  source: string;
  fetchedAt: number;
}

/**
 * Takes batches from the journal into the store in the order they were announced. Small batches share a
 * transaction, since what a strict commit costs does not depend on how much is in it.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #queue = new Map<string, BatchNotice>();
  #underway: Underway[] = [];
  #waiting: Waiting[] = [];
  readonly #flights = new Set<Promise<void>>();
  #running: Promise<void> | undefined;
  #troubled = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Takes a batch when those before it are done. One that waits already is not taken twice. */
  take(notice: BatchNotice): void {
    this.#queue.set(batchPath(notice.source, notice.seq), notice);
    this.#start();
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      // One may have come between the last look at the queue and this.
      if (this.#queue.size > 0) this.#start();
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      const [next] = this.#queue;
      if (!next) {
        if (this.#underway.length === 0) return;
        await this.#commitAll();
        continue;
      }
      const [path, notice] = next;
      try {
        await this.#read(notice, path);
      } catch (error) {
        if (error instanceof DamagedBatch) {
          this.#forget(notice);
          this.#options.damaged(notice, error.message);
        } else {
          this.#forget(notice);
          // What was read before does not wait for this one.
          await this.#commitAll();
          await this.#refused(error);
          continue;
        }
      }
      this.#queue.delete(path);
    }
  }

  /** Reads a batch; what it holds is committed along with its neighbours. */
  async #read(notice: BatchNotice, path: string): Promise<void> {
    const response = await this.#options.fetchBatch(path);
    if (response.status !== 404 && !response.ok) throw new Error(`The journal answered ${response.status}.`);
    const bytes = await response.blob();
    // Where something is with the store, it is the store that says whether it works.
    if (this.#flights.size === 0) this.#recovered();
    // It was acknowledged before: the notice came from a start that this page does not remember.
    if (response.status === 404) return;
    const outcome: BatchOutcome = { stored: 0, duplicates: 0, versions: 0, unparsed: 0 };
    const batch: Underway = { notice, outcome, ended: false, pending: 0 };
    this.#underway.push(batch);
    for await (const { head, entries } of readBatch(bytes, groupSize)) {
      const { source, fetchedAt } = head;
      for (const entry of entries) this.#waiting.push({ ...entry, source, fetchedAt, batch });
      batch.pending += entries.length;
      if (this.#waiting.length >= groupSize) await this.#commit();
    }
    batch.ended = true;
  }

  /** Hands what waits to the store; answers when the next group may be read. */
  async #commit(): Promise<void> {
    const entries = this.#waiting;
    this.#waiting = [];
    if (entries.length === 0) return;
    const flight = this.#store(entries).finally(() => this.#flights.delete(flight));
    this.#flights.add(flight);
    // A store that refuses is not given more.
    while (this.#flights.size >= mostFlights || (this.#troubled && this.#flights.size > 0)) {
      await Promise.race(this.#flights);
    }
  }

  /** Hands what waits to the store; answers when all that was read is committed and acknowledged. */
  async #commitAll(): Promise<void> {
    await this.#commit();
    await Promise.all(this.#flights);
    this.#acknowledge();
  }

  /** Commits entries, for as long as it takes the store to take them, and acknowledges what is complete. */
  async #store(entries: readonly Waiting[]): Promise<void> {
    for (;;) {
      try {
        const fates = await this.#options.store.append(entries);
        for (const [index, fate] of fates.entries()) {
          const batch = entries[index]?.batch;
          if (!batch) continue;
          batch.outcome[fate] += 1;
          batch.pending -= 1;
        }
        if (fates.some((fate) => fate !== 'duplicates')) this.#options.changed();
        this.#recovered();
        break;
      } catch (error) {
        // What waits stays in memory and in the journal, and is tried again until the store takes it.
        await this.#refused(error);
      }
    }
    this.#acknowledge();
  }

  #acknowledge(): void {
    const isDone = ({ ended, pending }: Underway) => ended && pending === 0;
    const done = this.#underway.filter(isDone);
    this.#underway = this.#underway.filter((batch) => !isDone(batch));
    for (const { notice, outcome } of done) this.#options.acknowledge(notice, outcome);
  }

  #recovered(): void {
    if (this.#troubled) this.#options.trouble(null);
    this.#troubled = false;
  }

  async #refused(error: unknown): Promise<void> {
    this.#troubled = true;
    this.#options.trouble(error);
    await this.#options.wait(retryAfter);
  }

  /** What was read of a batch may be stored, but the batch is not complete and must not be acknowledged. */
  #forget(notice: BatchNotice): void {
    this.#underway = this.#underway.filter((batch) => batch.notice !== notice);
  }
}
