import { describe, expect, it } from 'vitest';
import { everything, type Filter, isEverything } from './look.ts';

describe('a filter', () => {
  it('of everything is one', () => {
    expect(isEverything(everything)).toBe(true);
    expect(isEverything({ ...everything, text: '  ' })).toBe(true);
  });

  it.each<Partial<Filter>>([
    { text: 'x' },
    { time: { from: 0, to: 1 } },
    { unparsedOnly: true },
    { picked: { ...everything.picked, threatType: ['url'] } },
    { scores: { ...everything.scores, spamScore: { from: 0, to: 100 } } },
  ])('with %j is not of everything', (changes) => {
    expect(isEverything({ ...everything, ...changes })).toBe(false);
  });
});
