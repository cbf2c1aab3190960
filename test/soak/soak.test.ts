import { describe, expect, it } from 'vitest';
import type { Available } from './hourly-source.ts';
import { compare, mostInADay } from './report.ts';
import type { Asked } from './service-worker.ts';
import { isSound, type SoakOptions, soak } from './soak.ts';
import type { Held } from './soak-store.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A machine with other work to do takes its time. */
const patience = 180_000;

const small: SoakOptions = {
  hours: 3,
  mailboxes: 500,
  seed: 8,
  faultRate: 4,
  speed: undefined,
  say: () => undefined,
};

describe('a soak', () => {
  it(
    'of three hours in which much goes wrong loses and doubles nothing',
    async () => {
      const report = await soak(small);
      const happened = Object.values(report.faults).reduce((sum, times) => sum + times, 0);
      expect(happened).toBeGreaterThanOrEqual(5);
      expect(report).toMatchObject({ lost: 0, doubled: 0, unknown: 0, examples: [] });
      expect(report.stored).toBe(report.available);
      expect(report.available).toBeGreaterThan(200);
      expect(isSound(report)).toBe(true);
    },
    patience,
  );

  it(
    'in which nothing goes wrong has every event durable within a sweep',
    async () => {
      const report = await soak({ ...small, hours: 2, faultRate: 0 });
      expect(report.calm).toBeGreaterThan(0);
      expect(report.maxDelaySeconds).toBeLessThanOrEqual(600);
      expect(report.maxCalmClickDelaySeconds).toBeLessThanOrEqual(90);
      expect(report.maxDelaySeconds).toBe(report.maxCalmDelaySeconds);
      expect(isSound(report)).toBe(true);
    },
    patience,
  );
});

describe('the comparison', () => {
  const event = (
    version: string,
    availableAt = 0,
    kind: Available['kind'] = 'messageDelivered',
  ): Available => ({ version, kind, createdAt: 0, availableAt });
  const stored = (...versions: [string, Partial<Held>?][]): Map<string, Held> =>
    new Map(versions.map(([version, held]) => [version, { times: 1, durableAt: 0, ...held }]));
  const given = { from: 0, watchedFrom: 0, by: hour, troubled: [] };

  it('finds what is lost, doubled and unknown', async () => {
    const ledger = [[event('a 1'), event('a 2')], [event('b 1')]];
    const held = stored(['a 1'], ['b 1', { times: 2 }], ['c 1']);
    const compared = await compare({ ...given, ledger, held });
    expect(compared).toMatchObject({ available: 3, stored: 2, lost: 1, doubled: 1, unknown: 1 });
    expect(compared.examples[0]).toContain('a 2');
  });

  it('asks for nothing that came too late, and counts nothing twice', async () => {
    const ledger = [[event('a 1'), event('a 1')], [event('b 1', hour + 1)]];
    const compared = await compare({ ...given, ledger, held: stored(['a 1'], ['b 1']) });
    expect(compared).toMatchObject({ available: 1, stored: 1, lost: 0, doubled: 0, unknown: 0 });
  });

  it('measures delays, and apart those that nothing wrong touched', async () => {
    const ledger = [[event('a 1', minute), event('b 1', 10 * minute), event('c 1', 0, 'clickPermitted')]];
    const held = stored(
      ['a 1', { durableAt: 3 * minute }],
      ['b 1', { durableAt: 30 * minute }],
      ['c 1', { durableAt: minute }],
    );
    const troubled = [{ from: 20 * minute, to: 21 * minute }];
    const compared = await compare({ ...given, ledger, held, troubled });
    expect(compared).toMatchObject({
      maxDelayMs: 20 * minute,
      maxCalmDelayMs: 2 * minute,
      maxCalmClickDelayMs: minute,
      calm: 2,
    });
  });

  it('counts the busiest day of each pool, wherever it begins', () => {
    const asked = (at: number, pool: Asked['pool']): Asked => ({
      at,
      pool,
      status: 200,
      fault: undefined,
      events: 0,
    });
    const requests = [1, 20, 24, 25, 44].map((hours) => asked(hours * hour, 'clicks'));
    expect(mostInADay(requests, 'clicks')).toBe(3);
    expect(mostInADay(requests, 'shared')).toBe(0);
  });
});
