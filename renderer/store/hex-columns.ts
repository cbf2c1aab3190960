/** Values in a page: growing by pages wastes at most one of them. */
const pageSize = 1 << 14;

/** What each character stands for as a hexadecimal digit. */
const digitValues = new Uint8Array(128);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  digitValues[digit.charCodeAt(0)] = value;
  digitValues[digit.toUpperCase().charCodeAt(0)] = value;
}

/** Each byte as two digits. */
const bytePairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A 128-bit value as four words, read from 32 hexadecimal digits into `into`. */
export function wordsOf(hex: string, into: Uint32Array): void {
  for (let word = 0; word < 4; word++) {
    let value = 0;
    const end = word * 8 + 8;
    for (let at = word * 8; at < end; at++)
      value = (value << 4) | (digitValues[hex.charCodeAt(at)] as number);
    into[word] = value;
  }
}

/** Four words as 32 hexadecimal digits. */
export function hexOf(words: Uint32Array): string {
  let text = '';
  for (let word = 0; word < 4; word++) {
    const value = words[word] as number;
    text +=
      (bytePairs[value >>> 24] as string) +
      (bytePairs[(value >>> 16) & 255] as string) +
      (bytePairs[(value >>> 8) & 255] as string) +
      (bytePairs[value & 255] as string);
  }
  return text;
}

/** A column of 128-bit values, 16 bytes each, addressed by place. */
export class HexColumn {
  readonly #pages: Uint32Array[] = [];

  /** Bytes taken. */
  get bytes(): number {
    return this.#pages.length * pageSize * 16;
  }

  set(place: number, words: Uint32Array): void {
    const page = Math.floor(place / pageSize);
    while (this.#pages.length <= page) this.#pages.push(new Uint32Array(pageSize * 4));
    this.#pages[page]?.set(words, (place % pageSize) * 4);
  }

  equals(place: number, words: Uint32Array): boolean {
    const page = this.#pages[Math.floor(place / pageSize)];
    if (!page) return false;
    const at = (place % pageSize) * 4;
    return (
      page[at] === words[0] &&
      page[at + 1] === words[1] &&
      page[at + 2] === words[2] &&
      page[at + 3] === words[3]
    );
  }

  /** The first word, which is as good as chance. */
  first(place: number): number {
    return this.#pages[Math.floor(place / pageSize)]?.[(place % pageSize) * 4] ?? 0;
  }

  /** The value's words, into `into`. */
  words(place: number, into: Uint32Array): void {
    const page = this.#pages[Math.floor(place / pageSize)];
    const at = (place % pageSize) * 4;
    for (let word = 0; word < 4; word++) into[word] = page?.[at + word] ?? 0;
  }
}
