import { type Incoming, isNewer, rowOf } from '../../renderer/store/event-row.ts';
import type { Fate } from '../../renderer/store/event-store.ts';
import { IdentityIndex } from '../../renderer/store/identity-index.ts';
import type { BatchNotice } from '../../shared/journal-batch.ts';

/** The intake hands on objects of its own, which name the batch that an entry came in. */
interface Traced extends Incoming {
  batch?: { notice: BatchNotice };
}

interface Current {
  contentHash: string;
  created: number;
  fetchedAt: number;
}

/** A version of an event as it lies in the store. */
export interface Held {
  /** How often it is stored: once, or it was doubled. */
  times: number;
  /** When the batch that brought it first became durable, ms. */
  durableAt: number;
}

const noSalt = new Uint32Array(4);

/**
 * The store of a soak: in memory, since a million rows in an emulated database would take hours. What decides is
 * the product's own: `rowOf` reads an entry and names it, the identity index finds it, and an entry is a duplicate,
 * a version or new by the rules that RowStore follows. It lives on when the app crashes, as a database does.
 */
export class SoakStore {
  readonly #index = new IdentityIndex();
  readonly #places: Current[] = [];
  readonly #durableAt: (notice: BatchNotice) => number;
  /** By `identity contentHash`. */
  readonly held = new Map<string, Held>();
  /** Why the store takes nothing for now. */
  refuses: string | undefined;

  /** @param durableAt when a batch became durable, ms */
  constructor(durableAt: (notice: BatchNotice) => number) {
    this.#durableAt = durableAt;
  }

  async append(entries: readonly Traced[]): Promise<Fate[]> {
    if (this.refuses !== undefined) throw new Error(this.refuses);
    return entries.map((entry) => {
      if (!entry.batch) throw new Error('The intake does not tell any more which batch an entry came in.');
      return this.#place(entry, this.#durableAt(entry.batch.notice));
    });
  }

  #place(entry: Incoming, durableAt: number): Fate {
    const row = rowOf(entry);
    const { identity, contentHash, created, fetchedAt } = row;
    const version = `${identity} ${contentHash}`;
    const place = this.#index.find(identity, noSalt);
    const current = place === undefined ? undefined : this.#places[place];
    if (!current) {
      this.#index.add(identity, noSalt, this.#places.length);
      this.#places.push({ contentHash, created, fetchedAt });
      this.#hold(version, durableAt);
      return row.parsed ? 'stored' : 'unparsed';
    }
    if (current.contentHash === contentHash || this.held.has(version)) return 'duplicates';
    if (isNewer(row, current)) Object.assign(current, { contentHash, created, fetchedAt });
    this.#hold(version, durableAt);
    return 'versions';
  }

  #hold(version: string, durableAt: number): void {
    const known = this.held.get(version);
    if (known) known.times += 1;
    else this.held.set(version, { times: 1, durableAt });
  }
}
