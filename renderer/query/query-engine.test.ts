import { describe, expect, it } from 'vitest';
import { fieldValues } from '../../shared/event/field-values.ts';
import { parseEvent } from '../../shared/event/normalise.ts';
import type { Query } from '../../shared/query/ast.ts';
import { matchesValues } from '../../shared/query/matches.ts';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';
import { type ChunkEntry, chunkOf } from '../store/columns/chunk-builder.ts';
import { EventColumns } from '../store/columns/event-columns.ts';
import { QueryEngine } from './query-engine.ts';
import type { Question } from './question.ts';

const end = Date.UTC(2026, 10, 20);

function sampleEntries(count: number): ChunkEntry[] {
  const tenant = createTenant({ seed: 3, rate: 600 });
  return takeEvents(tenant, count, end).map(({ kind, raw }) => {
    const result = parseEvent(kind, JSON.stringify(raw), end);
    return {
      event: result.ok ? result.event : result.unparsed,
      facts: { source: 'one', fetched: end, versions: 1 },
    };
  });
}

const entries = sampleEntries(9000);

function engineOf(some: readonly ChunkEntry[]): { columns: EventColumns; engine: QueryEngine } {
  const columns = new EventColumns();
  for (let at = 0; at < some.length; at += 3000) columns.append(chunkOf(some.slice(at, at + 3000)));
  return { columns, engine: new QueryEngine(columns) };
}

function question(query: Query, given: Partial<Question> = {}): Question {
  return { query, time: null, drawn: null, bins: 50, facets: [], sort: [], anchors: [], ...given };
}

function isText(field: string, text: string): Query {
  return { is: 'field', field, test: { is: 'text', pattern: { how: 'is', text } } };
}

function hasText(field: string, text: string): Query {
  return { is: 'field', field, test: { is: 'text', pattern: { how: 'has', text } } };
}

function scoreFrom(field: string, from: number): Query {
  return { is: 'field', field, test: { is: 'within', from, fromOpen: false, to: null, toOpen: false } };
}

const everything: Query = { is: 'everything' };

describe('the engine', () => {
  it('finds the same as a plain reading over several blocks, as events come, change and go', () => {
    const { columns, engine } = engineOf(entries.slice(0, 6000));
    const held: (ChunkEntry | null)[] = entries.slice(0, 6000);
    const queries: Query[] = [
      isText('kind', 'messageblocked'),
      hasText('subject', 'invoice'),
      scoreFrom('phishScore', 60),
      {
        is: 'entry',
        group: 'threats',
        of: { is: 'and', of: [isText('classification', 'phish'), isText('threatStatus', 'active')] },
      },
      { is: 'not', of: hasText('recipient', 'a') },
      { is: 'anywhere', pattern: { how: 'has', text: 'mail' } },
      {
        is: 'field',
        field: 'time',
        test: { is: 'within', from: end - 4 * 3_600_000, fromOpen: false, to: end - 3_600_000, toOpen: true },
      },
      { is: 'or', of: [isText('threatType', 'attachment'), scoreFrom('spamScore', 90)] },
    ];
    const check = () => {
      const values = held.map((one) => one && fieldValues(one.event, one.facts));
      for (const query of queries) {
        const asked = question(query);
        for (const search of engine.needsTexts(asked)) {
          const { pattern } = search;
          if (pattern.how !== 'has') continue;
          engine.giveTexts(
            search,
            values.flatMap((one) =>
              (one?.texts(search.field) ?? []).filter((text) => text.toLowerCase().includes(pattern.text)),
            ),
          );
        }
        const { answer, rows } = engine.askAtOnce(asked);
        const expected = values.flatMap((one, place) => (one && matchesValues(query, one) ? [place] : []));
        expect(
          [...rows(0, answer.matched)].sort((a, b) => a - b),
          JSON.stringify(query),
        ).toEqual(expected);
      }
      engine.dropTexts();
    };
    check();
    columns.append(chunkOf(entries.slice(6000)));
    held.push(...entries.slice(6000));
    for (let place = 0; place < 9000; place += 700) {
      columns.remove(place);
      held[place] = null;
    }
    const others = chunkOf(entries.slice(0, 50));
    for (let i = 1; i < 50; i += 7) {
      columns.replace(4000 + i, others, i);
      held[4000 + i] = entries[i] as ChunkEntry;
    }
    check();
  });

  it('counts a field without the parts of the query that ask for it alone', () => {
    const { engine } = engineOf(entries.slice(0, 2000));
    const facets = [{ field: 'kind', top: 10 }];
    const all = engine.askAtOnce(question(everything, { facets })).answer;
    const blocked = engine.askAtOnce(question(isText('kind', 'messageblocked'), { facets })).answer;
    expect(blocked.facets).toEqual(all.facets);
    expect(blocked.matched).toBe(
      all.facets.kind?.values.find(({ value }) => value === 'messageBlocked')?.count,
    );
    const phish = engine.askAtOnce(question(scoreFrom('phishScore', 50))).answer;
    expect(phish.scores.phishScore).toEqual(all.scores.phishScore);
    expect(phish.scores.spamScore).not.toEqual(all.scores.spamScore);
  });

  it('draws the histogram without the time that is filtered by', () => {
    const { engine, columns } = engineOf(entries.slice(0, 2000));
    const order = columns.order();
    const [from, to] = [columns.timeAt(order[1500] as number), columns.timeAt(order[500] as number)];
    const drawn = { from: columns.timeAt(order[1999] as number), to: columns.timeAt(order[0] as number) + 1 };
    const { answer } = engine.askAtOnce(question(everything, { time: { from, to }, drawn }));
    const drawnCount = Object.values(answer.histogram?.counts ?? {})
      .flat()
      .reduce((sum, count) => sum + count, 0);
    expect(drawnCount).toBe(2000);
    expect(answer.matched).toBeLessThan(1100);
    expect(answer.total).toBe(2000);
  });

  it('says where anchors stand, and that those which are filtered out stand nowhere', () => {
    const { engine, columns } = engineOf(entries.slice(0, 500));
    const places = [...engine.askAtOnce(question(everything)).rows(0, 500)];
    const anchors = [3, 77, 499].map((at) => columns.keyAt(places[at] as number));
    expect(
      engine.askAtOnce(question(everything, { anchors: [...anchors, 'one:none'] })).answer.anchors,
    ).toEqual([3, 77, 499, -1]);
    const none = engine.askAtOnce(question(hasText('subject', 'no such subject'), { anchors }));
    expect(none.answer.anchors).toEqual([-1, -1, -1]);
    expect(none.answer.histogram).not.toBeNull();
  });

  it('finds whole ids without their texts, and parts of them with the texts that a search gives', () => {
    const { engine } = engineOf(entries.slice(0, 300));
    const event = entries[7]?.event;
    const guid = event && 'GUID' in event ? (event.GUID ?? '') : '';
    expect(engine.askAtOnce(question(isText('GUID', guid.toLowerCase()))).answer.matched).toBeGreaterThan(0);
    const part = question(hasText('GUID', guid.slice(3, 12).toLowerCase()));
    expect(engine.askAtOnce(part).answer.matched).toBe(0);
    const [search] = engine.needsTexts(part);
    expect(search?.field).toBe('GUID');
    if (search) engine.giveTexts(search, [guid]);
    expect(engine.needsTexts(part)).toEqual([]);
    expect(engine.askAtOnce(part).answer.matched).toBeGreaterThan(0);
  });

  it('gives no answer to a question that a newer one overtook', async () => {
    const { engine } = engineOf(entries);
    const { answer } = engine.askAtOnce(question(scoreFrom('phishScore', 50)));
    const [older, newer] = await Promise.all([
      engine.ask(
        question({
          is: 'anywhere',
          pattern: { how: 'like', parts: ['any', 'one', { text: 'a' }, 'one'], source: '*?a?' },
        }),
      ),
      engine.ask(question(scoreFrom('phishScore', 50))),
    ]);
    expect(newer?.answer.matched).toBe(answer.matched);
    // Where the older was worked out before its first pause, it has its answer.
    if (older) expect(older.answer.id).toBeLessThan(newer?.answer.id ?? 0);
  });

  it('answers about no events at all', () => {
    const { engine } = engineOf([]);
    const { answer, rows } = engine.askAtOnce(
      question(everything, { facets: [{ field: 'subject', top: 5 }] }),
    );
    expect(answer).toMatchObject({ matched: 0, total: 0, unparsed: 0, histogram: null });
    expect(answer.facets.subject).toEqual({ values: [], distinct: 0, none: 0 });
    expect([...rows(0, 100)]).toEqual([]);
  });
});
