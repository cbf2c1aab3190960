import type { TextSearch } from '../../query/compile.ts';
import type { QueryEngine } from '../../query/query-engine.ts';
import type { Question } from '../../query/question.ts';
import { searchOf } from '../../query/value-search.ts';
import type { ColumnChunk } from '../columns/chunk.ts';
import type { Runs } from './runs.ts';

/** Searches whose results are kept; what is typed letter by letter makes one for each letter. */
const mostSearches = 64;

/** Whether a text is as a search wants it. */
function testOf({ pattern }: TextSearch): (text: string) => boolean {
  const search = searchOf({ is: 'text', pattern });
  if (search === undefined || search === 'present') return () => false;
  if (search.how === 'is') return (text) => text.toLowerCase() === search.text;
  if (search.how === 'has') return (text) => text.toLowerCase().includes(search.text);
  return (text) => search.test(text.toLowerCase());
}

/** The distinct texts of a field in a chunk. */
function textsOf({ strings, lists, groups }: ColumnChunk, field: string): readonly string[] {
  const inGroups = Object.values(groups).map((group) => group.strings[field] ?? group.lists[field]);
  const run = strings[field] ?? lists[field] ?? inGroups.find((one) => one !== undefined);
  return run?.dictionary.slice(1) ?? [];
}

/** The distinct texts of a chunk that a search is for. */
export function foundIn(chunk: ColumnChunk, search: TextSearch): string[] {
  return textsOf(chunk, search.field).filter(testOf(search));
}

/** Looks on disk for texts that are in memory as hashes alone, and gives the engine those that are found. */
export class TextSearches {
  readonly #engine: QueryEngine;
  readonly #runs: Runs;
  /** What was searched for, to be asked of events that come later too. */
  #known: TextSearch[] = [];
  /** Chunks that were appended while a search was under way. */
  readonly #meeting = new Set<ColumnChunk[]>();
  #latest = 0;

  constructor(engine: QueryEngine, runs: Runs) {
    this.#engine = engine;
    this.#runs = runs;
  }

  /** Searches for what a question needs; a newer question ends it. */
  async prepare(question: Pick<Question, 'query'>): Promise<void> {
    const asked = ++this.#latest;
    const needed = this.#engine.needsTexts(question);
    if (needed.length === 0) return;
    if (this.#known.length + needed.length > mostSearches) {
      this.#engine.dropTexts();
      this.#known = [];
    }
    const found = needed.map(() => new Set<string>());
    const met: ColumnChunk[] = [];
    this.#meeting.add(met);
    const collect = (chunk: ColumnChunk) => {
      for (const [index, search] of needed.entries()) {
        for (const text of foundIn(chunk, search)) found[index]?.add(text);
      }
    };
    try {
      for (const run of this.#runs.all) {
        const chunk = await this.#runs.columnsOf(run);
        if (chunk) collect(chunk);
        if (asked !== this.#latest) return;
      }
      for (const chunk of met) collect(chunk);
      for (const [index, search] of needed.entries()) this.#engine.giveTexts(search, found[index] ?? []);
      this.#known.push(...needed);
    } finally {
      this.#meeting.delete(met);
    }
  }

  /** Asks what was searched for of events that were appended. */
  meet(chunk: ColumnChunk): void {
    for (const met of this.#meeting) met.push(chunk);
    for (const search of this.#known) {
      const found = foundIn(chunk, search);
      if (found.length > 0) this.#engine.giveTexts(search, found);
    }
  }
}
