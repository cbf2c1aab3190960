import type { CodeMarks } from '../kernels/place-bits.ts';
import type { Dictionary, ValueSearch } from '../store/columns/dictionary.ts';
import { HashDictionary } from '../store/columns/hash-dictionary.ts';
import type { NumberDictionary } from '../store/columns/number-dictionary.ts';
import type { ValueHash } from '../store/columns/value-hash.ts';

/** Which codes of a column pass a test; the marks are at least as long as there are codes. */
export interface Marks extends CodeMarks {
  /** Whether no code passes. */
  readonly isEmpty: boolean;
  /** Looks at the codes that are new since. */
  update(): void;
}

function grown(marks: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  if (marks.length >= size) return marks;
  const larger = new Uint8Array(size + (size >> 3) + 64);
  larger.set(marks);
  return larger;
}

/** Codes of texts: each distinct value is looked at once, however many events have it. */
export class TextMarks implements Marks {
  marks = new Uint8Array(0);
  isEmpty = true;
  readonly #dictionary: Dictionary;
  readonly #search: ValueSearch | 'present';
  readonly #found: readonly ValueHash[];
  seen = 0;

  /** @param found values that pass, where the dictionary has none of their texts */
  constructor(
    dictionary: Dictionary,
    search: ValueSearch | 'present',
    found: readonly ValueHash[] | undefined = undefined,
  ) {
    this.#dictionary = dictionary;
    this.#search = search;
    this.#found = found ?? [];
  }

  update(): void {
    const { size, lists } = this.#dictionary;
    if (size === this.seen) return;
    const from = this.seen;
    this.marks = grown(this.marks, size);
    const { marks } = this;
    const search = this.#search;
    if (search === 'present') marks.fill(1, Math.max(1, from), size);
    else this.#dictionary.mark(search, from, marks);
    if (this.#dictionary instanceof HashDictionary) this.#dictionary.markHashes(this.#found, marks);
    marks[0] = 0;
    // The codes in a list are lower than the list's own.
    const { codes, ends, members } = lists.views;
    for (let list = lists.firstFrom(from); list < codes.length; list++) {
      const end = ends[list] as number;
      let isMarked = 0;
      for (let i = list === 0 ? 0 : (ends[list - 1] as number); i < end && isMarked === 0; i++) {
        isMarked = marks[members[i] as number] as number;
      }
      marks[codes[list] as number] = isMarked;
    }
    if (this.isEmpty) this.isEmpty = marks.indexOf(1) === -1;
    this.seen = size;
  }
}

/** Codes of numbers. */
export class LevelMarks implements Marks {
  marks = new Uint8Array(0);
  isEmpty = true;
  readonly #dictionary: NumberDictionary;
  readonly #passes: (value: number) => boolean;
  seen = 1;

  constructor(dictionary: NumberDictionary, passes: (value: number) => boolean) {
    this.#dictionary = dictionary;
    this.#passes = passes;
  }

  update(): void {
    const { size } = this.#dictionary;
    this.marks = grown(this.marks, size);
    for (let code = this.seen; code < size; code++) {
      if (!this.#passes(this.#dictionary.valueAt(code))) continue;
      this.marks[code] = 1;
      this.isEmpty = false;
    }
    this.seen = size;
  }
}
