import type { CodeLists } from './code-lists.ts';
import type { GrowingNumbers } from './growing-numbers.ts';

/** What a value has to be, said so that a dictionary can find it without asking each value. All in lower case. */
export type ValueSearch =
  | { how: 'is'; text: string }
  | { how: 'has'; text: string }
  /** `needle` is in every value that passes; empty where nothing is known to be. */
  | { how: 'passes'; test: (lower: string) => boolean; needle: string };

/**
 * The distinct values of a column, each under a code; 0 is no value. A code is a value's own or that of a list of
 * codes; codes stay what they are for good.
 */
export interface Dictionary {
  /** Codes given so far, that of "no value" among them. */
  readonly size: number;
  readonly lists: CodeLists;
  /** Whether it can tell what a value is; if not, values can be looked for as a whole alone. */
  readonly hasTexts: boolean;
  readonly bytes: number;
  /**
   * Pairs of codes whose values differ in their case alone: the later one, and the first with these letters, under
   * which both are counted.
   */
  readonly variants: GrowingNumbers;
  /** The code of a value, given one if it has none yet. */
  add(value: string): number;
  /** The code of a list of codes, given one if it has none yet; a list of one is its only code. */
  addList(codes: readonly number[]): number;
  /** A code's own value; empty for that of a list. */
  textAt(code: number): string;
  /** Marks the codes from one on whose own value is searched for. */
  mark(search: ValueSearch, from: number, marks: Uint8Array): void;
}
