import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../../shared/query/parse.ts';
import { drawnAround, questionOf, splitTime, timeOf } from './look-question.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const context = { now, timeZone: 'UTC' };
const at = (text: string) => Date.parse(text);
const hour = 3_600_000;
const parts = { bins: 100, facets: [], sort: [], anchors: [] };

function split(text: string) {
  const parsed = parseQuery(text, context);
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  return splitTime(parsed.query);
}

function query(text: string) {
  const parsed = parseQuery(text, context);
  return parsed.ok ? parsed.query : undefined;
}

describe('the time of a query', () => {
  test.each([
    ['time:[2026-03-01T10:00Z TO 2026-03-01T12:00Z}', '2026-03-01T10:00:00Z', '2026-03-01T12:00:00Z'],
    ['time:2026-03-01', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
    ['time:[2026-03-01 TO 2026-03-02]', '2026-03-01T00:00:00Z', '2026-03-03T00:00:00Z'],
    ['time:>=2026-03-01 AND time:<2026-03-04', '2026-03-01T00:00:00Z', '2026-03-04T00:00:00Z'],
    ['phish AND time:2026-03-01 AND kind:click', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
  ])('%s', (text, from, to) => {
    expect(split(text).time).toEqual({ from: at(from), to: at(to) });
  });

  test('is open where the query is', () => {
    expect(split('time:>now-24h').time).toEqual({ from: now - 24 * hour + 1, to: Number.POSITIVE_INFINITY });
    expect(split('time:<2026-03-01').time).toEqual({
      from: Number.NEGATIVE_INFINITY,
      to: at('2026-03-01T00:00:00Z'),
    });
  });

  test('is never turned round', () => {
    const { time } = split('time:2026-03-05 AND time:2026-03-01');
    expect(time && time.to >= time.from).toBe(true);
    expect(time && time.to - time.from).toBe(0);
  });

  test('leaves the rest of the query', () => {
    expect(split('time:2026-03-01').rest).toEqual({ is: 'everything' });
    expect(split('kind:delivered AND time:2026-03-01').rest).toEqual(query('kind:delivered'));
    expect(split('a AND time:2026-03-01 AND b').rest).toEqual(query('a AND b'));
  });

  test.each(['NOT time:2026-03-01', 'time:2026-03-01 OR kind:click', 'time:*', 'clickTime:2026-03-01', 'x'])(
    '%s stays in the query',
    (text) => {
      const { rest, time } = split(text);
      expect(time).toBeNull();
      expect(rest).toEqual(query(text));
    },
  );

  test('of a text that cannot be read is none', () => {
    expect(timeOf('time:(', context)).toBeNull();
  });
});

describe('what the histogram draws', () => {
  test('is all there is where the time has no beginning', () => {
    expect(drawnAround(null, now)).toBeNull();
    expect(drawnAround({ from: Number.NEGATIVE_INFINITY, to: now }, now)).toBeNull();
  });

  test('is a little more than what is filtered by', () => {
    const time = { from: now - 100 * hour, to: now - 92 * hour };
    expect(drawnAround(time, now)).toEqual({ from: time.from - hour, to: time.to + hour });
  });

  test('ends with the present', () => {
    const drawn = drawnAround({ from: now - 8 * hour, to: Number.POSITIVE_INFINITY }, now);
    expect(drawn?.to).toBe(now + 60_000);
    expect(drawnAround({ from: now - 8 * hour, to: now }, now)?.to).toBe(now + 60_000);
  });

  test('is a stretch even in the future', () => {
    const drawn = drawnAround({ from: now + hour, to: now + 2 * hour }, now);
    expect(drawn && drawn.to > drawn.from).toBe(true);
  });
});

test('a text that cannot be read asks nothing', () => {
  expect(questionOf('kind:', parts, context)).toBeUndefined();
  expect(questionOf('', parts, context)).toEqual({
    query: { is: 'everything' },
    time: null,
    drawn: null,
    ...parts,
  });
});
