import { lowestBit } from '../../bits.ts';
import type { Query } from '../../query/ast.ts';
import { costOf, isValueList, type Predicate, predicateOf } from './predicate.ts';
import type { FieldSlots, SeenEvent } from './seen-event.ts';

/** Some of the events of a chunk: a bit each, in words of 32. */
export type EventBits = Uint32Array;

/** Bits of chunks of so many events. */
export function eventBits(events: number): EventBits {
  return new Uint32Array(Math.ceil(events / 32));
}

/** Writes into `out` which events of `among` are as asked; both may be the same. */
type ChunkTest = (among: EventBits, out: EventBits) => void;

/**
 * The queries of all rules over chunks of events. What several rules ask in the same words is asked of an event once,
 * and only of events that are still in question; what is left of a rule is a few operations on words of bits.
 */
export class ChunkTests {
  readonly #slots: FieldSlots;
  readonly #length: number;
  readonly #leaves = new Map<string, ChunkTest>();
  #events: readonly SeenEvent[] = [];
  #chunk = 0;

  /** @param length of the longest chunk */
  constructor(slots: FieldSlots, length: number) {
    this.#slots = slots;
    this.#length = length;
  }

  /** From now on these events are asked. */
  begin(events: readonly SeenEvent[]): void {
    this.#events = events;
    this.#chunk += 1;
  }

  /** A query as a test of the chunk's events. */
  of(query: Query): ChunkTest {
    switch (query.is) {
      case 'everything':
        return (among, out) => out.set(among);
      case 'and':
        return this.#all(query.of);
      case 'or':
        return isValueList(query.of) ? this.#leaf(query) : this.#any(query.of);
      case 'not':
        return this.#not(query.of);
      case 'field':
      case 'entry':
      case 'anywhere':
        return this.#leaf(query);
    }
  }

  #all(queries: readonly Query[]): ChunkTest {
    const parts = queries.toSorted((a, b) => costOf(a) - costOf(b)).map((query) => this.of(query));
    return (among, out) => {
      out.set(among);
      for (const part of parts) part(out, out);
    };
  }

  #any(queries: readonly Query[]): ChunkTest {
    const parts = queries.toSorted((a, b) => costOf(a) - costOf(b)).map((query) => this.of(query));
    const [left, passed] = [eventBits(this.#length), eventBits(this.#length)];
    return (among, out) => {
      left.set(among);
      out.fill(0);
      for (const part of parts) {
        part(left, passed);
        for (let at = 0; at < left.length; at += 1) {
          out[at] = (out[at] as number) | (passed[at] as number);
          left[at] = (left[at] as number) & ~(passed[at] as number);
        }
      }
    };
  }

  #not(query: Query): ChunkTest {
    const of = this.of(query);
    const passed = eventBits(this.#length);
    return (among, out) => {
      of(among, passed);
      for (let at = 0; at < passed.length; at += 1) out[at] = (among[at] as number) & ~(passed[at] as number);
    };
  }

  #leaf(query: Query): ChunkTest {
    const key = JSON.stringify(query);
    const known = this.#leaves.get(key);
    if (known) return known;
    const leaf = this.#asked(predicateOf(query, this.#slots));
    this.#leaves.set(key, leaf);
    return leaf;
  }

  /** A test that is asked of each event once. */
  #asked(passes: Predicate): ChunkTest {
    const [asked, passed] = [eventBits(this.#length), eventBits(this.#length)];
    let chunk = 0;
    return (among, out) => {
      if (chunk !== this.#chunk) {
        chunk = this.#chunk;
        asked.fill(0);
        passed.fill(0);
      }
      for (let at = 0; at < asked.length; at += 1) {
        const wanted = among[at] as number;
        let missing = wanted & ~(asked[at] as number);
        let found = passed[at] as number;
        for (; missing !== 0; missing &= missing - 1) {
          const bit = lowestBit(missing);
          if (passes(this.#events[at * 32 + bit] as SeenEvent)) found |= 1 << bit;
        }
        passed[at] = found;
        asked[at] = (asked[at] as number) | wanted;
        out[at] = wanted & found;
      }
    };
  }
}
