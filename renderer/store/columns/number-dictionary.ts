/** The distinct numbers of a column that has few of them, each under a code; 0 is no value. */
export class NumberDictionary {
  readonly #values: number[] = [Number.NaN];
  readonly #codes = new Map<number, number>();

  get size(): number {
    return this.#values.length;
  }

  /** The code of a number, given one if it has none yet; NaN is no value. */
  add(value: number): number {
    if (Number.isNaN(value)) return 0;
    const known = this.#codes.get(value);
    if (known !== undefined) return known;
    this.#codes.set(value, this.#values.length);
    return this.#values.push(value) - 1;
  }

  valueAt(code: number): number {
    return this.#values[code] ?? Number.NaN;
  }
}
