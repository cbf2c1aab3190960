import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyQuery } from '../../test/query/any-query.ts';
import { fields } from '../event/fields.ts';
import { clausesOn, scoreRange, withClause } from './edit.ts';
import { parseQuery } from './parse.ts';
import { queryText } from './query-text.ts';

const context = { now: Date.UTC(2026, 10, 3), timeZone: 'UTC' };
const fieldName = fc.constantFrom(...fields.map(({ name }) => name));
const anyRead = anyQuery.map(queryText).filter((text) => text.length < 5000);

describe('a field’s own filter', () => {
  it('is found in any spelling, with its place and text', () => {
    const text = 'phish:>80  (sender:a OR subject:b) spam:1 -phishScore:100';
    expect(clausesOn(text, 'PhishScore').map((clause) => clause.text)).toEqual([
      'phish:>80',
      '-phishScore:100',
    ]);
    expect(clausesOn(text, 'sender')).toEqual([]);
    expect(clausesOn('sender:', 'sender')).toEqual([]);
  });

  it.each([
    ['', 'sender:a', 'sender:a'],
    ['*', 'sender:a', 'sender:a'],
    ['rule:x', 'sender:a', 'rule:x AND sender:a'],
    ['rule:x OR rule:y', 'sender:a', '(rule:x OR rule:y) AND sender:a'],
    ['rule:x', 'sender:a OR sender:b', 'rule:x AND (sender:a OR sender:b)'],
    ['rule:x OR subject:a\\ ', 'sender:a', '(rule:x OR subject:a\\ ) AND sender:a'],
    ['rule:x\\ ', 'sender:a\\  ', 'rule:x\\  AND sender:a\\ '],
    ['', 'sender:a\\ ', 'sender:a\\ '],
    ['sender:b', 'sender:a', 'sender:a'],
    ['sender:b  Word  rule:x', 'sender:a', 'sender:a  Word  rule:x'],
    ['x sender:b AND y -sender:c', 'sender:a', 'x sender:a AND y'],
    ['x AND sender:b AND y', null, 'x AND y'],
    ['sender:b AND y', null, 'y'],
    ['y AND sender:b', null, 'y'],
    ['sender:b', null, ''],
    ['sender:b sender:c', null, ''],
    ['sender:b OR sender:c', null, ''],
    ['(sender:b OR sender:c) y', 'sender:a', 'sender:a y'],
    ['sender:b y', '*', 'y'],
    ['y', null, 'y'],
    ['sender:', 'rule:x', 'sender:'],
    ['y', 'sender:(', 'y'],
  ])('%s with %s is %s', (text, clause, edited) => {
    expect(withClause(text, 'sender', clause)).toBe(edited);
  });

  it('changes, and nothing else does', () => {
    fc.assert(
      fc.property(anyRead, fieldName, (text, field) => {
        const before = parseQuery(text, context);
        const removed = parseQuery(withClause(text, field, null), context);
        if (!before.ok || !removed.ok) throw new Error('It was not read.');
        const others = before.clauses.filter(({ fields: names }) => names.length !== 1 || names[0] !== field);
        expect(removed.clauses.map(({ query }) => query)).toEqual(others.map(({ query }) => query));
        expect(clausesOn(withClause(text, field, `${field}:*`), field).map((clause) => clause.query)).toEqual(
          [{ is: 'field', field, test: { is: 'present' } }],
        );
      }),
    );
  });
});

describe('a range', () => {
  it.each([
    ['', 80, null, 'phishScore:>=80'],
    ['', null, 20, 'phishScore:<=20'],
    ['', 20, 80, 'phishScore:20..80'],
    ['', 20, 20, 'phishScore:20'],
    ['x phish:>3 y', 20, 80, 'x phishScore:20..80 y'],
    ['x phish:>3 y', null, null, 'x y'],
  ])('%s with %s to %s is %s', (text, from, to, edited) => {
    expect(scoreRange(text, 'phishScore', from, to)).toBe(edited);
  });

  it('may be of times', () => {
    const edited = scoreRange('', 'time', Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2));
    expect(edited).toBe('time:[2026-01-01T00:00:00.000Z TO 2026-01-02T00:00:00.000Z]');
    expect(parseQuery(edited, context).ok).toBe(true);
  });

  it('leaves the text alone where nothing lies within', () => {
    expect(scoreRange('x', 'phishScore', 80, 20)).toBe('x');
    expect(scoreRange('x', 'phishScore', Number.NaN, null)).toBe('x');
  });
});
