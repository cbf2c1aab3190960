import { hasBit } from '../../shared/bits.ts';
import { mostFrequent } from '../kernels/code-counts.ts';
import { blockShift, blockSize } from '../store/columns/blocks.ts';
import type { CodeColumn } from '../store/columns/code-column.ts';
import type { Dictionary } from '../store/columns/dictionary.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import { HashDictionary } from '../store/columns/hash-dictionary.ts';
import type { LevelColumn } from '../store/columns/measure-column.ts';
import type { TextColumn } from '../store/columns/text-column.ts';
import { valueHash } from '../store/columns/value-hash.ts';
import type { FacetAnswer } from './question.ts';
import { type CodeSource, type CodeTally, ValueCounts } from './value-counts.ts';

/** A column with how many codes there are. */
export function codeSource(codes: CodeColumn, dictionary: { readonly size: number }): CodeSource {
  return {
    get size() {
      return dictionary.size;
    },
    blockAt: (block) => codes.blockAt(block),
    at: (place) => codes.at(place),
  };
}

/** A value of a facet that is known by its hash alone. */
export interface UnnamedValue {
  field: string;
  /** Where in the facet it stands. */
  index: number;
  /** An event that has it, maybe beside others. */
  place: number;
  /** Whether a text of the event's is the value. */
  isIt(text: string): boolean;
}

const codesOfBlock = new Uint32Array(blockSize);

/** Counts the values of a field that holds texts. */
export class TextFacet {
  readonly #counts: ValueCounts;
  readonly #codes: CodeColumn;
  readonly #dictionary: Dictionary;
  #top: number[] = [];
  /** Codes that are counted under another one's. */
  readonly #firsts = new Map<number, number>();
  #seenVariants = 0;
  #answered: { tally: CodeTally; revision: number; top: number; answer: FacetAnswer } | undefined;
  /** For each code the mark of the list that counted it last, so that a value twice in a list counts once. */
  #countedBy = new Uint32Array(0);
  #marks = 0;

  constructor(columns: EventColumns, { codes, dictionary }: TextColumn) {
    this.#counts = new ValueCounts(columns, codeSource(codes, dictionary));
    this.#codes = codes;
    this.#dictionary = dictionary;
  }

  /** @param tally what counts the field's codes, where that is told by a count of something else */
  of(selection: Uint32Array, top: number, tally: CodeTally = this.#counts): FacetAnswer {
    const counts = tally.of(selection);
    const { revision } = tally;
    const known = this.#answered;
    if (known?.tally === tally && known.revision === revision && known.top === top) return known.answer;
    const answer = this.#answer(counts, top);
    this.#answered = { tally, revision, top, answer };
    return answer;
  }

  #answer(counts: Uint32Array, top: number): FacetAnswer {
    const { lists, variants, size } = this.#dictionary;
    const isPlain = lists.length === 0 && variants.length === 0;
    const totals = isPlain ? counts : counts.slice(0, size);
    if (!isPlain) {
      this.#foldVariants(totals);
      this.#spreadLists(totals, counts);
    }
    const { codes, distinct } = mostFrequent(totals, size, top);
    this.#top = codes;
    return {
      values: codes.map((code) => ({ value: this.#dictionary.textAt(code), count: totals[code] ?? 0 })),
      distinct,
      none: totals[0] ?? 0,
    };
  }

  /** Where the values that were counted last can be read, if they can be read from events alone. */
  unnamed(field: string, selection: Uint32Array): UnnamedValue[] {
    const dictionary = this.#dictionary;
    if (!(dictionary instanceof HashDictionary)) return [];
    const places = new Map<number, number>(this.#top.map((code) => [code, -1]));
    let left = places.size;
    const meet = (code: number, place: number) => {
      if (places.get(code) !== -1) return;
      places.set(code, place);
      left -= 1;
    };
    for (let block = 0; left > 0 && block << (blockShift - 5) < selection.length; block++) {
      this.#codes.read(block, codesOfBlock);
      for (let i = 0; i < blockSize && left > 0; i++) {
        const code = codesOfBlock[i] as number;
        const place = (block << blockShift) | i;
        if (code === 0 || !hasBit(selection, place)) continue;
        meet(code, place);
        for (const member of dictionary.lists.membersOf(code) ?? []) meet(member, place);
      }
    }
    return this.#top.flatMap((code, index) => {
      const place = places.get(code) ?? -1;
      const isIt = (text: string) => dictionary.codeOf(valueHash(text)) === code;
      return place === -1 ? [] : [{ field, index, place, isIt }];
    });
  }

  #foldVariants(totals: Uint32Array): void {
    const { variants } = this.#dictionary;
    for (; this.#seenVariants < variants.length; this.#seenVariants += 2) {
      const first = variants.at(this.#seenVariants + 1);
      this.#firsts.set(variants.at(this.#seenVariants), this.#firsts.get(first) ?? first);
    }
    for (const [code, first] of this.#firsts) {
      totals[first] = (totals[first] as number) + (totals[code] as number);
      totals[code] = 0;
    }
  }

  #spreadLists(totals: Uint32Array, counts: Uint32Array): void {
    const { lists, size } = this.#dictionary;
    if (this.#countedBy.length < size) this.#countedBy = new Uint32Array(size + (size >> 3));
    if (this.#marks > 0xffff_ffff - lists.length) {
      this.#countedBy.fill(0);
      this.#marks = 0;
    }
    const { codes, ends, members } = lists.views;
    for (let list = 0, from = 0; list < codes.length; list++) {
      const to = ends[list] as number;
      const code = codes[list] as number;
      const count = counts[code] as number;
      if (count > 0) {
        this.#marks += 1;
        totals[code] = 0;
        if (!this.#spread(members, from, to, totals, count)) totals[0] = (totals[0] as number) + count;
      }
      from = to;
    }
  }

  /** Adds the count of a list to that of each value in it; whether there is any. */
  #spread(members: Uint32Array, from: number, to: number, totals: Uint32Array, count: number): boolean {
    const { lists } = this.#dictionary;
    const countedBy = this.#countedBy;
    let hasAny = false;
    for (let i = from; i < to; i++) {
      let member = members[i] as number;
      if (member === 0) continue;
      const nested = lists.isNested ? lists.membersOf(member) : undefined;
      if (nested) {
        hasAny = this.#spread(nested, 0, nested.length, totals, count) || hasAny;
        continue;
      }
      hasAny = true;
      if (this.#firsts.size > 0) member = this.#firsts.get(member) ?? member;
      if (countedBy[member] === this.#marks) continue;
      countedBy[member] = this.#marks;
      totals[member] = (totals[member] as number) + count;
    }
    return hasAny;
  }
}

/** In which of so many bars from 0 to 100 a number stands. */
export function barOf(value: number, bins: number): number {
  return Math.max(0, Math.min(bins - 1, Math.floor(value / (100 / bins))));
}

/** Counts the values of a field that has few numbers. */
export class LevelFacet {
  readonly #counts: ValueCounts;
  readonly #column: LevelColumn;

  constructor(columns: EventColumns, column: LevelColumn) {
    this.#counts = new ValueCounts(columns, codeSource(column.codes, column.dictionary));
    this.#column = column;
  }

  of(selection: Uint32Array, top: number): FacetAnswer {
    const { dictionary } = this.#column;
    const counts = this.#counts.of(selection);
    const { codes, distinct } = mostFrequent(counts, dictionary.size, top);
    return {
      values: codes.map((code) => ({ value: String(dictionary.valueAt(code)), count: counts[code] ?? 0 })),
      distinct,
      none: counts[0] ?? 0,
    };
  }

  /** How many events have a number in each of so many bars from 0 to 100. */
  bars(selection: Uint32Array, bins: number): number[] {
    const { dictionary } = this.#column;
    const counts = this.#counts.of(selection);
    const bars = new Array<number>(bins).fill(0);
    for (let code = 1; code < dictionary.size; code++) {
      const bar = barOf(dictionary.valueAt(code), bins);
      bars[bar] = (bars[bar] ?? 0) + (counts[code] ?? 0);
    }
    return bars;
  }
}
