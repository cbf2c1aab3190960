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

/**
 * Texts joined into one string in lower case, which searches fast, and a bit for each letter of it that is a capital:
 * an eighth of what the text as it came would take.
 */
export class TextRun {
  readonly #lower: string;
  readonly #starts: Uint8Array | Uint16Array | Uint32Array;
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
    this.#lower = lowers.join('');
  }

  get length(): number {
    return this.#starts.length - 1;
  }

  /** Bytes taken, near enough: characters beyond Latin-1 make all of the run twice as wide. */
  get bytes(): number {
    const isWide = /[\u0100-\uffff]/.test(this.#lower);
    return (
      this.#lower.length * (isWide ? 2 : 1) + this.#starts.byteLength + (this.#capitals?.byteLength ?? 0)
    );
  }

  lowerAt(index: number): string {
    return this.#lower.slice(this.#starts[index], this.#starts[index + 1]);
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
    const starts = this.#starts;
    const lower = this.#lower;
    let index = 0;
    let at = lower.indexOf(needle);
    while (at !== -1) {
      while ((starts[index + 1] as number) <= at) index += 1;
      const end = starts[index + 1] as number;
      if (at + needle.length <= end) {
        found(index);
        at = lower.indexOf(needle, end);
      } else at = lower.indexOf(needle, at + 1);
    }
  }
}
