import { addressHex, isInBlock } from '../../shared/query/address.ts';
import type { Test, TextPattern } from '../../shared/query/ast.ts';
import { isWithin } from '../../shared/query/matches.ts';
import { textMatcher } from '../../shared/query/pattern.ts';
import type { ValueSearch } from '../store/columns/dictionary.ts';

function patternSearch(pattern: TextPattern): ValueSearch | 'present' {
  if (pattern.how === 'is') return pattern;
  if (pattern.how === 'has') return pattern.text === '' ? 'present' : pattern;
  let needle = '';
  for (const part of pattern.parts) {
    if (typeof part === 'object' && part.text.length > needle.length) needle = part.text;
  }
  return { how: 'passes', test: textMatcher(pattern), needle };
}

/** What a test of texts looks for among distinct values; undefined for a test of numbers, which no text passes. */
export function searchOf(test: Test): ValueSearch | 'present' | undefined {
  if (test.is === 'present') return 'present';
  if (test.is === 'text') return patternSearch(test.pattern);
  if (test.is !== 'address') return undefined;
  const passes = (value: string) => {
    const address = addressHex(value);
    return address !== undefined && isInBlock(address, test);
  };
  return { how: 'passes', test: passes, needle: '' };
}

/** Whether a number passes a test; undefined for a test of texts, which no number passes. */
export function numberTestOf(test: Test): ((value: number) => boolean) | undefined {
  if (test.is === 'present') return (value) => !Number.isNaN(value);
  if (test.is === 'within') return (value) => !Number.isNaN(value) && isWithin(value, test);
  if (test.is === 'flag') return (value) => value === (test.value ? 1 : 0);
  return undefined;
}
