import crossfilter from 'crossfilter2';
import type { TimeRange } from '../../renderer/query/question.ts';
import type { ColumnChunk } from '../../renderer/store/columns/chunk.ts';
import { scoreFields } from '../../shared/event/threat-event.ts';
import { type PlainRow, plainRows } from './plain-rows.ts';
import { facetFields, pageLength } from './refresh-questions.ts';

const top = 10;
const bins = 200;

/** The same events in crossfilter2, with a dimension and a group for all that the screen shows. */
export class CrossfilterEvents {
  readonly #time: crossfilter.Dimension<PlainRow, number>;
  readonly #phish: crossfilter.Dimension<PlainRow, number>;
  readonly #bars: crossfilter.Group<PlainRow, number, number>;
  readonly #facets: crossfilter.Group<PlainRow, string, number>[];
  readonly #scores: crossfilter.Group<PlainRow, number, number>[];
  readonly #all: crossfilter.GroupAll<PlainRow, number>;

  constructor(chunks: Iterable<ColumnChunk>, drawn: TimeRange) {
    const rows: PlainRow[] = [];
    for (const chunk of chunks) for (const row of plainRows(chunk)) rows.push(row);
    const events = crossfilter(rows);
    const step = Math.ceil((drawn.to - drawn.from) / bins);
    const scores = scoreFields.map((field) => events.dimension((row) => row[field] ?? -1));
    this.#time = events.dimension((row) => row.time);
    this.#phish = scores[0] as crossfilter.Dimension<PlainRow, number>;
    this.#bars = this.#time.group((time) => Math.floor((time - drawn.from) / step));
    this.#facets = facetFields.map((field) => events.dimension((row) => row[field]).group<string, number>());
    this.#scores = scores.map((dimension) => dimension.group((score) => Math.floor(score / 5)));
    this.#all = events.groupAll<number>();
  }

  /** Moves the brush and reads all that the screen shows. */
  brush(range: TimeRange): number {
    this.#time.filterRange([range.from, range.to]);
    return this.#read();
  }

  /** Moves the lower end of the phishing score and reads all that the screen shows. */
  phishFrom(score: number | null): number {
    if (score === null) this.#phish.filterAll();
    else this.#phish.filterRange([score, 101]);
    return this.#read();
  }

  #read(): number {
    this.#bars.all();
    for (const group of this.#facets) group.top(top);
    for (const group of this.#scores) group.all();
    this.#time.top(pageLength);
    return this.#all.value();
  }
}
