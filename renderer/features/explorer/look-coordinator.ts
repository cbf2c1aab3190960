import type { EventRow } from '../../store/event-row.ts';
import type { Look, LookAnswer } from '../../store/look.ts';
import type { StoreClient } from '../../store/store-client.ts';

/** Rows are fetched in pages of so many. */
const pageSize = 100;

/** An answer together with the rows of it that are known so far, by their place. */
export interface Shown {
  answer: LookAnswer;
  rows: ReadonlyMap<number, EventRow>;
}

/**
 * Asks the store what the explorer shows. One question is under way at a time; while it is, only the newest of
 * those that come waits. Rows of the old answer stay until those on screen are there of the new one, so that
 * nothing flickers.
 */
export class LookCoordinator {
  readonly #store: Pick<StoreClient, 'look' | 'rows'>;
  readonly #publish: (shown: Shown) => void;
  #next: Look | undefined;
  #busy = false;
  #shown: Shown | undefined;
  #visible = { from: 0, to: pageSize };
  readonly #fetching = new Set<string>();

  constructor(store: Pick<StoreClient, 'look' | 'rows'>, publish: (shown: Shown) => void) {
    this.#store = store;
    this.#publish = publish;
  }

  ask(question: Look): void {
    this.#next = question;
    if (!this.#busy) void this.#run();
  }

  /** Rows on screen: fetched if they are not known yet. */
  see(from: number, to: number): void {
    this.#visible = { from, to };
    if (this.#shown) void this.#fill(this.#shown.answer);
  }

  async #run(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#next) {
        const question = this.#next;
        this.#next = undefined;
        const answer = await this.#store.look(question);
        const rows = await this.#fetchPages(answer, this.#visible.from, this.#visible.to);
        this.#show({ answer, rows });
      }
    } finally {
      this.#busy = false;
    }
  }

  async #fill(answer: LookAnswer): Promise<void> {
    const { from, to } = this.#visible;
    const rows = await this.#fetchPages(answer, from, to);
    if (rows.size === 0 || this.#shown?.answer.id !== answer.id) return;
    this.#show({ answer, rows: new Map([...this.#shown.rows, ...rows]) });
  }

  async #fetchPages(answer: LookAnswer, from: number, to: number): Promise<Map<number, EventRow>> {
    const found = new Map<number, EventRow>();
    const last = Math.min(to, answer.matched);
    for (let page = Math.floor(from / pageSize); page * pageSize < last; page++) {
      const start = page * pageSize;
      const name = `${answer.id}:${page}`;
      const known = this.#shown?.answer.id === answer.id && this.#shown.rows.has(start);
      if (known || this.#fetching.has(name)) continue;
      this.#fetching.add(name);
      try {
        const rows = await this.#store.rows(answer.id, start, start + pageSize);
        for (const [index, row] of rows.entries()) found.set(start + index, row);
      } finally {
        this.#fetching.delete(name);
      }
    }
    return found;
  }

  #show(shown: Shown): void {
    this.#shown = shown;
    this.#publish(shown);
  }
}
