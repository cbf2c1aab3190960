import { hasBit } from '../../shared/bits.ts';
import { blockWords, popcount } from '../store/columns/blocks.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import { type Stretches, stretchLength } from '../store/columns/time-order.ts';

/** The events of an answer in an order; their places are given a stretch at a time. */
export interface OrderedRows {
  /** Places of the events from one to before another, in order. */
  rows(from: number, to: number): Uint32Array;
  /** Where the event of a place that is in the answer stands. */
  positionOf(place: number): number;
}

/** Events between marks that say where in the order of all events they stand. */
const markEvery = 4096;

/** A selection newest first: the order of all events gone through as far as is asked for, and no farther. */
export class TimeRows implements OrderedRows {
  readonly #columns: EventColumns;
  readonly #selection: Uint32Array;
  readonly #order: Uint32Array;
  readonly #stretches: Stretches;
  /** Where in the order each stretch of the selection begins. */
  readonly #marks: number[];

  /** @param before no event of the selection is as late as this */
  constructor(columns: EventColumns, selection: Uint32Array, before = Number.POSITIVE_INFINITY) {
    this.#columns = columns;
    this.#selection = selection;
    this.#order = columns.order();
    this.#stretches = columns.stretches;
    this.#marks = [this.#firstBefore(before)];
  }

  rows(from: number, to: number): Uint32Array {
    const rows = new Uint32Array(Math.max(0, to - from));
    const mark = Math.min(this.#marks.length - 1, Math.floor(from / markEvery));
    let at = this.#marks[mark] ?? 0;
    let found = mark * markEvery;
    let taken = 0;
    const order = this.#order;
    while (at < order.length && found < to) {
      if (at % stretchLength === 0 && !this.#hasAny(at / stretchLength)) {
        at += stretchLength;
        continue;
      }
      const place = order[at] as number;
      at += 1;
      if (!hasBit(this.#selection, place)) continue;
      if (found >= from) rows[taken++] = place;
      found += 1;
      if (found % markEvery === 0 && this.#marks.length === found / markEvery) this.#marks.push(at);
    }
    return rows.subarray(0, taken);
  }

  positionOf(place: number): number {
    const { spans, blocks } = this.#columns;
    const time = this.#columns.timeAt(place);
    let before = 0;
    for (let block = 0; block < blocks; block++) {
      const span = spans[block];
      if (!span || span.to < time) continue;
      const start = block * blockWords;
      const isWhole = span.from > time;
      for (let word = start; word < start + blockWords; word++) {
        const bits = this.#selection[word] ?? 0;
        before += isWhole ? popcount(bits) : this.#countBefore(word, bits, time, place);
      }
    }
    return before;
  }

  /** Where in the order the first event stands that is earlier than a time. */
  #firstBefore(time: number): number {
    let low = 0;
    let high = time === Number.POSITIVE_INFINITY ? 0 : this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#columns.timeAt(this.#order[middle] as number) >= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether any event of a stretch of the order may be in the selection. */
  #hasAny(stretch: number): boolean {
    const { low, high } = this.#stretches;
    const last = (high[stretch] as number) >> 5;
    for (let word = (low[stretch] as number) >> 5; word <= last; word++) {
      if ((this.#selection[word] ?? 0) !== 0) return true;
    }
    return false;
  }

  #countBefore(word: number, bits: number, time: number, place: number): number {
    let count = 0;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const other = (word << 5) | (31 - Math.clz32(rest & -rest));
      const at = this.#columns.timeAt(other);
      if (at > time || (at === time && other > place)) count += 1;
    }
    return count;
  }
}
