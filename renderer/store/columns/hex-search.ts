/** What stands around the digits of a value, such as the address of the page that they name. */
export interface Surroundings {
  before: string;
  after: string;
}

/** Where in the digits what part of the text that is looked for has to stand. */
interface Claim {
  at: number;
  digits: Uint8Array;
}

const notHex = /[^0-9a-f]/;

function digitsOf(text: string): Uint8Array {
  return Uint8Array.from(text, (digit) => Number.parseInt(digit, 16));
}

/** Looks for a text in values that are digits between the same surroundings, without writing any of them out. */
export class HexSearch {
  #all = false;
  readonly #claims: Claim[] = [];
  readonly #anywhere: Uint8Array | null = null;
  readonly #length: number;

  /**
   * @param length how many digits a value has
   * @param text what is looked for, in lower case
   */
  constructor({ before, after }: Surroundings, length: number, text: string) {
    this.#length = length;
    const [left, right] = [before.toLowerCase(), after.toLowerCase()];
    this.#all = left.includes(text) || right.includes(text);
    if (this.#all) return;
    if (text.length <= length && !notHex.test(text)) this.#anywhere = digitsOf(text);
    // The text may begin before the digits, or end behind them, or both.
    for (let start = -text.length + 1; start < length; start++) {
      const end = start + text.length;
      if (start >= 0 && end <= length) continue;
      const lead = text.slice(0, Math.max(0, -start));
      const tail = end > length ? text.slice(length - start) : '';
      const digits = text.slice(lead.length, text.length - tail.length);
      if (left.endsWith(lead) && right.startsWith(tail) && !notHex.test(digits)) {
        this.#claims.push({ at: Math.max(0, start), digits: digitsOf(digits) });
      }
    }
  }

  /** Whether no value can pass. */
  get isHopeless(): boolean {
    return !this.#all && this.#claims.length === 0 && this.#anywhere === null;
  }

  /** Whether the value passes whose digits' words begin at a place. */
  passes(words: Uint32Array, base: number): boolean {
    if (this.#all) return true;
    for (const { at, digits } of this.#claims) if (this.#stands(words, base, at, digits)) return true;
    const anywhere = this.#anywhere;
    if (!anywhere) return false;
    const last = this.#length - anywhere.length;
    const first = anywhere[0] as number;
    for (let at = 0; at <= last; at++) {
      const word = words[base + (at >> 3)] as number;
      if (((word >>> (28 - ((at & 7) << 2))) & 15) !== first) continue;
      if (this.#stands(words, base, at, anywhere)) return true;
    }
    return false;
  }

  #stands(words: Uint32Array, base: number, at: number, digits: Uint8Array): boolean {
    for (let i = 0; i < digits.length; i++) {
      const digit = at + i;
      const word = words[base + (digit >> 3)] as number;
      if (((word >>> (28 - ((digit & 7) << 2))) & 15) !== digits[i]) return false;
    }
    return true;
  }
}
