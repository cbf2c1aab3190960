import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laneSchema } from '../../shared/journal-batch.ts';
import { type TroubleKind, troubleKinds } from '../../shared/proofpoint/trouble.ts';
import { WindowLengths } from './window-lengths.ts';
import { longestWindow, shortestWindow } from './window-plan.ts';

const second = 1000;
const anHour = { from: 0, to: 3600 * second };
const shortest = { from: 0, to: 30 * second };

/** How long the windows get when one after the other fails, and what is said of each, until it does not change. */
function lengthsAfter(trouble: TroubleKind, failures: number): number[] {
  const lengths = new WindowLengths();
  return Array.from({ length: failures }, () => {
    lengths.failed('main', { from: 0, to: lengths.longest('main') }, trouble);
    return lengths.longest('main') / second;
  });
}

describe('a window that fails', () => {
  it.each(['timeout', 'truncated', 'malformed', 'too-large'] as const)(
    'for "%s" is halved at once, down to 30 seconds and in whole seconds',
    (trouble) => expect(lengthsAfter(trouble, 9)).toEqual([1800, 900, 450, 225, 113, 57, 30, 30, 30]),
  );

  it.each(['server-error', 'unreachable'] as const)(
    'for "%s" is halved only when it fails again',
    (trouble) => expect(lengthsAfter(trouble, 4)).toEqual([3600, 1800, 900, 450]),
  );

  const noMatter = troubleKinds.filter(
    (kind) =>
      !['timeout', 'truncated', 'malformed', 'too-large', 'server-error', 'unreachable'].includes(kind),
  );
  it.each(noMatter)('for "%s" stays as long as it is', (trouble) =>
    expect(lengthsAfter(trouble, 3)).toEqual([3600, 3600, 3600]),
  );

  it('is halved from what it was, not from what it could have been', () => {
    const lengths = new WindowLengths();
    lengths.failed('main', { from: 0, to: 120 * second }, 'timeout');
    expect(lengths.longest('main')).toBe(60 * second);
  });

  it('leaves the other lanes as they are', () => {
    const lengths = new WindowLengths();
    lengths.failed('backfill', anHour, 'timeout');
    for (const lane of ['main', 'sweep', 'clicks'] as const)
      expect(lengths.longest(lane)).toBe(longestWindow);
  });

  it('is doubled by each that succeeds, up to an hour', () => {
    const lengths = new WindowLengths();
    lengths.failed('sweep', { from: 0, to: 60 * second }, 'timeout');
    const read = () => {
      lengths.succeeded('sweep');
      return lengths.longest('sweep') / second;
    };
    // What has just failed is not tried again at once.
    expect(Array.from({ length: 11 }, read)).toEqual(new Array(11).fill(30));
    expect(Array.from({ length: 9 }, read)).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  });

  it('is tried again at the length that failed only once in a while', () => {
    const lengths = new WindowLengths();
    let failures = 0;
    for (let window = 0; window < 130; window++) {
      const length = lengths.longest('main');
      if (length <= 600 * second) lengths.succeeded('main');
      else {
        failures += 1;
        lengths.failed('main', { from: 0, to: length }, 'timeout');
      }
    }
    expect(failures).toBeLessThan(14);
  });

  it('leaves windows that the API takes, whatever happens in whatever order', () => {
    const step = fc.record({
      lane: fc.constantFrom(...laneSchema.options),
      trouble: fc.option(fc.constantFrom(...troubleKinds)),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const lengths = new WindowLengths();
        for (const { lane, trouble } of steps) {
          const length = lengths.longest(lane);
          if (trouble === null) lengths.succeeded(lane);
          else lengths.failed(lane, { from: 0, to: length }, trouble);
          const next = lengths.longest(lane);
          expect(next).toBeGreaterThanOrEqual(shortestWindow);
          expect(next).toBeLessThanOrEqual(longestWindow);
          expect(next % second).toBe(0);
          if (trouble !== null) expect(next).toBeLessThanOrEqual(length);
        }
      }),
    );
  });
});

describe('the shortest window', () => {
  const answers = (trouble: TroubleKind, failures: number) => {
    const lengths = new WindowLengths();
    return Array.from({ length: failures }, () => lengths.failed('main', shortest, trouble));
  };

  it.each(['timeout', 'truncated', 'malformed', 'too-large'] as const)(
    'is put off when it failed four times for "%s", and the next one has as much patience',
    (trouble) =>
      expect(answers(trouble, 8)).toEqual([
        'again',
        'again',
        'again',
        'put off',
        'again',
        'again',
        'again',
        'put off',
      ]),
  );

  const notItsOwn = troubleKinds.filter(
    (kind) => !['timeout', 'truncated', 'malformed', 'too-large'].includes(kind),
  );
  it.each(notItsOwn)('is never put off for "%s", which is not its own', (trouble) =>
    expect(answers(trouble, 20).every((answer) => answer === 'again')).toBe(true),
  );

  it('is not put off where it was read in between', () => {
    const lengths = new WindowLengths();
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 3; i++) expect(lengths.failed('main', shortest, 'malformed')).toBe('again');
      lengths.succeeded('main');
    }
  });

  it('is not put off for what longer ones before it did', () => {
    const lengths = new WindowLengths();
    while (lengths.longest('main') > shortestWindow)
      lengths.failed('main', { from: 0, to: lengths.longest('main') }, 'timeout');
    for (let i = 0; i < 3; i++) expect(lengths.failed('main', shortest, 'timeout')).toBe('again');
    expect(lengths.failed('main', shortest, 'timeout')).toBe('put off');
  });

  it('of a service that was down is not put off for its first answer that cannot be read', () => {
    const lengths = new WindowLengths();
    for (let i = 0; i < 10; i++) lengths.failed('main', shortest, 'server-error');
    expect(lengths.failed('main', shortest, 'malformed')).toBe('again');
  });
});
