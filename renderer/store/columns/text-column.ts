import type { ListRun, StringRun } from './chunk.ts';
import { CodeColumn } from './code-column.ts';
import type { Dictionary } from './dictionary.ts';

const unknown = 0xffff_ffff;

/** A field's texts: one code for each event, that of a value or that of a list of them. */
export class TextColumn {
  readonly codes = new CodeColumn();
  readonly dictionary: Dictionary;

  constructor(dictionary: Dictionary) {
    this.dictionary = dictionary;
  }

  get bytes(): number {
    return this.codes.bytes + this.dictionary.bytes;
  }
}

/** Gives the column's codes for those of a run, asking its dictionary once for each value of the run. */
class Translation {
  readonly #dictionary: Dictionary;
  readonly #run: StringRun;
  readonly #known: Uint32Array;

  constructor(dictionary: Dictionary, run: StringRun) {
    this.#dictionary = dictionary;
    this.#run = run;
    this.#known = new Uint32Array(run.dictionary.length).fill(unknown);
    this.#known[0] = 0;
  }

  at(place: number): number {
    const code = this.#run.codes[place] ?? 0;
    let known = this.#known[code] ?? 0;
    if (known === unknown) {
      known = this.#dictionary.add(this.#run.dictionary[code] ?? '');
      this.#known[code] = known;
    }
    return known;
  }
}

/** The column's code of an event of a run, by the event's place in the run. */
export type CodeOf = (index: number) => number;

/** Codes of texts, one an event. */
export function codesOfStrings({ dictionary }: TextColumn, run: StringRun): CodeOf {
  const translation = new Translation(dictionary, run);
  return (index) => translation.at(index);
}

/** Codes of the texts of an event, of which there are any number. */
export function codesOfLists({ dictionary }: TextColumn, run: ListRun): CodeOf {
  const translation = new Translation(dictionary, run);
  const list: number[] = [];
  return (index) => {
    const from = run.offsets[index] ?? 0;
    const to = run.offsets[index + 1] ?? from;
    if (to === from) return 0;
    if (to === from + 1) return translation.at(from);
    list.length = 0;
    for (let at = from; at < to; at++) list.push(translation.at(at));
    return dictionary.addList(list);
  };
}

/**
 * Codes of the texts of an event's entries. An event of several entries keeps a code for each, those without a value
 * among them, so that fields of one entry can be told to belong together.
 * @param offsets where the entries of each event stand
 * @param codeOf the code of an entry by its place
 */
export function codesOfEntries({ dictionary }: TextColumn, offsets: Uint32Array, codeOf: CodeOf): CodeOf {
  const list: number[] = [];
  return (index) => {
    const from = offsets[index] ?? 0;
    const to = offsets[index + 1] ?? from;
    if (to === from) return 0;
    if (to === from + 1) return codeOf(from);
    list.length = 0;
    let isEmpty = true;
    for (let at = from; at < to; at++) {
      const code = codeOf(at);
      if (code !== 0) isEmpty = false;
      list.push(code);
    }
    return isEmpty ? 0 : dictionary.addList(list);
  };
}
