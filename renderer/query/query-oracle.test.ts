import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasBit } from '../../shared/bits.ts';
import type { EventFacts, FieldValues } from '../../shared/event/field-values.ts';
import { type Field, fields } from '../../shared/event/fields.ts';
import { eventKinds } from '../../shared/event/kinds.ts';
import { scoreFields } from '../../shared/event/threat-event.ts';
import type { Query } from '../../shared/query/ast.ts';
import { fieldsOf } from '../../shared/query/fields-of.ts';
import { matchesValues } from '../../shared/query/matches.ts';
import { textMatcher } from '../../shared/query/pattern.ts';
import { type ChunkEntry, chunkOf } from '../store/columns/chunk-builder.ts';
import { EventColumns } from '../store/columns/event-columns.ts';
import { hashedFields } from '../store/columns/field-columns.ts';
import { QueryEngine } from './query-engine.ts';
import { anyEntry, anyQuery, valuesOf } from './query-model.ts';
import type { Question } from './question.ts';

const texts: readonly Field[] = (fields as readonly Field[]).filter(
  ({ name, type }) => !['number', 'score', 'time', 'flag'].includes(type) && !hashedFields.has(name),
);

/** Many events are looked at one by one, on whatever machine. */
const slow = 300_000;

/** Events by place, as the columns should hold them. */
type Model = (FieldValues | null)[];

const change = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('append' as const),
      entries: fc.array(anyEntry, { maxLength: 12 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('replace' as const), at: fc.nat(60), entry: anyEntry }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('remove' as const), at: fc.nat(60) }) },
);

/** What the store says of an event beside it. */
function annotationAt(place: number, { tags = [], note = '' }: EventFacts) {
  return { place, tags, note };
}

class Twin {
  readonly columns = new EventColumns();
  readonly engine = new QueryEngine(this.columns);
  readonly model: Model = [];
  #named = 0;

  append(entries: readonly ChunkEntry[]): void {
    // Two entries of one identity would be versions of one event.
    const own = entries.map(({ event, facts }) => ({
      event: { ...event, identity: (this.#named++).toString(16).padStart(32, '0') },
      facts,
    }));
    const first = this.columns.append(chunkOf(own));
    this.columns.annotate(own.map(({ facts }, i) => annotationAt(first + i, facts)));
    this.model.push(...own.map(valuesOf));
  }

  replace(at: number, entry: ChunkEntry): void {
    const place = this.#placeNear(at);
    if (place === undefined) return;
    this.columns.replace(place, chunkOf([entry]), 0);
    this.columns.annotate([annotationAt(place, entry.facts)]);
    this.model[place] = valuesOf(entry);
  }

  remove(at: number): void {
    const place = this.#placeNear(at);
    if (place === undefined) return;
    this.columns.remove(place);
    this.model[place] = null;
  }

  /** What the store would find for searches of texts that the columns do not hold. */
  search(question: Question): void {
    for (const search of this.engine.needsTexts(question)) {
      const isMatch = textMatcher(search.pattern);
      const texts = this.model.flatMap((values) => values?.texts(search.field) ?? []);
      this.engine.giveTexts(
        search,
        texts.filter((text) => isMatch(text.toLowerCase())),
      );
    }
  }

  #placeNear(at: number): number | undefined {
    const place = this.model.length === 0 ? -1 : at % this.model.length;
    return this.model[place] ? place : undefined;
  }
}

function questionOf(query: Query, given: Partial<Question> = {}): Question {
  return { query, time: null, drawn: null, bins: 20, facets: [], sort: [], anchors: [], ...given };
}

function expectedPlaces(model: Model, query: Query, isIn: (values: FieldValues) => boolean): number[] {
  return model.flatMap((values, place) =>
    values && isIn(values) && matchesValues(query, values) ? [place] : [],
  );
}

function timeOf(values: FieldValues | null | undefined): number {
  return values?.numbers('time')[0] ?? Number.NaN;
}

test(
  'finds the events that a plain reading of the query finds, newest first, whatever changed before',
  () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(change, fc.array(anyQuery, { minLength: 2, maxLength: 6 })), {
          minLength: 1,
          maxLength: 6,
        }),
        (rounds) => {
          const twin = new Twin();
          const asked: Query[] = [];
          for (const [given, queries] of rounds) {
            if (given.is === 'append') twin.append(given.entries);
            else if (given.is === 'replace') twin.replace(given.at, given.entry);
            else twin.remove(given.at);
            twin.engine.dropTexts();
            asked.push(...queries);
            for (const query of asked) {
              const question = questionOf(query);
              twin.search(question);
              const { answer, rows } = twin.engine.askAtOnce(question);
              const expected = expectedPlaces(twin.model, query, () => true).sort(
                (a, b) => timeOf(twin.model[b]) - timeOf(twin.model[a]) || b - a,
              );
              expect([...rows(0, answer.matched)], JSON.stringify(query)).toEqual(expected);
              expect(answer.matched).toBe(expected.length);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  },
  slow,
);

function countsBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items)
    for (const key of new Set(keysOf(item))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function partsOf(query: Query): readonly Query[] {
  return query.is === 'and' ? query.of.flatMap(partsOf) : [query];
}

/** The query without the parts that ask for one field alone. */
function withoutField(query: Query, field: string): Query {
  return { is: 'and', of: partsOf(query).filter((part) => fieldsOf(part).join() !== field) };
}

const range = fc.constantFrom(
  null,
  { from: Date.UTC(2026, 10, 20), to: Date.UTC(2026, 10, 21) },
  { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 10, 20, 10, 0, 1) },
);

test(
  'counts values, scores and bars as they are counted one by one',
  () => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 5 }),
        fc.array(fc.tuple(fc.array(anyQuery, { maxLength: 3 }), range, range), {
          minLength: 1,
          maxLength: 5,
        }),
        (changes, questions) => {
          const twin = new Twin();
          for (const given of changes) {
            if (given.is === 'append') twin.append(given.entries);
            else if (given.is === 'replace') twin.replace(given.at, given.entry);
            else twin.remove(given.at);
            for (const [of, time, drawn] of questions) {
              const query: Query = { is: 'and', of };
              const question = questionOf(query, {
                time,
                drawn,
                facets: texts.map(({ name }) => ({ field: name, top: 500 })),
              });
              twin.engine.dropTexts();
              twin.search(question);
              const { answer } = twin.engine.askAtOnce(question);
              const inTime = (values: FieldValues) =>
                time === null || (timeOf(values) >= time.from && timeOf(values) < time.to);
              const valuesOn = (asked: Query, isIn: (values: FieldValues) => boolean) =>
                expectedPlaces(twin.model, asked, isIn).map((place) => twin.model[place] as FieldValues);
              for (const { name } of texts) {
                const found = valuesOn(withoutField(query, name), inTime);
                const counts = countsBy(found, (values) =>
                  values.texts(name).map((text) => text.toLowerCase()),
                );
                const facet = answer.facets[name];
                const given = new Map(facet?.values.map(({ value, count }) => [value.toLowerCase(), count]));
                expect(given, `${name} of ${JSON.stringify(query)}`).toEqual(counts);
                expect(facet?.distinct).toBe(counts.size);
                expect(facet?.none).toBe(found.filter((values) => values.texts(name).length === 0).length);
                const sizes = facet?.values.map(({ count }) => count);
                expect(sizes).toEqual(sizes?.toSorted((a, b) => b - a));
              }
              for (const name of scoreFields) {
                const found = valuesOn(withoutField(query, name), inTime).flatMap((values) =>
                  values.numbers(name),
                );
                const bars = answer.scores[name].map(
                  (_, bar) => found.filter((value) => Math.min(19, Math.floor(value / 5)) === bar).length,
                );
                expect(answer.scores[name]).toEqual(bars);
              }
              const shown = valuesOn(query, () => true);
              for (const kind of eventKinds) {
                const bars = answer.histogram?.counts[kind].map((_, bar) => {
                  const { from = 0, step = 1 } = answer.histogram ?? {};
                  return shown.filter(
                    (values) =>
                      values.texts('kind')[0] === kind && Math.floor((timeOf(values) - from) / step) === bar,
                  ).length;
                });
                expect(answer.histogram?.counts[kind]).toEqual(bars);
              }
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  },
  slow,
);

test(
  'gives rows and positions that agree with each other',
  () => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 3, maxLength: 6 }),
        anyQuery,
        fc.array(
          fc.record({
            field: fc.constantFrom(
              'subject',
              'phishScore',
              'recipient',
              'classification',
              'messageSize',
              'threatTime',
              'time',
            ),
            descending: fc.boolean(),
          }),
          { maxLength: 3 },
        ),
        (changes, query, sort) => {
          const twin = new Twin();
          for (const given of changes) {
            if (given.is === 'append') twin.append(given.entries);
            else if (given.is === 'replace') twin.replace(given.at, given.entry);
            else twin.remove(given.at);
          }
          const question = questionOf(query, { sort });
          twin.search(question);
          const { answer, rows, positionOf, selection } = twin.engine.askAtOnce(question);
          const all = [...rows(0, answer.matched)];
          expect(all.length).toBe(answer.matched);
          expect(all.every((place) => hasBit(selection, place))).toBe(true);
          expect(all.map(positionOf)).toEqual(all.map((_, i) => i));
          expect([...rows(2, 5)]).toEqual(all.slice(2, 5));
          const keyOf = (place: number, field: string): string | number | undefined => {
            const values = twin.model[place];
            return values?.texts(field)[0]?.toLowerCase() ?? values?.numbers(field)[0];
          };
          const expected = all.toSorted((a, b) => {
            for (const { field, descending } of sort) {
              const [left, right] = [keyOf(a, field), keyOf(b, field)];
              if (left === right) continue;
              if (left === undefined) return 1;
              if (right === undefined) return -1;
              return left < right === descending ? 1 : -1;
            }
            return timeOf(twin.model[b]) - timeOf(twin.model[a]) || b - a;
          });
          expect(all).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  },
  slow,
);
