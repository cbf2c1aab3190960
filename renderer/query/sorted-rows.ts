import { hasBit } from '../../shared/bits.ts';
import { blockSize, blockWords } from '../store/columns/blocks.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import type { SortWords } from './sort-keys.ts';
import { type OrderedRows, TimeRows } from './time-rows.ts';

/** Bits of a word that are sorted by at a time. */
const digitBits = 12;

/** So many events are sorted at once rather than divided further. */
const fewRows = 4096;

const words = new Uint32Array(blockSize);

/** An event with all that it is sorted by. */
interface KeyedRow {
  place: number;
  time: number;
  keys: number[];
}

function byKeys(a: KeyedRow, b: KeyedRow): number {
  for (let i = 0; i < a.keys.length; i++) {
    const difference = (a.keys[i] as number) - (b.keys[i] as number);
    if (difference !== 0) return difference;
  }
  return b.time - a.time || b.place - a.place;
}

/** Rows that are in order already. */
class FixedRows implements OrderedRows {
  readonly #places: Uint32Array;

  constructor(places: Uint32Array) {
    this.#places = places;
  }

  rows(from: number, to: number): Uint32Array {
    return this.#places.subarray(from, to);
  }

  positionOf(place: number): number {
    return this.#places.indexOf(place);
  }
}

/** Rows whose digit is the same: where they begin, how many they are, and they themselves once they are looked at. */
interface Bucket {
  from: number;
  count: number;
  rows: OrderedRows | undefined;
}

/**
 * A selection sorted as far as is asked for: events are counted by the leading bits of what they are sorted by, and
 * only the part that the rows asked for lie in is looked at any closer. Newest first decides between equals.
 */
export class SortedRows implements OrderedRows {
  readonly #columns: EventColumns;
  readonly #selection: Uint32Array;
  readonly #keys: readonly SortWords[];
  /** How many of the first key's bits are not sorted by yet. */
  readonly #bits: number;
  #buckets: Bucket[] | undefined;

  constructor(
    columns: EventColumns,
    selection: Uint32Array,
    keys: readonly SortWords[],
    bits = keys[0]?.bits ?? 0,
  ) {
    this.#columns = columns;
    this.#selection = selection;
    this.#keys = keys;
    this.#bits = bits;
  }

  rows(from: number, to: number): Uint32Array {
    const rows: number[] = [];
    const buckets = this.#counted();
    const wanted = buckets.filter(
      (bucket) => bucket.from < to && bucket.from + bucket.count > from && bucket.count > 0,
    );
    this.#open(wanted);
    for (const bucket of wanted) {
      const some = bucket.rows?.rows(
        Math.max(0, from - bucket.from),
        Math.min(bucket.count, to - bucket.from),
      );
      for (const place of some ?? []) rows.push(place);
    }
    return Uint32Array.from(rows);
  }

  positionOf(place: number): number {
    this.#keys[0]?.read(Math.floor(place / blockSize), words);
    const bucket = this.#counted()[this.#digitOf(words[place % blockSize] as number)];
    if (!bucket) return -1;
    this.#open([bucket]);
    return bucket.from + (bucket.rows?.positionOf(place) ?? 0);
  }

  get #shift(): number {
    return Math.max(0, this.#bits - digitBits);
  }

  #digitOf(word: number): number {
    return (word >>> this.#shift) & ((1 << Math.min(digitBits, this.#bits)) - 1);
  }

  #counted(): Bucket[] {
    if (this.#buckets) return this.#buckets;
    const counts = new Uint32Array(1 << Math.min(digitBits, this.#bits));
    const shift = this.#shift;
    const mask = counts.length - 1;
    this.#eachWord((word, bits) => {
      const start = (word % blockWords) << 5;
      for (let rest = bits; rest !== 0; rest &= rest - 1) {
        const digit = ((words[start + 31 - Math.clz32(rest & -rest)] as number) >>> shift) & mask;
        counts[digit] = (counts[digit] as number) + 1;
      }
    });
    let from = 0;
    this.#buckets = Array.from(counts, (count) => {
      const bucket: Bucket = { from, count, rows: undefined };
      from += count;
      return bucket;
    });
    return this.#buckets;
  }

  /** Calls back for each word of the selection that has a bit set, with what its block is sorted by in `words`. */
  #eachWord(look: (word: number, bits: number) => void): void {
    const { length } = this.#selection;
    for (let start = 0, block = 0; start < length; start += blockWords, block++) {
      let isRead = false;
      const end = Math.min(length, start + blockWords);
      for (let word = start; word < end; word++) {
        const bits = this.#selection[word] as number;
        if (bits === 0) continue;
        if (!isRead) this.#keys[0]?.read(block, words);
        isRead = true;
        look(word, bits);
      }
    }
  }

  /** Finds the events of some buckets. */
  #open(buckets: readonly Bucket[]): void {
    const closed = buckets.filter(({ rows }) => rows === undefined);
    this.#gather(closed.filter(({ count }) => count <= fewRows));
    this.#divide(closed.filter(({ count }) => count > fewRows));
  }

  /** Calls back for each event of some buckets. */
  #eachOf(buckets: readonly Bucket[], found: (digit: number, place: number) => void): void {
    const all = this.#counted();
    const isWanted = new Uint8Array(all.length);
    for (const bucket of buckets) isWanted[all.indexOf(bucket)] = 1;
    this.#eachWord((word, bits) => {
      const start = (word % blockWords) << 5;
      for (let rest = bits; rest !== 0; rest &= rest - 1) {
        const bit = 31 - Math.clz32(rest & -rest);
        const digit = this.#digitOf(words[start + bit] as number);
        if (isWanted[digit] === 1) found(digit, (word << 5) | bit);
      }
    });
  }

  /** Small buckets: their events are sorted at once. */
  #gather(buckets: readonly Bucket[]): void {
    if (buckets.length === 0) return;
    const placesOf = new Map<number, number[]>();
    this.#eachOf(buckets, (digit, place) => {
      const places = placesOf.get(digit);
      if (places) places.push(place);
      else placesOf.set(digit, [place]);
    });
    const keyed = new Map(this.#withKeys([...placesOf.values()].flat()).map((row) => [row.place, row]));
    for (const [digit, places] of placesOf) {
      const rows = places.map((place) => keyed.get(place) as KeyedRow).sort(byKeys);
      const bucket = this.#counted()[digit];
      if (bucket) bucket.rows = new FixedRows(Uint32Array.from(rows, ({ place }) => place));
    }
  }

  /** Places, rising within each block, with all that they are sorted by. */
  #withKeys(places: readonly number[]): KeyedRow[] {
    const rows = places
      .toSorted((a, b) => a - b)
      .map((place) => ({ place, time: this.#columns.timeAt(place), keys: [] as number[] }));
    for (const key of this.#keys) {
      let read = -1;
      for (const { place, keys } of rows) {
        const block = Math.floor(place / blockSize);
        if (block !== read) key.read(block, words);
        read = block;
        keys.push(words[place % blockSize] as number);
      }
    }
    return rows;
  }

  /** Large buckets: their events are marked, to be looked at closer. */
  #divide(buckets: readonly Bucket[]): void {
    if (buckets.length === 0) return;
    const all = this.#counted();
    const bitmaps = all.map((bucket) =>
      buckets.includes(bucket) ? new Uint32Array(this.#selection.length) : undefined,
    );
    this.#eachOf(buckets, (digit, place) => {
      const bitmap = bitmaps[digit] as Uint32Array;
      bitmap[place >> 5] = (bitmap[place >> 5] as number) | (1 << (place & 31));
    });
    for (const [digit, bitmap] of bitmaps.entries()) {
      const bucket = all[digit];
      if (bucket && bitmap) bucket.rows = this.#closer(bitmap);
    }
  }

  /** Events whose digit is the same, sorted by what comes after it. */
  #closer(bitmap: Uint32Array): OrderedRows {
    if (this.#bits > digitBits)
      return new SortedRows(this.#columns, bitmap, this.#keys, this.#bits - digitBits);
    const [, ...others] = this.#keys;
    return others.length > 0
      ? new SortedRows(this.#columns, bitmap, others)
      : new TimeRows(this.#columns, bitmap);
  }
}

/**
 * A selection in the order of some keys; newest first without any.
 * @param before no event of the selection is as late as this
 */
export function orderedRows(
  columns: EventColumns,
  selection: Uint32Array,
  keys: readonly SortWords[],
  before?: number,
): OrderedRows {
  if (keys.length > 0) return new SortedRows(columns, selection, keys);
  return new TimeRows(columns, selection, before);
}

/** Where an event stands, -1 where it is not in the selection. */
export function positionIn(rows: OrderedRows, selection: Uint32Array, place: number | undefined): number {
  return place !== undefined && hasBit(selection, place) ? rows.positionOf(place) : -1;
}
