import type { Answer, Question } from '../../query/question.ts';
import type { StoreClient } from '../../store/store-client.ts';
import type { TableRow } from '../../store/table-row.ts';

/** Rows are fetched in pages of so many. */
const pageSize = 100;
/** A question that takes longer than this is overtaken by a newer one, ms; until then the newer one waits. */
const patience = 120;

/** An answer with its question, and the rows of it that are known so far, by their place. */
export interface Shown {
  question: Question;
  answer: Answer;
  rows: ReadonlyMap<number, TableRow>;
}

type Store = Pick<StoreClient, 'ask' | 'rows'>;

/**
 * Asks the store what the explorer shows. While a question is under way only the newest of those that come waits,
 * and where the answer takes long it overtakes. Rows of the old answer stay until those on screen are there of the
 * new one, so that nothing flickers.
 */
export class LookCoordinator {
  readonly #store: Store;
  readonly #publish: (shown: Shown) => void;
  #next: Question | undefined;
  #flight: { startedAt: number } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown: Shown | undefined;
  #visible = { from: 0, to: pageSize };
  #columns: readonly string[] = [];
  readonly #fetching = new Set<string>();

  constructor(store: Store, publish: (shown: Shown) => void) {
    this.#store = store;
    this.#publish = publish;
  }

  ask(question: Question): void {
    this.#next = question;
    this.#sendNext();
  }

  /** Rows on screen: fetched if they are not known yet. */
  see(from: number, to: number): void {
    this.#visible = { from, to };
    if (this.#shown) void this.#fill(this.#shown);
  }

  /** Fields whose values rows bring along from now on. */
  setColumns(columns: readonly string[]): void {
    if (columns.join() === this.#columns.join()) return;
    this.#columns = columns;
    if (this.#shown) void this.#refetch(this.#shown);
  }

  /**
   * How many events match each of some questions; undefined for those that were not asked because the explorer itself
   * wanted to know something.
   */
  async count(questions: readonly Question[]): Promise<(number | undefined)[]> {
    const counts: (number | undefined)[] = [];
    for (const question of questions) {
      const isFree = !this.#flight && !this.#next;
      counts.push(isFree ? (await this.#store.ask(question))?.matched : undefined);
    }
    return counts;
  }

  #sendNext(): void {
    if (!this.#next || this.#timer !== undefined) return;
    const wait = this.#flight ? this.#flight.startedAt + patience - performance.now() : 0;
    if (wait > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#sendNext();
      }, wait);
      return;
    }
    const question = this.#next;
    this.#next = undefined;
    void this.#send(question);
  }

  async #send(question: Question): Promise<void> {
    const flight = { startedAt: performance.now() };
    this.#flight = flight;
    try {
      const answer = await this.#store.ask(question);
      if (!answer || this.#flight !== flight) return;
      const shown = { question, answer, rows: new Map<number, TableRow>() };
      const rows = await this.#fetchPages(shown);
      // Asked again meanwhile: the rows are not given any more, and the newer answer is on its way.
      if (this.#flight === flight) this.#show({ ...shown, rows });
    } finally {
      if (this.#flight === flight) {
        this.#flight = undefined;
        clearTimeout(this.#timer);
        this.#timer = undefined;
        this.#sendNext();
      }
    }
  }

  async #fill(shown: Shown): Promise<void> {
    const rows = await this.#fetchPages(shown);
    if (rows.size === 0 || this.#shown?.answer.id !== shown.answer.id) return;
    this.#show({ ...this.#shown, rows: new Map([...this.#shown.rows, ...rows]) });
  }

  async #refetch(shown: Shown): Promise<void> {
    const columns = this.#columns;
    const rows = await this.#fetchPages({ ...shown, rows: new Map() });
    if (this.#shown?.answer.id === shown.answer.id && this.#columns === columns)
      this.#show({ ...shown, rows });
  }

  /** Rows on screen that an answer's known ones lack. */
  async #fetchPages({ answer, rows }: Shown): Promise<Map<number, TableRow>> {
    const { from, to } = this.#visible;
    const columns = this.#columns;
    const found = new Map<number, TableRow>();
    const last = Math.min(to, answer.matched);
    for (let page = Math.floor(from / pageSize); page * pageSize < last; page++) {
      const start = page * pageSize;
      const name = `${answer.id}:${page}:${columns.join()}`;
      if (rows.has(start) || this.#fetching.has(name)) continue;
      this.#fetching.add(name);
      try {
        const fetched = await this.#store.rows(answer.id, start, start + pageSize, columns);
        for (const [index, row] of fetched.entries()) found.set(start + index, row);
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
