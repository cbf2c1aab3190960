import { GrowingNumbers } from './growing-numbers.ts';

/**
 * The numbers of places that have several, one for each entry. Places come in rising order; one that is put anew
 * with another count stands apart.
 */
export class EntryNumbers {
  readonly #places = new GrowingNumbers();
  readonly #ends = new GrowingNumbers();
  #values = new Float64Array(64);
  #length = 0;
  readonly #apart = new Map<number, Float64Array | null>();

  get bytes(): number {
    return this.#places.bytes + this.#ends.bytes + this.#values.byteLength + this.#apart.size * 150;
  }

  /** Puts the numbers of a place that is higher than any before. */
  push(place: number, values: Float64Array): void {
    this.#places.push(place);
    const end = this.#length + values.length;
    if (end > this.#values.length) {
      const larger = new Float64Array(Math.ceil(end * 1.25));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(values, this.#length);
    this.#length = end;
    this.#ends.push(end);
  }

  /** Puts the numbers of a place anew; null where it has no longer several. */
  replace(place: number, values: Float64Array | null): void {
    if (values === null && this.at(place) === undefined) return;
    this.#apart.set(place, values?.slice() ?? null);
  }

  /** The numbers of a place, undefined where it has at most one. */
  at(place: number): Float64Array | undefined {
    const apart = this.#apart.get(place);
    if (apart !== undefined) return apart ?? undefined;
    let low = 0;
    let high = this.#places.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const held = this.#places.at(middle);
      if (held === place) {
        return this.#values.subarray(middle === 0 ? 0 : this.#ends.at(middle - 1), this.#ends.at(middle));
      }
      if (held < place) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }
}
