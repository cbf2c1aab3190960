import { type ScoreField, scoreFields } from '../../shared/event/threat-event.ts';
import type { Query, TextPattern } from '../../shared/query/ast.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import { type ValueHash, valueHash } from '../store/columns/value-hash.ts';
import { allOf } from './bitmap.ts';
import { Clause } from './clause.ts';
import { compile, neededTexts, type TextSearch } from './compile.ts';
import { bitsIn } from './difference.ts';
import { LevelFacet, TextFacet, type UnnamedValue } from './facet.ts';
import { pause } from './pause.ts';
import { Profiles } from './profiles.ts';
import { type Answer, type FacetAnswer, type Question, scoreBins, type TimeRange } from './question.ts';
import { SortKeys } from './sort-keys.ts';
import { orderedRows, positionIn } from './sorted-rows.ts';
import type { OrderedRows } from './time-rows.ts';
import { TimeSlots } from './time-slots.ts';

/** An answer with what is asked of it later. */
export interface Asked extends OrderedRows {
  answer: Answer;
  /** A bit for each place that is in the answer. */
  selection: Uint32Array;
  /** Values of facets that only the events themselves can name: they stand in the answer as empty texts. */
  unnamed: UnnamedValue[];
}

/** How long is worked at most before others get a turn, ms: within a frame. */
const turnMs = 8;

/** Parts of queries kept for the next question. */
const keptClauses = 24;

/** Selections of events kept for the next question. */
const keptSelections = 8;

/** After so many changes of the columns while an answer was worked on, it is worked out in one go. */
const patience = 3;

function partsOf(query: Query): readonly Query[] {
  if (query.is === 'everything') return [];
  return query.is === 'and' ? query.of.flatMap(partsOf) : [query];
}

function rangeQuery({ from, to }: TimeRange): Query {
  return { is: 'field', field: 'time', test: { is: 'within', from, fromOpen: false, to, toOpen: true } };
}

function searchKey(field: string, pattern: TextPattern): string {
  return JSON.stringify([field, pattern]);
}

/**
 * Answers questions about all events from their columns. Parts of a query are kept as bitmaps, and counts are taken
 * from those before, so that what is asked again with a small change costs what the change costs.
 */
export class QueryEngine {
  readonly #columns: EventColumns;
  readonly #clauses = new Map<string, Clause>();
  readonly #facets = new Map<string, TextFacet | LevelFacet>();
  readonly #sortKeys: SortKeys;
  readonly #profiles: Profiles;
  readonly #found = new Map<string, ValueHash[]>();
  readonly #selections: { revision: number; clauses: readonly Clause[]; bits: Uint32Array }[] = [];
  #slots: TimeSlots | undefined;
  #unparsed = { revision: -1, count: 0 };
  #asked = 0;

  constructor(columns: EventColumns) {
    this.#columns = columns;
    this.#sortKeys = new SortKeys(columns);
    this.#profiles = new Profiles(columns);
  }

  /**
   * Answers a question, giving others a turn every few milliseconds.
   * @returns null when another question was asked meanwhile, which makes this one's answer worthless
   */
  async ask(question: Question): Promise<Asked | null> {
    const id = ++this.#asked;
    const started = performance.now();
    for (let round = 0; round < patience; round++) {
      const steps = this.#steps(question, id, started);
      let { revision } = this.#columns;
      let turn = performance.now();
      let step = steps.next(turn + turnMs);
      while (!step.done) {
        if (performance.now() - turn >= turnMs) {
          await pause();
          if (id !== this.#asked) return null;
          if (step.value === 'counting' && revision !== this.#columns.revision) break;
          turn = performance.now();
        }
        revision = this.#columns.revision;
        step = steps.next(turn + turnMs);
      }
      if (step.done) return step.value;
    }
    return this.#finish(question, id, started);
  }

  /** Answers a question in one go. */
  askAtOnce(question: Question): Asked {
    return this.#finish(question, ++this.#asked, performance.now());
  }

  /** The events that are as asked for: a bit for each place. What is under way goes on. */
  selectionOf({ query, time }: Pick<Question, 'query' | 'time'>): Uint32Array {
    const clauses = partsOf(query).map((part) => this.#clauseOf(part));
    if (time) clauses.push(this.#compiled(rangeQuery(time)));
    for (const clause of clauses) clause.update();
    return this.#select(clauses);
  }

  /**
   * The searches of a question that need texts which only the stored events have, and that are not given yet.
   * Without them such a part of the query finds whole values alone.
   */
  needsTexts({ query }: Pick<Question, 'query'>): TextSearch[] {
    return neededTexts(query).filter(({ field, pattern }) => !this.#found.has(searchKey(field, pattern)));
  }

  /** Gives values that a search found, beside those given for it before. */
  giveTexts({ field, pattern }: TextSearch, values: Iterable<string>): void {
    const key = searchKey(field, pattern);
    this.#found.set(key, [...(this.#found.get(key) ?? []), ...Array.from(values, valueHash)]);
    this.#forgetSearches();
  }

  /** Forgets what searches found: values of events that came since may be missing. */
  dropTexts(): void {
    this.#found.clear();
    this.#forgetSearches();
  }

  #forgetSearches(): void {
    for (const key of this.#clauses.keys()) {
      if (neededTexts(JSON.parse(key) as Query).length > 0) this.#clauses.delete(key);
    }
  }

  #finish(question: Question, id: number, started: number): Asked {
    const steps = this.#steps(question, id, started);
    let step = steps.next(Number.POSITIVE_INFINITY);
    while (!step.done) step = steps.next(Number.POSITIVE_INFINITY);
    return step.value;
  }

  /** The work of an answer in steps; each is given until when it may work. */
  *#steps(
    question: Question,
    id: number,
    started: number,
  ): Generator<'filtering' | 'counting', Asked, number> {
    const columns = this.#columns;
    const parts = partsOf(question.query).map((part) => this.#clauseOf(part));
    const time = question.time ? this.#compiled(rangeQuery(question.time)) : null;
    const all = time ? [...parts, time] : parts;
    let deadline = started + turnMs;
    for (let isDone = false; !isDone; ) {
      isDone = all.every((clause) => clause.update(deadline));
      deadline = yield 'filtering';
      isDone &&= all.every((clause) => clause.isCurrent);
    }
    const select = (clauses: readonly Clause[]) => this.#select(clauses);
    const selection = select(all);
    const without = (field: string) =>
      parts.some((part) => part.field === field)
        ? select(all.filter((part) => part.field !== field))
        : selection;

    const untimed = time ? select(parts) : selection;
    const drawn = question.drawn ?? question.time ?? this.#wholeRange();
    const histogram = drawn && this.#slotsOf(drawn, question.bins).histogram(untimed);
    yield 'counting';
    const facets: Record<string, FacetAnswer> = {};
    const unnamed: UnnamedValue[] = [];
    for (const { field, top } of question.facets) {
      const facet = this.#facetOf(field);
      const counted = without(field);
      const isOfAll = counted === selection;
      if (facet instanceof TextFacet) {
        const tally = isOfAll ? this.#profiles.tallyOf(field, question.facets) : undefined;
        facets[field] = facet.of(counted, top, tally);
      } else facets[field] = facet?.of(counted, top) ?? { values: [], distinct: 0, none: 0 };
      if (facet instanceof TextFacet) unnamed.push(...facet.unnamed(field, counted));
      yield 'counting';
    }
    const scores: Partial<Record<ScoreField, number[]>> = {};
    for (const field of scoreFields) {
      const facet = this.#facetOf(field);
      const counted = without(field);
      const bars = counted === selection ? this.#profiles.barsOf(field, counted) : undefined;
      scores[field] = bars ?? (facet instanceof LevelFacet ? facet.bars(counted, scoreBins) : []);
      yield 'counting';
    }
    const ordered = orderedRows(columns, selection, this.#sortKeys.wordsOf(question.sort), question.time?.to);
    const anchors = question.anchors.map((key) => positionIn(ordered, selection, columns.placeOfKey(key)));
    const answer: Answer = {
      id,
      matched: bitsIn(selection),
      total: columns.size,
      unparsed: this.#countUnparsed(),
      anchors,
      histogram: histogram ?? null,
      facets,
      scores: scores as Record<ScoreField, number[]>,
      took: performance.now() - started,
    };
    return {
      answer,
      selection,
      unnamed,
      rows: (from, to) => ordered.rows(from, to),
      positionOf: (place) => ordered.positionOf(place),
    };
  }

  /** The events that pass all of some clauses: the same bitmap as before while nothing changed. */
  #select(clauses: readonly Clause[]): Uint32Array {
    const columns = this.#columns;
    if (clauses.length === 0) return columns.snapshot();
    const { revision } = columns;
    const known = this.#selections.find(
      (selection) =>
        selection.revision === revision &&
        selection.clauses.length === clauses.length &&
        clauses.every((clause, i) => selection.clauses[i] === clause),
    );
    if (known) return known.bits;
    const bits = allOf(
      [columns.snapshot(), ...clauses.map((clause) => clause.bits)],
      (columns.length + 31) >> 5,
    );
    this.#selections.unshift({ revision, clauses, bits });
    this.#selections.length = Math.min(this.#selections.length, keptSelections);
    return bits;
  }

  #compiled(query: Query): Clause {
    const found = (field: string, pattern: TextPattern) => this.#found.get(searchKey(field, pattern));
    return new Clause(this.#columns, query, compile(query, this.#columns, found));
  }

  #clauseOf(query: Query): Clause {
    const key = JSON.stringify(query);
    const clause = this.#clauses.get(key) ?? this.#compiled(query);
    // Oldest use first: a clause that is used again moves to the end.
    this.#clauses.delete(key);
    this.#clauses.set(key, clause);
    for (const oldest of this.#clauses.keys()) {
      if (this.#clauses.size <= keptClauses) break;
      this.#clauses.delete(oldest);
    }
    return clause;
  }

  #facetOf(field: string): TextFacet | LevelFacet | undefined {
    const known = this.#facets.get(field);
    if (known) return known;
    const found = this.#columns.fields.of(field);
    const facet =
      found?.is === 'text'
        ? new TextFacet(this.#columns, found.column)
        : found?.is === 'level'
          ? new LevelFacet(this.#columns, found.column)
          : undefined;
    if (facet) this.#facets.set(field, facet);
    return facet;
  }

  #slotsOf(range: TimeRange, bins: number): TimeSlots {
    const { from, to } = range;
    const slots = this.#slots;
    if (!slots || slots.bins !== bins || slots.range.from !== from || slots.range.to !== to) {
      this.#slots = new TimeSlots(this.#columns, { from, to }, bins);
    }
    return this.#slots as TimeSlots;
  }

  /** From the first stored event to the last; null where there is none. */
  #wholeRange(): TimeRange | null {
    const columns = this.#columns;
    if (columns.size === 0) return null;
    const order = columns.order();
    let first = 0;
    let last = order.length - 1;
    while (!columns.isLive(order[first] as number)) first += 1;
    while (!columns.isLive(order[last] as number)) last -= 1;
    return { from: columns.timeAt(order[last] as number), to: columns.timeAt(order[first] as number) + 1 };
  }

  #countUnparsed(): number {
    const { revision } = this.#columns;
    if (this.#unparsed.revision === revision) return this.#unparsed.count;
    const clause = this.#clauseOf({ is: 'field', field: 'unparsed', test: { is: 'flag', value: true } });
    clause.update();
    this.#unparsed = { revision, count: bitsIn(this.#select([clause])) };
    return this.#unparsed.count;
  }
}
