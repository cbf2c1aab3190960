import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Interval } from '../../shared/source.ts';
import { noon, PollerStand } from '../../test/ingest/poller-stand.ts';
import { poolLimit } from '../proofpoint/request-budget.ts';
import type { SiemClient } from '../proofpoint/siem-client.ts';
import { holes } from './coverage.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const historyFrom = noon - day;

let stand: PollerStand;

/** An API without events whose shared pool another tool draws on, too: evenly, and whenever it is let. */
function sharedApi(others: number, until: number) {
  const counted: number[] = [];
  const refusedAt: number[] = [];
  const askedAt: number[] = [];
  let otherAt = noon - day;
  const forget = (now: number) => {
    while (counted[0] !== undefined && counted[0] <= now - day) counted.shift();
  };
  const catchUp = (now: number) => {
    for (; otherAt <= Math.min(now, until); otherAt += day / others) {
      forget(otherAt);
      if (counted.length < poolLimit) counted.push(otherAt);
    }
  };
  const client: SiemClient = {
    async fetchWindow({ endpoint, window }) {
      const to = window === 'last minute' ? stand.clock.now() : window.to;
      if (endpoint === '/v2/siem/clicks/permitted')
        return { ok: true, events: 0, queryEndTime: to, unknownKeys: [] };
      const now = stand.clock.now();
      askedAt.push(now);
      catchUp(now);
      forget(now);
      if (counted.length >= poolLimit) {
        refusedAt.push(now);
        return { ok: false, trouble: { kind: 'throttled', sentence: 'Too many requests.', status: 429 } };
      }
      counted.push(now);
      return { ok: true, events: 0, queryEndTime: to, unknownKeys: [] };
    },
  };
  return { client, askedAt, refusedAt };
}

function perDay(times: readonly number[]): number[] {
  return Array.from(
    { length: 9 },
    (_, index) => times.filter((at) => Math.floor((at - noon) / day) === index).length,
  );
}

/** Five days beside the other tool, and three without it. */
async function playWeek(others: number) {
  const api = sharedApi(others, noon + 5 * day);
  stand.start({
    client: api.client,
    origin: () => '',
    credentials: async () => ({ ok: true, credentials: { principal: 'p', secret: 's' } }),
    source: { id: 'a', historyFrom },
    cadence: { main: 2 * minute, sweep: 10 * minute, clicks: hour },
  });
  let longestGap = 0;
  let unread: Interval[] = [];
  for (let past = 0; past < 8 * day; past += minute) {
    stand.clock.advance(minute);
    await stand.settle();
    const now = stand.clock.now();
    // What was used up before anything was learned frees when it is a day old: nothing can be done about that.
    if (past > day + hour) longestGap = Math.max(longestGap, now - (stand.state.lanes.main.lastAt ?? 0));
    if (past === 5 * day) unread = holes(stand.state.coverage, { from: historyFrom, to: now - 6 * hour });
  }
  const { lost, coverage } = stand.state;
  const requests = { asked: perDay(api.askedAt), refused: perDay(api.refusedAt) };
  return { ...requests, longestGap, unread, lost, coverage };
}

describe.each([600, 1200, 1700])('beside another tool that makes %i requests a day', (others) => {
  let week: Awaited<ReturnType<typeof playWeek>>;
  beforeAll(async () => {
    stand = await PollerStand.create();
    await stand.openJournal();
    week = await playWeek(others);
  });
  afterAll(() => stand.close());

  it('we are refused a handful of times a day at most, and use what is left', () => {
    const { asked, refused } = week;
    expect(Math.max(...refused.slice(1, 5))).toBeLessThanOrEqual(5);
    const left = Math.min(poolLimit - others, 864);
    expect(Math.min(...asked.slice(1, 5))).toBeGreaterThan(left * 0.7);
    expect(week.lost).toEqual([]);
  });

  it('we are as fast as before, and hold everything, two days after it is gone', () => {
    const { asked, refused } = week;
    expect(asked[7]).toBeGreaterThanOrEqual(860);
    expect(refused.slice(6)).toEqual([0, 0, 0]);
    expect(week.coverage).toHaveLength(1);
  });

  it('we never stop reading for hours, and leave nothing unread behind us', () => {
    const { longestGap, unread } = week;
    expect(longestGap).toBeLessThan(3 * hour);
    expect(unread).toEqual([]);
  });
});
