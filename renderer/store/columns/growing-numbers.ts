/** Little is wasted by what is not used yet, and copying is cheap. */
const growth = 1.125;

type Array32 = Uint32Array<ArrayBuffer>;

/** A list of 32-bit numbers. */
export class GrowingNumbers {
  #held: Array32;
  #length = 0;

  constructor(capacity = 16) {
    this.#held = new Uint32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#held.byteLength;
  }

  /** The numbers themselves; a view that is good until the next push. */
  get view(): Array32 {
    return this.#held.subarray(0, this.#length);
  }

  at(index: number): number {
    return this.#held[index] as number;
  }

  set(index: number, value: number): void {
    this.#held[index] = value;
  }

  push(value: number): void {
    if (this.#length === this.#held.length) {
      const larger = new Uint32Array(Math.ceil(this.#length * growth) + 16);
      larger.set(this.#held);
      this.#held = larger;
    }
    this.#held[this.#length++] = value;
  }
}

type Narrow = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Array32;

/** The narrowest array that holds numbers up to a highest one. */
export function narrowArray(length: number, highest: number): Narrow {
  if (highest < 0x100) return new Uint8Array(length);
  return highest < 0x1_0000 ? new Uint16Array(length) : new Uint32Array(length);
}

/** A list of numbers that are as wide as the widest of them needs. */
export class NarrowNumbers {
  #held: Narrow = new Uint8Array(64);
  #length = 0;
  #highest = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#held.byteLength;
  }

  at(index: number): number {
    return this.#held[index] as number;
  }

  push(value: number): void {
    const isWider = value >= 2 ** (this.#held.BYTES_PER_ELEMENT * 8);
    if (value > this.#highest) this.#highest = value;
    if (isWider || this.#length === this.#held.length) {
      const capacity =
        this.#length < this.#held.length ? this.#held.length : Math.ceil(this.#length * growth);
      const larger = narrowArray(capacity, this.#highest);
      larger.set(this.#held);
      this.#held = larger;
    }
    this.#held[this.#length++] = value;
  }
}
