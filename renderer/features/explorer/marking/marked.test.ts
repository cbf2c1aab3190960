import { describe, expect, it } from 'vitest';
import { allMarked, countMarked, isMarked, nothingMarked, targetOf, toggled, withMarked } from './marked.ts';

const question = { query: { is: 'everything' as const }, time: null };

describe('marked events', () => {
  it('are marked one by one, and asked for by their keys', () => {
    const two = withMarked(toggled(nothingMarked, 'a'), ['b', 'a']);
    expect(countMarked(two, 9)).toBe(2);
    expect(targetOf(toggled(two, 'a'), question)).toEqual({ keys: ['b'] });
    expect(isMarked(two, 'c')).toBe(false);
  });

  it('are all that are shown but for some, and asked for as such', () => {
    const but = toggled(toggled(allMarked, 'a'), 'b');
    expect(countMarked(but, 1_000_000)).toBe(999_998);
    expect([isMarked(but, 'a'), isMarked(but, 'c')]).toEqual([false, true]);
    expect(targetOf(but, question)).toEqual({ matching: question, except: ['a', 'b'] });
    expect(targetOf(withMarked(but, ['a', 'c']), question)).toEqual({ matching: question, except: ['b'] });
    expect(countMarked(toggled(but, 'b'), 1)).toBe(0);
  });
});
