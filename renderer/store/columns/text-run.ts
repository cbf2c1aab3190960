import type { Numbers } from '../../kernels/kernel-memory.ts';
import { searchTexts } from '../../kernels/text-search.ts';
import { narrowArray } from './growing-numbers.ts';

/** Whether a text can be had back from its lower case when it is known which of its letters are capitals. */
function isRestorable(text: string, lower: string): boolean {
  if (text.length !== lower.length) return false;
  for (let i = 0; i < text.length; i++) {
    const letter = lower.charAt(i);
    if (letter !== text.charAt(i) && letter.toUpperCase() !== text.charAt(i)) return false;
  }
  return true;
}

/** Letters that are made a text at once: a call takes so many arguments, and more. */
const atOnce = 4096;

function fromLatin(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += atOnce) {
    text += String.fromCharCode(...bytes.subarray(from, from + atOnce));
  }
  return text;
}

/** Letters of texts one after the other: bytes where Latin-1 has all of them, else a string. */
interface Letters {
  readonly bytes: number;
  slice(from: number, to: number): string;
  codeAt(at: number): number;
  /** Calls back for each text that has a needle in it; `starts` says where each begins, and the last ends. */
  eachWith(needle: string, starts: Numbers, found: (index: number) => void): void;
}

/** What was searched for last: a search goes through many runs. */
let asked: { text: string; bytes: Uint8Array | undefined } = { text: '', bytes: undefined };

function latinLetters(letters: Uint8Array): Letters {
  return {
    bytes: letters.byteLength,
    slice: (from, to) => fromLatin(letters.subarray(from, to)),
    codeAt: (at) => letters[at] as number,
    eachWith(needle, starts, found) {
      if (asked.text !== needle) asked = { text: needle, bytes: latinOf(needle) };
      if (asked.bytes) searchTexts(letters, starts, asked.bytes, found);
    },
  };
}

function wideLetters(letters: string): Letters {
  return {
    bytes: letters.length * 2,
    slice: (from, to) => letters.slice(from, to),
    codeAt: (at) => letters.charCodeAt(at),
    eachWith(needle, starts, found) {
      let index = 0;
      let at = letters.indexOf(needle);
      while (at !== -1) {
        while ((starts[index + 1] as number) <= at) index += 1;
        const end = starts[index + 1] as number;
        if (at + needle.length <= end) {
          found(index);
          at = letters.indexOf(needle, end);
        } else at = letters.indexOf(needle, at + 1);
      }
    },
  };
}

const encoder = new TextEncoder();

/** A text as Latin-1; undefined where it has a letter beyond. */
function latinOf(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  // Most texts are ASCII, which UTF-8 is the same for.
  const { read, written } = encoder.encodeInto(text, bytes);
  if (read === text.length && written === text.length) return bytes;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return undefined;
    bytes[i] = code;
  }
  return bytes;
}

/**
 * Texts joined in lower case, which searches fast, and a bit for each letter of it that is a capital: an eighth of
 * what the text as it came would take.
 */
export class TextRun {
  readonly #letters: Letters;
  readonly #starts: Numbers;
  readonly #capitals: Uint8Array | null = null;
  readonly #odd = new Map<number, string>();

  constructor(texts: readonly string[]) {
    const lowers = texts.map((text) => text.toLowerCase());
    const length = lowers.reduce((sum, lower) => sum + lower.length, 0);
    this.#starts = narrowArray(texts.length + 1, length);
    let capitals: Uint8Array | undefined;
    let at = 0;
    texts.forEach((text, i) => {
      const lower = lowers[i] as string;
      if (text !== lower) {
        if (isRestorable(text, lower)) {
          capitals ??= new Uint8Array((length + 7) >> 3);
          for (let j = 0; j < text.length; j++) {
            if (text.charCodeAt(j) === lower.charCodeAt(j)) continue;
            const bit = at + j;
            capitals[bit >> 3] = (capitals[bit >> 3] as number) | (1 << (bit & 7));
          }
        } else this.#odd.set(i, text);
      }
      at += lower.length;
      this.#starts[i + 1] = at;
    });
    this.#capitals = capitals ?? null;
    const joined = lowers.join('');
    const latin = latinOf(joined);
    this.#letters = latin ? latinLetters(latin) : wideLetters(joined);
  }

  get length(): number {
    return this.#starts.length - 1;
  }

  /** Bytes taken, near enough: letters beyond Latin-1 make all of the run twice as wide. */
  get bytes(): number {
    return this.#letters.bytes + this.#starts.byteLength + (this.#capitals?.byteLength ?? 0);
  }

  lowerAt(index: number): string {
    return this.#letters.slice(this.#starts[index] as number, this.#starts[index + 1] as number);
  }

  /** Whether a text in lower case is this. */
  isLower(index: number, lower: string): boolean {
    const start = this.#starts[index] as number;
    if ((this.#starts[index + 1] as number) - start !== lower.length) return false;
    for (let i = 0; i < lower.length; i++) {
      if (this.#letters.codeAt(start + i) !== lower.charCodeAt(i)) return false;
    }
    return true;
  }

  textAt(index: number): string {
    const odd = this.#odd.get(index);
    if (odd !== undefined) return odd;
    const lower = this.lowerAt(index);
    const capitals = this.#capitals;
    if (!capitals) return lower;
    const start = this.#starts[index] as number;
    let text = '';
    let from = 0;
    for (let i = 0; i < lower.length; i++) {
      const bit = start + i;
      if ((((capitals[bit >> 3] as number) >> (bit & 7)) & 1) === 0) continue;
      text += lower.slice(from, i) + lower.charAt(i).toUpperCase();
      from = i + 1;
    }
    return text + lower.slice(from);
  }

  /** Whether a text is this one, given that both are the same in lower case. */
  isSpelled(index: number, text: string, lower: string): boolean {
    const odd = this.#odd.get(index);
    if (odd !== undefined) return odd === text;
    const capitals = this.#capitals;
    if (!capitals || text.length !== lower.length) return text === lower;
    const start = this.#starts[index] as number;
    for (let i = 0; i < lower.length; i++) {
      const bit = start + i;
      const isCapital = (((capitals[bit >> 3] as number) >> (bit & 7)) & 1) === 1;
      if ((text.charCodeAt(i) !== lower.charCodeAt(i)) !== isCapital) return false;
    }
    return true;
  }

  /** Calls back for each text that has this, in lower case, in it. */
  eachWith(needle: string, found: (index: number) => void): void {
    this.#letters.eachWith(needle, this.#starts, found);
  }
}
