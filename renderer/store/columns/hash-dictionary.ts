import { CodeLists } from './code-lists.ts';
import type { Dictionary, ValueSearch } from './dictionary.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { HashSlots } from './hash-slots.ts';
import { codesHash } from './text-hash.ts';
import { type ValueHash, valueHash } from './value-hash.ts';

/**
 * Values told apart by a hash of 64 bits: hashes of files and ids, whose texts would take several times the memory
 * and are looked for as a whole. What a value is, the events that have it can tell.
 */
export class HashDictionary implements Dictionary {
  readonly lists = new CodeLists();
  /** Values that differ in their case are one. */
  readonly variants = new GrowingNumbers(0);
  readonly hasTexts = false;
  readonly #high = new GrowingNumbers();
  /** 0 for a list. */
  readonly #low = new GrowingNumbers();
  readonly #slots = new HashSlots();

  constructor() {
    this.#high.push(0);
    this.#low.push(0);
  }

  get size(): number {
    return this.#low.length;
  }

  get bytes(): number {
    return this.#high.bytes + this.#low.bytes + this.#slots.bytes + this.lists.bytes;
  }

  add(value: string): number {
    if (value === '') return 0;
    const hash = valueHash(value);
    return this.codeOf(hash) ?? this.#put(hash);
  }

  addList(codes: readonly number[]): number {
    if (codes.length < 2) return codes[0] ?? 0;
    const high = codesHash(codes);
    const known = this.#slots.find(high, (code) => {
      if (this.#low.at(code) !== 0 || this.#high.at(code) !== high) return false;
      const members = this.lists.membersOf(code);
      return members?.length === codes.length && codes.every((member, i) => members[i] === member);
    });
    if (known !== undefined) return known;
    const code = this.#put({ high, low: 0 });
    this.lists.add(code, codes);
    return code;
  }

  textAt(): string {
    return '';
  }

  /** The code of the value that has a hash. */
  codeOf({ high, low }: ValueHash): number | undefined {
    return this.#slots.find(high, (code) => this.#low.at(code) === low && this.#high.at(code) === high);
  }

  mark(search: ValueSearch, _from: number, marks: Uint8Array): void {
    // Part of a text is not in its hash; the text as a whole may be what is looked for.
    if (search.how !== 'passes') this.markHashes([valueHash(search.text)], marks);
  }

  /** Marks the codes of the values that have one of some hashes. */
  markHashes(hashes: readonly ValueHash[], marks: Uint8Array): void {
    for (const hash of hashes) {
      const code = hash.low === 0 ? undefined : this.codeOf(hash);
      if (code !== undefined) marks[code] = 1;
    }
  }

  #put({ high, low }: ValueHash): number {
    const code = this.size;
    this.#high.push(high);
    this.#low.push(low);
    this.#slots.add(high, code, (held) => this.#high.at(held));
    return code;
  }
}
