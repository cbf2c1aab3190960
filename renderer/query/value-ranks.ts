import type { Dictionary } from '../store/columns/dictionary.ts';
import type { NumberDictionary } from '../store/columns/number-dictionary.ts';

/** Where the values of a column stand when they are sorted, from 1; values that are alike share a rank. 0 is none. */
export interface Ranks {
  /** A rank for each code, as many as there are codes now. */
  ranks(): Uint32Array;
}

function merged(a: readonly Ranked[], b: readonly Ranked[]): Ranked[] {
  const result: Ranked[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] as Ranked, b[j] as Ranked];
    if (left.text <= right.text) {
      result.push(left);
      i += 1;
    } else {
      result.push(right);
      j += 1;
    }
  }
  return result.concat(a.slice(i), b.slice(j));
}

interface Ranked {
  text: string;
  code: number;
}

function byText(a: Ranked, b: Ranked): number {
  if (a.text === b.text) return 0;
  return a.text < b.text ? -1 : 1;
}

/** Ranks of texts in any case; a list stands where its first value does. */
export class TextRanks implements Ranks {
  readonly #dictionary: Dictionary;
  /** Codes in their order, up to how many codes. */
  #sorted = new Uint32Array(0);
  #seen = 1;
  #ranks = new Uint32Array(1);

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  ranks(): Uint32Array {
    const { size } = this.#dictionary;
    if (size === this.#seen) return this.#ranks;
    const ranked = (code: number): Ranked => ({ text: this.#dictionary.textAt(code).toLowerCase(), code });
    const fresh: Ranked[] = [];
    for (let code = this.#seen; code < size; code++) {
      const item = ranked(code);
      if (item.text !== '') fresh.push(item);
    }
    fresh.sort(byText);
    const all = this.#sorted.length === 0 ? fresh : merged(Array.from(this.#sorted, ranked), fresh);
    const ranks = new Uint32Array(size);
    let rank = 0;
    let before: string | undefined;
    for (const { text, code } of all) {
      if (text !== before) rank += 1;
      ranks[code] = rank;
      before = text;
    }
    this.#rankLists(ranks);
    this.#sorted = Uint32Array.from(all, ({ code }) => code);
    this.#seen = size;
    this.#ranks = ranks;
    return ranks;
  }

  #rankLists(ranks: Uint32Array): void {
    const { lists } = this.#dictionary;
    for (let list = 0; list < lists.length; list++) {
      const first = lists.membersAt(list).find((member) => (ranks[member] as number) > 0);
      ranks[lists.codeAt(list)] = first === undefined ? 0 : (ranks[first] as number);
    }
  }
}

/** Ranks of numbers. */
export class LevelRanks implements Ranks {
  readonly #dictionary: NumberDictionary;

  constructor(dictionary: NumberDictionary) {
    this.#dictionary = dictionary;
  }

  ranks(): Uint32Array {
    const { size } = this.#dictionary;
    const ranks = new Uint32Array(size);
    Array.from({ length: size - 1 }, (_, i) => i + 1)
      .sort((a, b) => this.#dictionary.valueAt(a) - this.#dictionary.valueAt(b))
      .forEach((code, i) => {
        ranks[code] = i + 1;
      });
    return ranks;
  }
}
