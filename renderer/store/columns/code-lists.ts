import { GrowingNumbers } from './growing-numbers.ts';

/**
 * Codes that stand for a list of other codes, each made after the ones in it: an event with several values has one
 * code in its column like any other event.
 */
export class CodeLists {
  readonly #codes = new GrowingNumbers();
  readonly #ends = new GrowingNumbers();
  readonly #members = new GrowingNumbers();

  #isNested = false;

  /** Whether a list holds the code of another. */
  get isNested(): boolean {
    return this.#isNested;
  }

  /** How many codes stand for a list. */
  get length(): number {
    return this.#codes.length;
  }

  get bytes(): number {
    return this.#codes.bytes + this.#ends.bytes + this.#members.bytes;
  }

  add(code: number, members: ArrayLike<number>): void {
    for (let i = 0; i < members.length; i++) {
      const member = members[i] as number;
      this.#isNested ||= this.membersOf(member) !== undefined;
      this.#members.push(member);
    }
    this.#codes.push(code);
    this.#ends.push(this.#members.length);
  }

  /**
   * All lists at once: the code of each, where its members end, and the members of all; views that are good until
   * the next list is added.
   */
  get views(): { codes: Uint32Array; ends: Uint32Array; members: Uint32Array } {
    return { codes: this.#codes.view, ends: this.#ends.view, members: this.#members.view };
  }

  /** The code of a list, by its place among the lists. */
  codeAt(list: number): number {
    return this.#codes.at(list);
  }

  /** What a list holds, by its place among the lists; a view that is good until the next list is added. */
  membersAt(list: number): Uint32Array {
    return this.#members.view.subarray(list === 0 ? 0 : this.#ends.at(list - 1), this.#ends.at(list));
  }

  /** What a code stands for, undefined where it is a value's own. */
  membersOf(code: number): Uint32Array | undefined {
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const held = this.codeAt(middle);
      if (held === code) return this.membersAt(middle);
      if (held < code) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** The place of the first list whose code is this or higher. */
  firstFrom(code: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.codeAt(middle) < code) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
