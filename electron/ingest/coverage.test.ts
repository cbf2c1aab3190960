import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interval } from '../../shared/source.ts';
import { cover, forgetBefore, holes, lengthOf, readThrough, uncover } from './coverage.ts';

const end = 60;
const interval = fc
  .tuple(fc.integer({ min: 0, max: end }), fc.integer({ min: 0, max: end }))
  .map(([a, b]): Interval => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const coverage = fc
  .array(interval, { maxLength: 8 })
  .map((all) => all.reduce<Interval[]>((sofar, one) => cover(sofar, one), []));

/** The seconds that intervals hold, one by one. */
function secondsOf(intervals: readonly Interval[]): Set<number> {
  return new Set(intervals.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
}

function union(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  return new Set([...a, ...b]);
}

function without(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  return new Set([...a].filter((at) => !b.has(at)));
}

function isTidy(intervals: readonly Interval[]): boolean {
  return intervals.every(({ from, to }, index) => from < to && (intervals[index - 1]?.to ?? -1) < from);
}

const second = fc.integer({ min: -2, max: end + 2 });

describe('coverage', () => {
  it('is sorted, apart and without empty stretches, however it was read', () => {
    fc.assert(fc.property(coverage, (held) => isTidy(held)));
  });

  it('holds what it held and what was read, and no second else', () => {
    fc.assert(
      fc.property(coverage, interval, (held, read) => {
        const both = union(secondsOf(held), secondsOf([read]));
        expect(secondsOf(cover(held, read))).toEqual(both);
      }),
    );
  });

  it('is the same in whatever order it was read', () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 6 }), (reads) => {
        const all = (order: readonly Interval[]) =>
          order.reduce<Interval[]>((held, one) => cover(held, one), []);
        expect(all(reads)).toEqual(all(reads.toReversed()));
      }),
    );
  });

  it('has holes exactly where nothing was read', () => {
    fc.assert(
      fc.property(coverage, interval, (held, span) => {
        const found = holes(held, span);
        expect(isTidy(found)).toBe(true);
        expect(secondsOf(found)).toEqual(without(secondsOf([span]), secondsOf(held)));
      }),
    );
  });

  it('forgets what lies before an instant and nothing else', () => {
    fc.assert(
      fc.property(coverage, second, (held, before) => {
        const kept = forgetBefore(held, before);
        expect(isTidy(kept)).toBe(true);
        expect([...secondsOf(kept)]).toEqual([...secondsOf(held)].filter((at) => at >= before));
      }),
    );
  });

  it('loses what has to be read again and nothing else', () => {
    fc.assert(
      fc.property(coverage, interval, (held, again) => {
        fc.pre(again.from < again.to);
        const rest = uncover(held, again);
        expect(isTidy(rest)).toBe(true);
        expect(secondsOf(rest)).toEqual(without(secondsOf(held), secondsOf([again])));
        expect(secondsOf(cover(rest, again))).toEqual(union(secondsOf(held), secondsOf([again])));
      }),
    );
  });

  it('is as long as its seconds and ends at its last', () => {
    fc.assert(
      fc.property(coverage, (held) => {
        expect(lengthOf(held)).toBe(secondsOf(held).size);
        const last = Math.max(...secondsOf(held));
        expect(readThrough(held)).toBe(held.length === 0 ? undefined : last + 1);
      }),
    );
  });

  it('is never changed in place', () => {
    const held = Object.freeze([Object.freeze({ from: 1, to: 3 })]);
    expect(cover(held, { from: 3, to: 5 })).toEqual([{ from: 1, to: 5 }]);
    expect(uncover(held, { from: 2, to: 9 })).toEqual([{ from: 1, to: 2 }]);
    expect(held).toEqual([{ from: 1, to: 3 }]);
  });
});
