import { saidOfEvents, saysNothing } from '../../../shared/said/said-state.ts';
import type { AnnotationRow, Database } from '../database.ts';
import type { Keeping } from '../said/keeping.ts';
import type { Memory } from '../segments/memory.ts';
import type { Turns } from '../segments/turns.ts';
import { type Annotation, type AnnotationChange, annotated, joined, noAnnotation } from './annotation.ts';

/** Changes that can be undone: the latest of them. */
const mostUndone = 30;

/** Rows written in one transaction, so that others get a turn. */
const rowsAtOnce = 5000;

/** What a change did. */
export interface Annotated {
  /** Events of which something else is said now. */
  events: number;
  /** Names the change, to undo it; null where nothing changed. */
  undo: number | null;
}

/**
 * Keeps what analysts say of events: in a table of its own, so that new versions, joining and rebuilding leave it
 * alone, and in the columns, so that it is searched and counted like any other field.
 */
export class AnnotationStore {
  readonly #database: Database;
  readonly #keeping: Keeping;
  readonly #memory: Memory;
  readonly #turns: Turns;
  /** What was said before each change, oldest first. */
  readonly #before = new Map<number, ReadonlyMap<string, Annotation>>();
  #changes = 0;

  /** @param turns what changes the store waits for */
  constructor(database: Database, keeping: Keeping, memory: Memory, turns: Turns) {
    this.#database = database;
    this.#keeping = keeping;
    this.#memory = memory;
    this.#turns = turns;
  }

  /** Reads what is kept; events find it when they are taken into memory. */
  async load(): Promise<void> {
    for (const { key, tags, note } of await this.#database.annotations.toArray()) {
      this.#memory.annotations.put(key, { tags, note });
    }
  }

  /** Says something of events, durably before it answers; of those that are not stored nothing. */
  change(keys: Iterable<string>, change: AnnotationChange): Promise<Annotated> {
    return this.#turns.run(async () => {
      const { before, after } = this.#changed(keys, (_, now) => annotated(now, change));
      if (after.size === 0) return { events: 0, undo: null };
      await this.#write(after, before);
      const undo = ++this.#changes;
      this.#before.set(undo, before);
      for (const oldest of this.#before.keys()) {
        if (this.#before.size <= mostUndone) break;
        this.#before.delete(oldest);
      }
      return { events: after.size, undo };
    });
  }

  /** Adds what was said of events elsewhere, by row key, to what is said of them here; answers of how many. */
  bring(said: ReadonlyMap<string, Annotation>): Promise<number> {
    return this.#turns.run(async () => {
      const { before, after } = this.#changed(said.keys(), (key, now) =>
        joined(now, said.get(key) ?? noAnnotation),
      );
      await this.#write(after, before);
      return after.size;
    });
  }

  /** What is said of events before and after a change, of those alone that it changes anything of. */
  #changed(keys: Iterable<string>, change: (key: string, now: Annotation) => Annotation) {
    const before = new Map<string, Annotation>();
    const after = new Map<string, Annotation>();
    for (const key of keys) {
      if (this.#memory.columns.placeOfKey(key) === undefined) continue;
      const now = this.#memory.annotations.of(key) ?? noAnnotation;
      const then = change(key, now);
      if (then === now) continue;
      before.set(key, now);
      after.set(key, then);
    }
    return { before, after };
  }

  /** Puts back what was said before a change; answers of how many events. */
  undo(change: number): Promise<number> {
    return this.#turns.run(async () => {
      const before = this.#before.get(change);
      if (!before) return 0;
      const there = new Map(
        [...before].filter(([key]) => this.#memory.columns.placeOfKey(key) !== undefined),
      );
      await this.#write(there, this.#now(there.keys()));
      this.#before.delete(change);
      return there.size;
    });
  }

  /** Keys of events of which something is said, by their place; undefined stands for one that is not in memory. */
  keysWhere(isMeant: (key: string, place: number | undefined) => boolean): string[] {
    const { annotations, columns } = this.#memory;
    return [...annotations.keys].filter((key) => isMeant(key, columns.placeOfKey(key)));
  }

  /**
   * Forgets what is said of events that are removed for good; part of the turn that removes them.
   * @param of `record` where the record has to forget it too
   */
  async forget(keys: readonly string[], of: 'record' | 'here'): Promise<void> {
    if (keys.length === 0) return;
    if (of === 'record') return this.#write(new Map(keys.map((key) => [key, noAnnotation])), this.#now(keys));
    await this.#database.annotations.bulkDelete([...keys]);
    for (const key of keys) this.#memory.annotations.drop(key);
  }

  #now(keys: Iterable<string>): Map<string, Annotation> {
    return new Map([...keys].map((key) => [key, this.#memory.annotations.of(key) ?? noAnnotation]));
  }

  async #write(
    said: ReadonlyMap<string, Annotation>,
    before: ReadonlyMap<string, Annotation>,
  ): Promise<void> {
    if (said.size === 0) return;
    const { annotations: table } = this.#database;
    const all = [...said];
    const toKeep = { said: [...saidOfEvents(said)], before: [...saidOfEvents(before)] };
    await this.#keeping.keep(toKeep, [table], async () => {
      for (let at = 0; at < all.length; at += rowsAtOnce) {
        const some = all.slice(at, at + rowsAtOnce);
        const isEmpty = ([, one]: [string, Annotation]) => saysNothing(one);
        const rows = some
          .filter((one) => !isEmpty(one))
          .map(([key, { tags, note }]): AnnotationRow => ({ key, tags: [...tags], note }));
        await table.bulkPut(rows);
        await table.bulkDelete(some.filter(isEmpty).map(([key]) => key));
      }
    });
    for (const [key, annotation] of all) this.#memory.annotations.put(key, annotation);
    this.#memory.annotate(all.map(([key]) => key));
  }
}
