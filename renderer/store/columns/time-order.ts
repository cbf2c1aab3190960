import { blockSize } from './blocks.ts';

/** A time and a place in one number that sorts fast: a stretch of 69 years, in ms, leaves 12 bits for the place. */
const longestRun = 2 ** 41;

function runSorted(from: number, to: number, timeAt: (place: number) => number): Uint32Array {
  const length = to - from;
  const times = Float64Array.from({ length }, (_, i) => timeAt(from + i));
  const low = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const high = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  const isWhole = times.every(Number.isSafeInteger);
  if (!isWhole || high - low >= longestRun) {
    return Uint32Array.from({ length }, (_, i) => from + i).sort(
      (a, b) => (times[b - from] as number) - (times[a - from] as number) || b - a,
    );
  }
  for (let i = 0; i < length; i++) times[i] = ((times[i] as number) - low) * blockSize + i;
  times.sort();
  const sorted = new Uint32Array(length);
  for (let i = 0; i < length; i++) sorted[length - 1 - i] = from + ((times[i] as number) % blockSize);
  return sorted;
}

function merged(a: Uint32Array, b: Uint32Array, timeAt: (place: number) => number): Uint32Array {
  const result = new Uint32Array(a.length + b.length);
  let i = 0;
  let j = 0;
  let at = 0;
  let timeOfA = a.length > 0 ? timeAt(a[0] as number) : 0;
  let timeOfB = b.length > 0 ? timeAt(b[0] as number) : 0;
  while (i < a.length && j < b.length) {
    const [placeOfA, placeOfB] = [a[i] as number, b[j] as number];
    if (timeOfA > timeOfB || (timeOfA === timeOfB && placeOfA > placeOfB)) {
      result[at++] = placeOfA;
      i += 1;
      timeOfA = i < a.length ? timeAt(a[i] as number) : 0;
    } else {
      result[at++] = placeOfB;
      j += 1;
      timeOfB = j < b.length ? timeAt(b[j] as number) : 0;
    }
  }
  result.set(a.subarray(i), at);
  result.set(b.subarray(j), at + a.length - i);
  return result;
}

/** Places of the order that are told of together. */
export const stretchLength = 1024;

/** The lowest and highest place of each stretch of an order: where none of those between is wanted, it is skipped. */
export interface Stretches {
  places: Uint32Array;
  low: Uint32Array;
  high: Uint32Array;
}

/** All places, newest event first, kept in order as events are added and as their times change. */
export class TimeOrder {
  readonly #timeAt: (place: number) => number;
  #places = new Uint32Array(0);
  #length = 0;
  readonly #moved = new Set<number>();
  #stretches: Stretches | undefined;

  /** @param timeAt the time of the event at a place */
  constructor(timeAt: (place: number) => number) {
    this.#timeAt = timeAt;
  }

  get bytes(): number {
    return this.#places.byteLength;
  }

  /** Says that the time of an event changed. */
  move(place: number): void {
    if (place < this.#length) this.#moved.add(place);
  }

  /** The places up to a length, newest first. */
  upTo(length: number): Uint32Array {
    if (this.#moved.size > 0) this.#settle();
    if (length === this.#length) return this.#places;
    let runs: Uint32Array[] = [];
    for (let from = this.#length; from < length; from += blockSize) {
      runs.push(runSorted(from, Math.min(length, from + blockSize), this.#timeAt));
    }
    while (runs.length > 1) {
      const next: Uint32Array[] = [];
      for (let i = 0; i < runs.length; i += 2) {
        const [a, b] = [runs[i] as Uint32Array, runs[i + 1]];
        next.push(b ? merged(a, b, this.#timeAt) : a);
      }
      runs = next;
    }
    this.#places = merged(
      this.#places,
      runs[0] ?? new Uint32Array(0),
      this.#timeAt,
    ) as Uint32Array<ArrayBuffer>;
    this.#length = length;
    return this.#places;
  }

  /** The lowest and highest place in each stretch of the order, for as many places as it was last asked for. */
  get stretches(): Stretches {
    if (this.#stretches?.places === this.#places) return this.#stretches;
    const places = this.#places;
    const count = Math.ceil(places.length / stretchLength);
    const low = new Uint32Array(count);
    const high = new Uint32Array(count);
    for (let stretch = 0; stretch < count; stretch++) {
      const end = Math.min(places.length, (stretch + 1) * stretchLength);
      let [least, most] = [0xffff_ffff, 0];
      for (let at = stretch * stretchLength; at < end; at++) {
        const place = places[at] as number;
        if (place < least) least = place;
        if (place > most) most = place;
      }
      low[stretch] = least;
      high[stretch] = most;
    }
    this.#stretches = { places, low, high };
    return this.#stretches;
  }

  #settle(): void {
    const moved = Uint32Array.from(this.#moved).sort((a, b) => this.#timeAt(b) - this.#timeAt(a) || b - a);
    const rest = this.#places.filter((place) => !this.#moved.has(place));
    this.#moved.clear();
    this.#places = merged(rest, moved, this.#timeAt) as Uint32Array<ArrayBuffer>;
  }
}
