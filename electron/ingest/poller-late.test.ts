import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventKind } from '../../shared/event/kinds.ts';
import type { RawEvent } from '../../shared/event/raw-event.ts';
import { noon, PollerStand, versionOf } from '../../test/ingest/poller-stand.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

let stand: PollerStand;
beforeEach(async () => {
  stand = await PollerStand.create();
});
afterEach(() => stand.close());

let pushed = 0;

/** An event that is created at one instant and indexed at another; answers its version. */
function push(kind: EventKind, createdAt: number, availableAt: number): string {
  pushed += 1;
  const time = new Date(createdAt).toISOString();
  const raw: RawEvent = kind.startsWith('click')
    ? {
        id: `c${pushed}`,
        GUID: `g${pushed}`,
        clickTime: time,
        recipient: 'a@b.example',
        url: 'http://x.example',
      }
    : { GUID: `g${pushed}`, QID: `q${pushed}`, messageTime: time, recipient: ['a@b.example'], subject: 'x' };
  stand.simulator.source.push(kind, raw, { createdAt, availableAt });
  return versionOf(kind, raw);
}

/** How long after it was indexed the slowest of these events was durable, ms; infinite where one never was. */
async function slowest(events: ReadonlyMap<string, number>): Promise<number> {
  const arrivals = await stand.arrivals();
  const waits = [...events].map(
    ([version, availableAt]) => (arrivals.get(version) ?? Number.POSITIVE_INFINITY) - availableAt,
  );
  expect(waits.length).toBeGreaterThan(10);
  return Math.max(...waits);
}

describe('an event of a window that was read already', () => {
  it('is in the journal within ten minutes of being indexed, 29 minutes after its time', async () => {
    await stand.serve({ rate: 0 });
    const events = new Map<string, number>();
    for (let at = noon - 20 * minute; at < noon + 70 * minute; at += 97 * second) {
      const kind = (['messageDelivered', 'messageBlocked', 'clickBlocked'] as const)[events.size % 3];
      if (kind) events.set(push(kind, at, at + 29 * minute), at + 29 * minute);
    }
    stand.start();
    await stand.run(2 * hour, 10 * second);
    expect(await slowest(events)).toBeLessThanOrEqual(10 * minute + 10 * second);
  });
});

describe('a permitted click', () => {
  const clicksIndexedAfter = async (lag: number) => {
    await stand.serve({ rate: 0 });
    const clicks = new Map<string, number>();
    for (let at = noon - lag + minute; at < noon + 50 * minute; at += 41 * second)
      clicks.set(push('clickPermitted', at, at + lag), at + lag);
    stand.start();
    await stand.run(hour + lag, 10 * second);
    return clicks;
  };

  it.each([0, 4 * minute, 9 * minute])(
    'is in the journal within 90 seconds of being available, indexed %i ms after its time',
    async (lag) => {
      expect(await slowest(await clicksIndexedAfter(lag))).toBeLessThanOrEqual(90 * second);
    },
  );

  it('is so too where it was indexed 29 minutes after its time', async () => {
    expect(await slowest(await clicksIndexedAfter(29 * minute))).toBeLessThanOrEqual(90 * second);
  });
});

describe('an event that was indexed while the app was off, 29 minutes after its time', () => {
  it.each([
    ['10 minutes', 10 * minute],
    ['70 minutes', 70 * minute],
    ['3 hours', 3 * hour],
    ['6 days', 6 * day],
  ])('is read after %s', async (_, off) => {
    await stand.serve({ rate: 0 });
    stand.start();
    await stand.run(95 * minute, minute);
    const closedAt = stand.clock.now();
    const late = [1, 9, 20, 28].map((minutes) => {
      const createdAt = closedAt - minutes * minute;
      return push('messageDelivered', createdAt, createdAt + 29 * minute);
    });
    await stand.restartAfter(off);
    await stand.run(30 * minute, minute);
    const held = await stand.held();
    expect(late.map((version) => held.has(version))).toEqual([true, true, true, true]);
    expect(stand.state.coverage).toHaveLength(1);
    expect(stand.state.lost).toEqual([]);
  });

  it('is written down as lost after 8 days, and all that can be had is read', async () => {
    await stand.serve({ rate: 0 });
    stand.start();
    await stand.run(95 * minute, minute);
    const closedAt = stand.clock.now();
    const createdAt = closedAt - 20 * minute;
    const late = push('messageDelivered', createdAt, createdAt + 29 * minute);
    const inReach = closedAt + 3 * day;
    const other = push('messageDelivered', inReach, inReach + 29 * minute);
    await stand.restartAfter(8 * day);
    await stand.run(30 * minute, minute);
    const held = await stand.held();
    expect([held.has(late), held.has(other)]).toEqual([false, true]);
    expect(stand.state.lost).toHaveLength(1);
    expect(stand.state.lost[0]?.from).toBeLessThanOrEqual(createdAt);
    expect(stand.state.lost[0]?.to).toBeGreaterThan(closedAt);
    expect(stand.simulator.ledger.requests.every(({ status }) => status === 200)).toBe(true);
  });

  it('is read too where the app is closed again before the first sweep', async () => {
    await stand.serve({ rate: 0 });
    stand.start();
    await stand.run(95 * minute, minute);
    const createdAt = stand.clock.now() - 20 * minute;
    const late = push('messageDelivered', createdAt, createdAt + 29 * minute);
    for (let i = 0; i < 3; i++) {
      await stand.restartAfter(50 * minute);
      await stand.run(2 * minute, minute);
    }
    await stand.restartAfter(5 * hour);
    await stand.run(30 * minute, minute);
    expect((await stand.held()).has(late)).toBe(true);
  });

  it('is read whatever is late by how much, over many closings', async () => {
    await stand.serve({ rate: 30, late: { share: 0.5, maxMs: 30 * minute } });
    stand.start();
    await stand.run(65 * minute, minute);
    for (const [off, on] of [
      [20, 11],
      [95, 4],
      [130, 25],
      [55, 1],
      [200, 90],
    ] as const) {
      await stand.restartAfter(off * minute);
      await stand.run(on * minute, minute);
    }
    const sweptAt = stand.state.lanes.sweep.lastAt ?? 0;
    expect(stand.available(noon, sweptAt, sweptAt).size).toBeGreaterThan(200);
    expect(await stand.missing(noon, sweptAt, sweptAt)).toEqual([]);
  });
});
