import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatternPart } from './ast.ts';
import { patternOf, textMatcher } from './pattern.ts';
import { scanWord } from './word.ts';

function isMatch(word: string, value: string, within = false): boolean {
  const pattern = patternOf(scanWord(word, 0, false).parts, within);
  return pattern === undefined || textMatcher(pattern)(value);
}

describe('a pattern', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['*b*', 'abc', true],
    ['a*b', 'ab', true],
    ['ab*ba', 'aba', false],
    ['a*b*c', 'a-c-b', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?', '🧾', true],
    ['*?x', '🧾x', true],
    ['??', '🧾', false],
    ['*a?', 'aaaa', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['a*?', 'a', false],
  ])('%s on %s: %s', (word, value, expected) => {
    expect(isMatch(word, value)).toBe(expected);
  });

  it('may stand anywhere in text that is looked into', () => {
    expect(isMatch('b?d', 'abcde', true)).toBe(true);
    expect(isMatch('b?d', 'abcde')).toBe(false);
  });

  it('has one form, whatever way it is written', () => {
    expect(patternOf(['any', { text: 'A' }, { text: 'b' }, 'any', 'any'], false)).toEqual({
      how: 'has',
      text: 'ab',
    });
    expect(patternOf(['any', 'any'], false)).toBeUndefined();
    expect(patternOf([{ text: 'any' }, 'any'], false)).toEqual({
      how: 'like',
      parts: [{ text: 'any' }, 'any'],
      source: 'any*',
    });
  });

  it('matches what a regular expression matches', () => {
    const part = fc.constantFrom<PatternPart>('any', 'one', { text: 'a' }, { text: 'b' }, { text: '🧾' });
    const value = fc.string({ unit: fc.constantFrom('a', 'b', '🧾'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), value, (parts, text) => {
        const source = parts.map((one) => (one === 'any' ? '.*' : one === 'one' ? '.' : one.text)).join('');
        const pattern = patternOf(parts, false);
        const expected = new RegExp(`^(?:${source})$`, 'su').test(text);
        expect(pattern === undefined || textMatcher(pattern)(text)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['*a'.repeat(60), `${'*a?'.repeat(60)}b`, '?*'.repeat(100)])(
    '%s takes no time to speak of',
    (word) => {
      const value = 'a'.repeat(20_000);
      const start = performance.now();
      isMatch(`${word}c`, value);
      expect(performance.now() - start).toBeLessThan(2000);
    },
  );
});
