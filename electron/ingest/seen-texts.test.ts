import { describe, expect, it } from 'vitest';
import { createSimulatedClock } from '../simulated-clock.ts';
import { SeenTexts } from './seen-texts.ts';

const minute = 60_000;
const start = Date.UTC(2025, 5, 10, 12);

function create() {
  const clock = createSimulatedClock({ startAt: start, frozen: true });
  return { clock, seen: new SeenTexts(clock) };
}

describe('an entry', () => {
  it('is named by what it says, letter by letter, and by its kind', () => {
    const name = SeenTexts.nameOf('messageDelivered', '{"a":1}');
    expect(SeenTexts.nameOf('messageDelivered', '{"a":1}')).toBe(name);
    expect(SeenTexts.nameOf('messageDelivered', '{"a": 1}')).not.toBe(name);
    expect(SeenTexts.nameOf('messageBlocked', '{"a":1}')).not.toBe(name);
  });

  it('is remembered for an hour and a half at least, and for three at most', () => {
    const { clock, seen } = create();
    seen.add(['a']);
    clock.advance(90 * minute);
    seen.add(['b']);
    expect(seen.has('a')).toBe(true);
    clock.advance(minute);
    seen.add(['c']);
    expect([seen.has('a'), seen.has('b')]).toEqual([true, true]);
    clock.advance(91 * minute);
    seen.add(['d']);
    expect(['a', 'b', 'c', 'd'].map((name) => seen.has(name))).toEqual([false, false, true, true]);
  });

  it('that is seen again and again does not grow old', () => {
    const { clock, seen } = create();
    for (let i = 0; i < 10; i++) {
      seen.add(['a']);
      clock.advance(60 * minute);
      expect(seen.has('a')).toBe(true);
    }
  });

  it('of an overflow makes way for younger ones, two generations deep', () => {
    const { seen } = create();
    const names = (of: string) => Array.from({ length: 300_001 }, (_, i) => `${of}${i}`);
    seen.add(names('a'));
    seen.add(['b']);
    expect([seen.has('a0'), seen.has('b')]).toEqual([true, true]);
    seen.add(names('c'));
    seen.add(['d']);
    expect([seen.has('a0'), seen.has('b'), seen.has('c0'), seen.has('d')]).toEqual([false, true, true, true]);
  });

  it('is not remembered for longer where the clock goes back', () => {
    const { clock, seen } = create();
    seen.add(['a']);
    clock.advance(-24 * 60 * minute);
    seen.add(['b']);
    expect(seen.has('a')).toBe(true);
    clock.advance(91 * minute);
    seen.add(['c']);
    expect([seen.has('a'), seen.has('b')]).toEqual([false, true]);
  });

  it('that is forgotten is as if it had never been seen', () => {
    const { clock, seen } = create();
    seen.add(['a']);
    clock.advance(91 * minute);
    seen.add(['b']);
    seen.forget();
    expect([seen.has('a'), seen.has('b')]).toEqual([false, false]);
    seen.add(['a']);
    expect(seen.has('a')).toBe(true);
  });
});
