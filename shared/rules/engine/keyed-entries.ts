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

/** Entries by key, each list in the order of its times, bounded in number. */
export class KeyedEntries {
  readonly #lists = new Map<string, Entry[]>();
  #total = 0;

  /**
   * Adds an entry and answers its key's list and where in it the entry now is. An event is in it once for each
   * value, at its latest time.
   * @param keep how far behind the newest entry others are kept, ms
   */
  add(key: string, entry: Entry, keep: number): { list: readonly Entry[]; at: number } {
    const list = this.#lists.get(key) ?? [];
    const known = list.findIndex(
      ({ identity, value }) => identity === entry.identity && value === entry.value,
    );
    if (known >= 0) list.splice(known, 1);
    else this.#total += 1;
    let at = list.length;
    while (at > 0 && (list[at - 1] as Entry).time > entry.time) at -= 1;
    list.splice(at, 0, entry);
    const oldest = (list.at(-1) as Entry).time - keep;
    let expired = Math.max(0, list.length - mostOfKey);
    while (expired < at && (list[expired] as Entry).time < oldest) expired += 1;
    list.splice(0, expired);
    this.#total -= expired;
    this.#lists.delete(key);
    this.#lists.set(key, list);
    this.#forget();
    // One that is too old to be remembered stands alone.
    return at < expired ? { list: [entry], at: 0 } : { list, at: at - expired };
  }

  #forget(): void {
    for (const [key, list] of this.#lists) {
      if (this.#lists.size <= 1 || (this.#lists.size <= mostKeys && this.#total <= mostEntries)) return;
      this.#lists.delete(key);
      this.#total -= list.length;
    }
  }

  /** All entries as JSON can hold them. */
  state(): [key: string, entries: [number, string, string][]][] {
    return [...this.#lists].map(([key, list]) => [
      key,
      list.map(({ time, identity, value }) => [time, identity, value]),
    ]);
  }

  restore(state: ReturnType<KeyedEntries['state']>): void {
    for (const [key, list] of state) {
      this.#lists.set(
        key,
        list.map(([time, identity, value]) => ({ time, identity, value })),
      );
      this.#total += list.length;
    }
  }
}
