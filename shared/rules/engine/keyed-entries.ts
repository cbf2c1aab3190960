/** An event that a rule remembers: when it occurred, which it is, and what of it counts. */
export interface Entry {
  time: number;
  identity: string;
  value: string;
}

/** Limits of what one rule remembers; what was not touched for longest is forgotten first. */
const mostKeys = 20_000;
const mostEntries = 200_000;
const mostOfKey = 2_000;

interface EntryList {
  /** In the order of their times. */
  entries: Entry[];
  /** Which events are in it, with their values. */
  known: Set<string>;
}

function nameOf({ identity, value }: Entry): string {
  return `${identity}${value}`;
}

/** The place of the first entry that is later than a time. */
export function firstAfter(entries: readonly Entry[], time: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as Entry).time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Entries by key, each list in the order of its times, bounded in number. */
export class KeyedEntries {
  readonly #lists = new Map<string, EntryList>();
  #total = 0;

  /** The entries of a key, in the order of their times. */
  of(key: string): readonly Entry[] {
    return this.#lists.get(key)?.entries ?? [];
  }

  /**
   * Adds an entry and answers its key's list and where in it the entry now is. An event is in it once for each
   * value, at its latest time.
   * @param keep how far behind the newest entry others are kept, ms
   */
  add(key: string, entry: Entry, keep: number): { list: readonly Entry[]; at: number } {
    const list = this.#lists.get(key) ?? { entries: [], known: new Set<string>() };
    const { entries, known } = list;
    const name = nameOf(entry);
    if (known.has(name)) {
      entries.splice(
        entries.findIndex((one) => nameOf(one) === name),
        1,
      );
      this.#total -= 1;
    }
    known.add(name);
    const at = firstAfter(entries, entry.time);
    // Nearly all come in the order of their times.
    if (at === entries.length) entries.push(entry);
    else entries.splice(at, 0, entry);
    this.#total += 1;
    const expired = this.#expire(list, keep);
    this.#lists.delete(key);
    this.#lists.set(key, list);
    this.#forget();
    // One that is too old to be remembered stands alone.
    return at < expired ? { list: [entry], at: 0 } : { list: entries, at: at - expired };
  }

  /** Lets go of what is too old or too much of a list; answers how many entries. */
  #expire({ entries, known }: EntryList, keep: number): number {
    const oldest = (entries.at(-1)?.time ?? 0) - keep;
    let expired = Math.max(0, entries.length - mostOfKey);
    while ((entries[expired]?.time ?? oldest) < oldest) expired += 1;
    if (expired === 0) return 0;
    for (const gone of entries.splice(0, expired)) known.delete(nameOf(gone));
    this.#total -= expired;
    return expired;
  }

  #forget(): void {
    if (this.#lists.size <= mostKeys && this.#total <= mostEntries) return;
    for (const [key, { entries }] of this.#lists) {
      if (this.#lists.size <= 1 || (this.#lists.size <= mostKeys && this.#total <= mostEntries)) return;
      this.#lists.delete(key);
      this.#total -= entries.length;
    }
  }

  /** All entries as JSON can hold them. */
  state(): [key: string, entries: [number, string, string][]][] {
    return [...this.#lists].map(([key, { entries }]) => [
      key,
      entries.map(({ time, identity, value }) => [time, identity, value]),
    ]);
  }

  restore(state: ReturnType<KeyedEntries['state']>): void {
    for (const [key, list] of state) {
      const entries = list.map(([time, identity, value]) => ({ time, identity, value }));
      this.#lists.set(key, { entries, known: new Set(entries.map(nameOf)) });
      this.#total += entries.length;
    }
  }
}
