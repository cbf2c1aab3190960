import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  freesAt,
  poolLimit,
  poolOf,
  type RequestLog,
  requestLogSchema,
  type Spender,
  spend,
  spent,
} from './request-budget.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.UTC(2025, 5, 1);

function spendAll(spender: Spender, times: readonly number[], log: RequestLog = []): RequestLog {
  return times.reduce((sofar, at) => spend(sofar, spender, at), log);
}

describe('requests', () => {
  it('are counted in the pool of their lane', () => {
    expect((['main', 'sweep', 'backfill', 'test'] as const).map(poolOf)).toEqual(Array(4).fill('shared'));
    expect(poolOf('clicks')).toBe('clicks');
  });

  it('of one minute and lane share an entry', () => {
    const log = spendAll('clicks', [start + 1], spendAll('main', [start, start + 1, start + 59_999]));
    expect(log).toEqual([
      [start / minute, 'main', 3],
      [start / minute, 'clicks', 1],
    ]);
    expect(requestLogSchema.parse(JSON.parse(JSON.stringify(log)))).toEqual(log);
  });

  it('count for a pool, or for one lane', () => {
    const log = spendAll('test', [start], spendAll('sweep', [start, start], spendAll('main', [start])));
    expect(spent(log, 'shared', start)).toBe(4);
    expect(spent(log, 'sweep', start)).toBe(2);
    expect(spent(log, 'clicks', start)).toBe(0);
  });

  it('leave the count when they are a day old and no earlier', () => {
    const at = start + 59_999;
    const log = spendAll('main', [at]);
    expect(spent(log, 'shared', at + day)).toBe(1);
    expect(spent(log, 'shared', at + day + 2 * minute)).toBe(0);
  });

  it('leave the log when as many as the pool allows were sent after them', () => {
    const log = spendAll('clicks', [start], spendAll('main', [start]));
    const after = Array.from({ length: poolLimit }, (_, n) => start + (n + 1) * minute);
    const longer = spendAll('main', after, log);
    expect(longer.filter(([, by]) => by === 'main')).toHaveLength(poolLimit);
    expect(longer[0]).toEqual([start / minute, 'clicks', 1]);
    expect(longer.some(([at, by]) => by === 'main' && at === start / minute)).toBe(false);
  });

  it('are not forgotten over a clock that jumps ahead and back, or back and ahead', () => {
    const before = spendAll('main', [start, start + minute]);
    for (const hours of [26, -26]) {
      const wrong = spendAll('main', [start + hours * 60 * minute], before);
      const right = spendAll('main', [start + 2 * minute], wrong);
      expect(spent(right, 'shared', start + 2 * minute)).toBe(hours > 0 ? 4 : 3);
      expect(spent(right, 'shared', start + 2 * day + 5 * 60 * minute)).toBe(0);
    }
  });

  it('that a clock stamped years ahead are not counted for years', () => {
    const log = spendAll('main', [start], spendAll('main', [start + 400 * day]));
    expect(spent(log, 'shared', start)).toBe(2);
    expect(spent(log, 'shared', start + day + 2 * minute)).toBe(0);
  });

  it('are never undercounted, and overcounted by two minutes at most', () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 3 * day }), { maxLength: 40 })
      .map((all) => all.sort((a, b) => a - b).map((ms) => start + ms));
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: day }), (sent, later) => {
        const now = (sent.at(-1) ?? start) + later;
        const counted = spent(spendAll('backfill', sent), 'shared', now);
        expect(counted).toBeGreaterThanOrEqual(sent.filter((at) => at > now - day).length);
        expect(counted).toBeLessThanOrEqual(sent.filter((at) => at > now - day - 2 * minute).length);
      }),
    );
  });

  it('free their place when the budget says so', () => {
    const times = fc
      .array(fc.integer({ min: 0, max: day }), { minLength: 1, maxLength: 20 })
      .map((all) => all.sort((a, b) => a - b).map((ms) => start + ms));
    fc.assert(
      fc.property(times, (sent) => {
        const log = spendAll('main', sent);
        const now = sent.at(-1) ?? start;
        const freed = freesAt(log, 'shared', now);
        expect(freed).toBeGreaterThan(now);
        expect(spent(log, 'shared', freed)).toBeLessThan(spent(log, 'shared', now));
        expect(spent(log, 'shared', freed - 1)).toBe(spent(log, 'shared', now));
      }),
    );
    expect(freesAt([], 'shared', start)).toBe(start);
    expect(freesAt(spendAll('main', [start]), 'clicks', start)).toBe(start);
  });
});
