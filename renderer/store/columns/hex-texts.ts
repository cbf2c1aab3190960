import { GrowingNumbers, NarrowNumbers } from './growing-numbers.ts';
import { HexSearch, type Surroundings } from './hex-search.ts';

/** A longer value is not looked through for digits: it is no hash. */
const longestValue = 256;

/** Of more surroundings than this, what comes with them is taken for a text like any other. */
const mostSurroundings = 4096;

/**
 * Values that are a long hexadecimal number with the same text around it as many others: the digits are held as
 * bytes, in half of what they would take as text.
 */
export class HexTexts {
  readonly #digits: number;
  readonly #form: RegExp;
  readonly #surroundings: Surroundings[] = [];
  readonly #known = new Map<string, number>();
  /** The codes of such values, rising. */
  readonly #codes = new GrowingNumbers();
  /** The surroundings of each. */
  readonly #around = new NarrowNumbers();
  readonly #words = new GrowingNumbers();

  /** @param digits how many digits the numbers have: a multiple of 8 */
  constructor(digits: number) {
    this.#digits = digits;
    this.#form = new RegExp(`^([^]*?)([0-9a-f]{${digits}})(?![0-9a-f])([^]*)$`);
  }

  get bytes(): number {
    return this.#codes.bytes + this.#around.bytes + this.#words.bytes;
  }

  /** Takes a value under a code that is higher than any before; false where the value is of another form. */
  take(code: number, value: string): boolean {
    const match = value.length <= longestValue ? this.#form.exec(value) : null;
    if (!match) return false;
    const [, before = '', digits = '', after = ''] = match;
    const key = `${before}\u0000${after}`;
    let around = this.#known.get(key);
    if (around === undefined) {
      if (this.#surroundings.length === mostSurroundings) return false;
      around = this.#surroundings.push({ before, after }) - 1;
      this.#known.set(key, around);
    }
    this.#codes.push(code);
    this.#around.push(around);
    for (let at = 0; at < digits.length; at += 8)
      this.#words.push(Number.parseInt(digits.slice(at, at + 8), 16));
    return true;
  }

  /** The value of a code; empty where it is none of these. */
  textAt(code: number): string {
    const index = this.#firstFrom(code);
    if (index === this.#codes.length || this.#codes.at(index) !== code) return '';
    const { before, after } = this.#surroundings[this.#around.at(index)] as Surroundings;
    const words = this.#digits / 8;
    let digits = '';
    for (let i = index * words; i < (index + 1) * words; i++) {
      digits += this.#words.at(i).toString(16).padStart(8, '0');
    }
    return before + digits + after;
  }

  /** Marks the codes from one on whose value has a text, in lower case, in it. */
  mark(needle: string, from: number, marks: Uint8Array): void {
    const searches = this.#surroundings.map((around) => new HexSearch(around, this.#digits, needle));
    if (searches.every(({ isHopeless }) => isHopeless)) return;
    const held = this.#words.view;
    const words = this.#digits / 8;
    for (let index = this.#firstFrom(from); index < this.#codes.length; index++) {
      if (searches[this.#around.at(index)]?.passes(held, index * words)) marks[this.#codes.at(index)] = 1;
    }
  }

  #firstFrom(code: number): number {
    let low = 0;
    let high = this.#codes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#codes.at(middle) < code) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
