import { saysNothing } from '../../../shared/said/said-state.ts';
import type { Annotation } from '../annotations/annotation.ts';
import { joined, noAnnotation } from '../annotations/annotation.ts';
import type { Incoming } from '../event-row.ts';
import type { EventStore, Fate, Placed } from '../event-store.ts';
import { segmentLength } from '../segments/join-plan.ts';
import type { Elsewhere } from '../segments/placing.ts';
import type { Prepared } from '../segments/preparing.ts';
import { type Archived, archiveBatch } from './archive-batch.ts';

/** Entries committed in one transaction: a segment. */
const groupSize = segmentLength;
/** Groups under way at once: while one is written, the next is made ready. */
const mostFlights = 2;

/** An entry that is brought from a file, with what was said of its event there. */
export interface Brought {
  entry: Incoming;
  /** By the event's identity, which is only known when it has been read. */
  said(identity: string): Annotation;
}

export interface BringingOptions {
  store: Pick<EventStore, 'bring' | 'bringAnnotations'>;
  elsewhere: Elsewhere;
  /** Keeps a batch of a source for a rebuild of the store. */
  keep(source: string, batch: Uint8Array<ArrayBuffer>): Promise<void>;
  now(): number;
  /** Told what became of an entry, and of which source its event is. */
  counted(fate: Fate, source: string): void;
  /** Told after each group. */
  onStored(): void;
}

/**
 * Brings entries of a file into the store, group by group, and what is stored into the archive. What was said of
 * events is added at the end, when all of them are there.
 */
export class Bringing {
  readonly #options: BringingOptions;
  #group: Brought[] = [];
  readonly #flights = new Set<Promise<void>>();
  readonly #said = new Map<string, Annotation>();
  readonly #left: Incoming[] = [];
  #failure: { error: unknown } | undefined;

  constructor(options: BringingOptions) {
    this.#options = options;
  }

  /** Takes an entry; answers when the next may come. @throws what storing those before it said */
  async take(brought: Brought): Promise<void> {
    this.#group.push(brought);
    if (this.#group.length >= groupSize) await this.#sendTaken();
  }

  /** Takes entries that were made ready together, as `take` does. */
  async takeReady(group: readonly Brought[], ready: Prepared): Promise<void> {
    await this.#sendTaken();
    await this.#fly(this.#store(group, ready));
  }

  /** Stores what is left, and says of events what was said of them. @throws what storing said */
  async finish(): Promise<void> {
    await this.#sendTaken();
    await Promise.all(this.#flights);
    this.#check();
    if (this.#left.length > 0) {
      // In one transaction: versions of events that were here before are all there, or none.
      const placed = await this.#options.store.bring(this.#left, 'joined');
      await this.#keep(this.#left, placed);
    }
    await this.#options.store.bringAnnotations(this.#said);
  }

  /** Settles when nothing is being stored any more, however that went. */
  async settled(): Promise<void> {
    this.#group = [];
    await Promise.allSettled(this.#flights);
  }

  async #sendTaken(): Promise<void> {
    const group = this.#group;
    this.#group = [];
    if (group.length > 0) await this.#fly(this.#store(group));
    this.#check();
  }

  /** Answers when another group may be sent. */
  async #fly(storing: Promise<void>): Promise<void> {
    const flight = storing
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#flights.delete(flight));
    this.#flights.add(flight);
    while (this.#flights.size >= mostFlights) await Promise.race(this.#flights);
    this.#check();
  }

  #check(): void {
    if (this.#failure) throw this.#failure.error;
  }

  async #store(group: readonly Brought[], ready?: Prepared): Promise<void> {
    const { counted, elsewhere, onStored, store } = this.#options;
    const entries = group.map(({ entry }) => entry);
    const placed = await store.bring(entries, elsewhere, ready);
    await this.#keep(entries, placed);
    for (const [index, { fate, source, identity, isLeft }] of placed.entries()) {
      const brought = group[index] as Brought;
      counted(fate, isLeft ? source : brought.entry.source);
      if (isLeft) this.#left.push(brought.entry);
      const said = brought.said(identity);
      if (saysNothing(said)) continue;
      const key = `${source}:${identity}`;
      this.#said.set(key, joined(this.#said.get(key) ?? noAnnotation, said));
    }
    onStored();
  }

  async #keep(entries: readonly Incoming[], placed: readonly Placed[]): Promise<void> {
    const bySource = new Map<string, Archived[]>();
    for (const [index, { fate, source, isLeft }] of placed.entries()) {
      if (fate === 'duplicates' || isLeft) continue;
      const archived = { entry: entries[index] as Incoming, isEvent: fate !== 'unparsed' };
      const known = bySource.get(source);
      if (known) known.push(archived);
      else bySource.set(source, [archived]);
    }
    const { keep, now } = this.#options;
    for (const [source, kept] of bySource) await keep(source, await archiveBatch(source, kept, now()));
  }
}
