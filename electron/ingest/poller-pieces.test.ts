import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noon, PollerStand } from '../../test/ingest/poller-stand.ts';
import type { FaultOccasion } from '../../test/tap-simulator/fault-plan.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

let stand: PollerStand;
beforeEach(async () => {
  stand = await PollerStand.create();
});
afterEach(() => stand.close());

function windowOf({ target }: FaultOccasion): { from: number; to: number } {
  const interval = new URL(target, 'http://x.example').searchParams.get('interval') ?? '';
  const [from = 0, to = 0] = interval.split('/').map((instant) => Date.parse(instant));
  return { from, to };
}

const isLongerThan = (ms: number) => (occasion: FaultOccasion) => {
  const { from, to } = windowOf(occasion);
  return to - from > ms;
};

const contains = (instant: number) => (occasion: FaultOccasion) => {
  const { from, to } = windowOf(occasion);
  return from <= instant && instant < to;
};

/** What could be had a while ago, and does not lie in the journal. */
const overdue = (from: number, since = 15 * minute) =>
  stand.missing(from, stand.clock.now() - since, stand.clock.now() - since);

describe('a window that is too long for the service', () => {
  it.each([
    { kind: 'status', status: 504 },
    { kind: 'truncate', afterChars: 300 },
    { kind: 'malformed' },
  ] as const)('(%j) is asked for in halves, down to what it can answer', async (fault) => {
    const from = noon - 4 * hour;
    await stand.serve({ rate: 40 });
    stand.simulator.faults.rule(fault, isLongerThan(10 * minute));
    stand.start({ source: { id: 'a', historyFrom: from } });
    await stand.run(90 * minute, 20 * second);
    expect(stand.available(from, stand.clock.now()).size).toBeGreaterThan(150);
    expect(await overdue(from)).toEqual([]);
    expect(stand.state.coverage).toHaveLength(1);
    expect(stand.state.coverage[0]?.from).toBeLessThanOrEqual(from);
    expect(stand.state.lost).toEqual([]);
  });

  it('is asked for in halves down to 30 seconds, and to no less, where it can answer nothing longer', async () => {
    await stand.serve({ rate: 40, late: { share: 0, maxMs: 0 } });
    stand.simulator.faults.rule({ kind: 'malformed' }, isLongerThan(30 * second));
    stand.start();
    await stand.run(40 * minute, 10 * second);
    const { requests } = stand.simulator.ledger;
    const lengths = requests
      .filter(({ endpoint }) => endpoint === 'all')
      .map(({ window }) => (window ? (window.endMs - window.startMs) / second : 0));
    expect(lengths.slice(0, 8)).toEqual([3600, 1800, 900, 450, 225, 113, 57, 30]);
    expect(Math.min(...lengths)).toBe(30);
    expect(requests.every(({ status }) => status === 200)).toBe(true);
    expect(await overdue(noon)).toEqual([]);
    expect(stand.state.coverage.at(-1)?.to).toBeGreaterThan(stand.clock.now() - 5 * minute);
  });

  it('because it never answers is read in pieces, too', async () => {
    const from = noon - 2 * hour;
    await stand.serve({ rate: 40 });
    const tooLong = isLongerThan(10 * minute);
    stand.simulator.faults.rule({ kind: 'hang' }, (occasion) => {
      const hangs = tooLong(occasion);
      if (hangs) stand.hanging += 1;
      return hangs;
    });
    const client = stand.client({
      onOutcome: (outcome) => {
        if (!outcome.ok && outcome.trouble.kind === 'timeout') stand.hanging -= 1;
      },
    });
    stand.start({ client, source: { id: 'a', historyFrom: from } });
    await stand.run(3 * hour, 10 * second);
    expect(await overdue(from, 45 * minute)).toEqual([]);
    expect(stand.state.coverage[0]?.from).toBeLessThanOrEqual(from);
    expect(stand.state.coverage.at(-1)?.to).toBeGreaterThan(stand.clock.now() - 10 * minute);
  });

  it('because its answer is larger than the client takes is read in pieces, too', async () => {
    const from = noon - 3 * hour;
    await stand.serve({ rate: 150 });
    const client = stand.client({ largestBody: 60 * 1024 });
    stand.start({ client, source: { id: 'a', historyFrom: from } });
    await stand.run(hour, 10 * second);
    expect(stand.available(from, stand.clock.now()).size).toBeGreaterThan(400);
    expect(await overdue(from)).toEqual([]);
    expect(stand.state.coverage).toHaveLength(1);
  });
});

describe('a stretch of 30 seconds that cannot be read', () => {
  it('is put off for an hour while all else goes on, and arrives when it can be read', async () => {
    const from = noon - 2 * hour;
    const poisoned = noon - 20 * minute + 7 * second;
    await stand.serve({ rate: 60, late: { share: 0, maxMs: 0 } });
    const cure = stand.simulator.faults.rule({ kind: 'malformed' }, contains(poisoned));
    stand.start({ source: { id: 'a', historyFrom: from } });
    await stand.run(100 * minute, 10 * second);
    const created = new Map(
      stand.simulator.ledger
        .available(from, stand.clock.now(), stand.clock.now())
        .map(({ identity, contentHash, createdAt }) => [`${identity} ${contentHash}`, createdAt]),
    );
    for (const version of await overdue(from)) {
      const createdAt = created.get(version) ?? 0;
      expect(Math.abs(createdAt - poisoned)).toBeLessThanOrEqual(minute);
    }
    expect(stand.state.coverage.at(-1)?.to).toBeGreaterThan(stand.clock.now() - 5 * minute);
    cure();
    await stand.run(75 * minute, 10 * second);
    expect(await overdue(from)).toEqual([]);
    expect(stand.state.coverage).toHaveLength(1);
  });

  it('since an event was indexed late arrives too, though it had been read once before', async () => {
    const createdAt = noon + 10 * minute;
    const availableAt = createdAt + 25 * minute;
    await stand.serve({ rate: 0 });
    stand.simulator.source.push(
      'messageDelivered',
      { GUID: 'late', messageTime: new Date(createdAt).toISOString(), recipient: ['a@b.example'] },
      { createdAt, availableAt },
    );
    const isInIt = contains(createdAt);
    const cure = stand.simulator.faults.rule(
      { kind: 'malformed' },
      (occasion) => occasion.now >= availableAt && isInIt(occasion),
    );
    stand.start();
    await stand.run(3 * hour, 10 * second);
    expect(await stand.missing(noon, stand.clock.now())).toHaveLength(1);
    cure();
    await stand.run(75 * minute, 10 * second);
    expect(await stand.missing(noon, stand.clock.now())).toEqual([]);
  });

  it('is not put off by a service that is down for hours', async () => {
    await stand.serve({ rate: 40 });
    const mend = stand.simulator.faults.rule({ kind: 'status', status: 503 }, () => true);
    stand.start();
    await stand.run(5 * hour, 30 * second);
    mend();
    await stand.run(20 * minute, 10 * second);
    expect(await overdue(noon)).toEqual([]);
    expect(stand.state.coverage).toHaveLength(1);
  });
});
