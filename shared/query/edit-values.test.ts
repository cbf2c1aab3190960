import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyQuery, anyText } from '../../test/query/any-query.ts';
import { type FieldValues, isNumeric } from '../event/field-values.ts';
import { type Field, fields } from '../event/fields.ts';
import { excludeValue, includeValue, onlyValue, valueState, valueText, withoutValue } from './edit-values.ts';
import { matchesValues } from './matches.ts';
import { parseQuery } from './parse.ts';
import { queryText } from './query-text.ts';

const context = { now: Date.UTC(2026, 10, 3), timeZone: 'UTC' };

/** What an event with one value of one field is to a query. */
function isFound(text: string, field: string, value: string): boolean {
  const parsed = parseQuery(text, context);
  if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join(' '));
  const values: FieldValues = {
    texts: (name) => (name === field && value !== '' ? [value] : []),
    numbers: () => [],
    entries: () => [],
  };
  return matchesValues(parsed.query, values);
}

const textFields = (fields as readonly Field[]).filter((field) => !isNumeric(field)).map(({ name }) => name);
const textField = fc.constantFrom(...textFields);
const value = fc.oneof(anyText, fc.string({ unit: 'grapheme' }), fc.ipV4(), fc.ipV6(), fc.constant(''));

describe('a value', () => {
  it.each([
    ['include', '', 'sender:ana@x.example'],
    ['include', 'sender:b', 'sender:(b, ana@x.example)'],
    ['include', 'x sender:(b OR c) y', 'x sender:(b OR c, ana@x.example) y'],
    ['include', '(sender:b OR sender:c)', '(sender:b OR sender:c OR sender:ana@x.example)'],
    ['include', 'sender:b OR sender:c', '(sender:b OR sender:c OR sender:ana@x.example)'],
    ['include', 'sender:(b, ANA@X.example)', 'sender:(b, ANA@X.example)'],
    ['include', '-sender:ana@x.example', 'sender:ana@x.example'],
    ['include', 'NOT sender:(b, ana@x.example) x', 'NOT sender:b x AND sender:ana@x.example'],
    ['exclude', '', 'NOT sender:ana@x.example'],
    ['exclude', 'a OR b', '(a OR b) AND NOT sender:ana@x.example'],
    ['exclude', '-sender:b', '-sender:(b, ana@x.example)'],
    ['exclude', 'sender:(ana@x.example, b, c)', 'sender:(b, c) AND NOT sender:ana@x.example'],
    ['exclude', 'sender:(b, ana@x.example) y', 'sender:b y AND NOT sender:ana@x.example'],
    ['only', 'x sender:b -sender:c', 'x sender:ana@x.example'],
    ['only', 'x', 'x AND sender:ana@x.example'],
    ['without', 'x sender:ana@x.example y', 'x y'],
    ['without', 'sender:(ana@x.example, b) -sender:ana@x.example', 'sender:b'],
    ['without', 'sender:(ana@x.example, ana@x.example)', ''],
    ['without', 'x', 'x'],
  ])('%s in %s gives %s', (act, text, edited) => {
    const acts: Record<string, typeof includeValue> = {
      include: includeValue,
      exclude: excludeValue,
      only: onlyValue,
      without: withoutValue,
    };
    expect(acts[act]?.(text, 'sender', 'ana@x.example')).toBe(edited);
  });

  it.each([
    ['subject', 'Invoice', '=Invoice'],
    ['subject', 'Re: "x"', '="Re: \\"x\\""'],
    ['rule', 'NOTICE', 'NOTICE'],
    ['rule', 'not', '"not"'],
    ['rule', 'a*b', '"a*b"'],
    ['rule', 'a\u202eb\n', '"a\\u{202e}b\\u{a}"'],
    ['rule', '', 'NOT *'],
    ['kind', 'clickPermitted', 'clickPermitted'],
    ['kind', 'odd', '=odd'],
    ['senderIP', '10.1.2.3', '10.1.2.3'],
    ['senderIP', '10.0.0.0/8', '"10.0.0.0/8"'],
    ['phishScore', '90', '90'],
    ['phishScore', 'x', undefined],
    ['unparsed', 'true', 'true'],
    ['nothing', 'x', undefined],
  ])('of %s, %s, is written %s', (field, typed, written) => {
    expect(valueText(field, typed)).toBe(written);
  });

  it('of a word for several kinds leaves the others', () => {
    expect(excludeValue('kind:click', 'kind', 'clickBlocked')).toBe(
      'kind:clickPermitted AND NOT kind:clickBlocked',
    );
    expect(withoutValue('kind:(click, messageBlocked)', 'kind', 'clickBlocked')).toBe(
      'kind:(clickPermitted, messageBlocked)',
    );
    expect(withoutValue('kind:(click, messageBlocked)', 'kind', 'messageBlocked')).toBe('kind:click');
  });

  it('that a field cannot have changes nothing', () => {
    expect(includeValue('x', 'phishScore', 'high')).toBe('x');
    expect(includeValue('x', 'nothing', 'high')).toBe('x');
    expect(includeValue('sender:', 'sender', 'a')).toBe('sender:');
    expect(includeValue('x', 'subject', 'long '.repeat(3000))).toBe('x');
  });

  it('whatever it is, is found when it is included and not when it is excluded', () => {
    fc.assert(
      fc.property(textField, value, (field, typed) => {
        const included = includeValue('', field, typed);
        expect(isFound(included, field, typed)).toBe(true);
        expect(isFound(included, field, `${typed}x`)).toBe(false);
        expect(valueState(included, field, typed)).toBe('included');
        const excluded = excludeValue('', field, typed);
        expect(isFound(excluded, field, typed)).toBe(false);
        expect(isFound(excluded, field, `${typed}x`)).toBe(true);
        expect(valueState(excluded, field, typed)).toBe('excluded');
        expect(withoutValue(included, field, typed)).toBe('');
        expect(withoutValue(excluded, field, typed)).toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('goes together with others of its field', () => {
    const several = fc.uniqueArray(value, {
      minLength: 2,
      maxLength: 5,
      selector: (one) => one.toLowerCase(),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('sender', 'quarantineRule', 'subject', 'threat'),
        several,
        (field, typed) => {
          const all = typed.reduce((text, one) => includeValue(text, field, one), '');
          for (const one of typed) expect(isFound(all, field, one)).toBe(true);
          const none = typed.reduce((text, one) => excludeValue(text, field, one), all);
          for (const one of typed) expect(isFound(none, field, one)).toBe(false);
          expect(typed.reduce((text, one) => withoutValue(text, field, one), all)).toBe('');
          expect(isFound(onlyValue(none, field, typed[0] ?? ''), field, typed[0] ?? '')).toBe(true);
        },
      ),
    );
  });

  it('can be edited in any query, which stays a query', () => {
    const anyRead = anyQuery.map(queryText).filter((text) => text.length < 5000);
    fc.assert(
      fc.property(anyRead, textField, value, (text, field, typed) => {
        for (const edit of [includeValue, excludeValue, onlyValue, withoutValue]) {
          const edited = edit(text, field, typed);
          expect(parseQuery(edited, context).ok).toBe(true);
        }
        expect(valueState(includeValue(text, field, typed), field, typed)).toBe('included');
        expect(valueState(excludeValue(text, field, typed), field, typed)).toBe('excluded');
        expect(valueState(withoutValue(text, field, typed), field, typed)).toBe(null);
      }),
      { numRuns: 500 },
    );
  });
});
