import { expect, it } from 'vitest';
import { parseQuery } from '../../../shared/query/parse.ts';
import { rangeClause } from './time-range-dialog.tsx';

const context = { now: Date.UTC(2026, 10, 24), timeZone: 'UTC' };

it.each([
  ['2026-11-20T10:00', '2026-11-21T12:30', Date.UTC(2026, 10, 20, 10), Date.UTC(2026, 10, 21, 12, 30)],
  ['2026-11-20T10:00', '', Date.UTC(2026, 10, 20, 10), null],
  ['', '2026-11-21T12:30', null, Date.UTC(2026, 10, 21, 12, 30)],
])('from %j to %j is a condition that the language reads so', (from, to, first, end) => {
  const parsed = parseQuery(rangeClause(from, to) ?? '', context);
  expect(parsed).toMatchObject({ ok: true, query: { test: { is: 'within', from: first, to: end } } });
});

it('two open ends are no condition', () => expect(rangeClause('', '')).toBeNull());
