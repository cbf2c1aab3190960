import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noon, PollerStand } from '../../test/ingest/poller-stand.ts';
import { freshSourceState } from './source-state.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

let stand: PollerStand;

beforeEach(async () => {
  stand = await PollerStand.create();
});
afterEach(() => stand.close());

describe('seven days', () => {
  it('are read whole: what lies in the journal is what could be had, though it is indexed late', async () => {
    const from = noon - week + 10 * minute;
    await stand.serve({ rate: 12, late: { share: 0.3, maxMs: 30 * minute } });
    stand.start({ source: { id: 'a', historyFrom: from } });
    await stand.run(2 * hour, 30 * second);
    const sweptAt = stand.state.lanes.sweep.lastAt ?? 0;
    expect(sweptAt).toBeGreaterThan(noon + hour);
    const inJournal = await stand.held();
    const had = stand.available(from, sweptAt, sweptAt);
    expect(had.size).toBeGreaterThan(1000);
    expect([...had].filter((version) => !inJournal.has(version))).toEqual([]);
    const could = stand.available(from - hour, stand.clock.now(), stand.clock.now());
    expect([...inJournal].filter((version) => !could.has(version))).toEqual([]);
    expect(stand.state.coverage).toHaveLength(1);
    expect(stand.state.lost).toEqual([]);
    expect(stand.batches.toSorted((a, b) => a.seq - b.seq)).toEqual(stand.journal.waiting());
    expect(stand.poller.status()).toMatchObject({ trouble: null, tried: true });
    expect(stand.simulator.ledger.requests.every(({ status }) => status === 200)).toBe(true);
  });

  it('that a crash cuts in two are read whole by the next start', async () => {
    const from = noon - 6 * day;
    await stand.serve({ late: { share: 0, maxMs: 0 } });
    stand.start({ source: { id: 'a', historyFrom: from } });
    while (stand.batches.length < 20) await new Promise((resolve) => setImmediate(resolve));
    await stand.poller.stop();
    const asked = stand.simulator.ledger.requests.length;
    expect(asked).toBeLessThan(168);
    await stand.restartAfter(20 * minute, { source: { id: 'a', historyFrom: from } });
    await stand.run(10 * minute, minute);
    const inJournal = await stand.held();
    expect(
      [...stand.available(from, stand.state.coverage.at(-1)?.to ?? 0, stand.clock.now())].filter(
        (one) => !inJournal.has(one),
      ),
    ).toEqual([]);
    expect(stand.simulator.ledger.requests.length).toBeLessThan(168 + 40);
    const seqs = stand.journal.waiting().map(({ seq }) => seq);
    expect(new Set(seqs).size).toBe(seqs.length);
  });

  it('of an account that reaches back twelve hours are lost where they are older, and that is written down', async () => {
    const from = noon - week + 10 * minute;
    await stand.serve();
    stand.simulator.faults.rule(
      {
        kind: 'status',
        status: 400,
        body: 'The requested start time is too far into the past. Requests for information up to 12.00h are accepted',
      },
      ({ target, now }) => {
        const start = new URL(target, 'http://x').searchParams.get('interval')?.split('/')[0] ?? '';
        return Date.parse(start) < now - 12 * hour;
      },
    );
    stand.start({ source: { id: 'a', historyFrom: from } });
    await stand.run(10 * minute, minute);
    expect(stand.state.reach).toBeLessThanOrEqual(12 * hour);
    expect(stand.state.reach).toBeGreaterThan(11.5 * hour);
    expect(stand.state.lost).toHaveLength(1);
    expect(stand.state.lost[0]?.from).toBe(from);
    expect(stand.state.lost[0]?.to).toBeGreaterThanOrEqual(stand.state.coverage[0]?.from ?? 0);
    expect(stand.simulator.ledger.requests.filter(({ status }) => status === 400).length).toBeLessThan(6);
    expect(stand.poller.status().trouble).toBeNull();
  });
});

describe('a steady day', () => {
  it('reads each lane at its own pace, within both budgets', async () => {
    await stand.serve({ rate: 1 });
    stand.start();
    await stand.run(hour, 30 * second);
    expect(stand.askedAt('clicks/permitted')).toHaveLength(61);
    expect(stand.askedAt('all').length).toBeGreaterThanOrEqual(31 + 5);
    expect(stand.askedAt('all').length).toBeLessThanOrEqual(31 + 7);
  });

  it.each([-3 * hour, -10 * minute, 10 * minute, 3 * hour])(
    'is no different where this clock is %i ms behind the server',
    async (skew) => {
      const serverClock = { now: () => stand.clock.now() + skew };
      await stand.serve({ clock: serverClock });
      stand.start({ clockSkew: () => skew, source: { id: 'a', historyFrom: noon + skew } });
      await stand.run(10 * minute, 30 * second);
      expect(stand.askedAt('clicks/permitted')).toHaveLength(11);
      // Six times the main lane, and a first sweep of 70 minutes, which takes two requests.
      expect(stand.askedAt('all').length).toBeLessThanOrEqual(8);
      expect(stand.simulator.ledger.requests.every(({ status }) => status === 200)).toBe(true);
      expect(stand.state.coverage.at(-1)?.to).toBe(serverClock.now());
    },
  );

  it('counts every request before it is sent', async () => {
    await stand.serve();
    stand.start();
    await stand.run(10 * minute, minute);
    const counted = stand.state.requests.reduce((sum, [, , requests]) => sum + requests, 0);
    expect(counted).toBe(stand.simulator.ledger.requests.length);
  });
});

describe('polling holds', () => {
  it('while the journal is full, and goes on when there is room', async () => {
    await stand.serve({ rate: 60 });
    await stand.openJournal(1);
    stand.start({ source: { id: 'a', historyFrom: noon - day } });
    await stand.run(10 * minute, 10 * second);
    const asked = stand.simulator.ledger.requests.length;
    expect(asked).toBeLessThanOrEqual(2);
    expect(stand.poller.status().trouble?.kind).toBe('journal-full');
    for (const batch of stand.journal.waiting()) await stand.journal.remove(batch);
    await stand.run(2 * second, second);
    expect(stand.simulator.ledger.requests.length).toBeGreaterThan(asked);
    expect(stand.state.lost).toEqual([]);
  });

  it('while the computer is offline, and goes on when it is back', async () => {
    await stand.serve();
    let hold: 'offline' | undefined = 'offline';
    stand.start({ holds: () => hold });
    await stand.run(minute, second);
    const offline = { trouble: { kind: 'offline' }, troubleSince: noon };
    // A network that takes a minute to be there after a start is not worth a word; one that is not there is.
    expect(stand.poller.status()).toMatchObject({ ...offline, tried: false });
    await stand.run(hour, minute);
    expect(stand.simulator.ledger.requests).toEqual([]);
    expect(stand.poller.status()).toMatchObject({ ...offline, tried: true });
    hold = undefined;
    stand.poller.wake();
    await stand.settle();
    expect(stand.simulator.ledger.requests.length).toBeGreaterThan(1);
    expect(stand.poller.status()).toMatchObject({ trouble: null, tried: true });
  });

  it('without a trouble while the computer sleeps', async () => {
    await stand.serve();
    stand.start({ holds: () => 'asleep' });
    await stand.run(hour, minute);
    expect(stand.simulator.ledger.requests).toEqual([]);
    expect(stand.poller.status().trouble).toBeNull();
  });

  it('where the disk refuses, with its reason, and goes on when it does not any more', async () => {
    await stand.serve({ rate: 60 });
    await rm(join(stand.root, 'journal'), { recursive: true });
    await writeFile(join(stand.root, 'journal'), '');
    stand.start();
    await stand.run(minute, second);
    expect(stand.poller.status().trouble).toMatchObject({ kind: 'disk' });
    expect(stand.state.coverage).toEqual([]);
    expect(stand.simulator.ledger.requests).toEqual([]);
    await rm(join(stand.root, 'journal'));
    await stand.run(5 * minute, second);
    expect(stand.poller.status().trouble).toBeNull();
    expect(stand.journal.waiting().length).toBeGreaterThan(0);
  });
});

describe('after a long absence', () => {
  it('what is older than the API keeps is recorded as lost, and all else is read', async () => {
    await stand.serve({ late: { share: 0, maxMs: 0 } });
    const lastRead = { from: noon - 10 * day, to: noon - 8 * day };
    stand.state = {
      ...freshSourceState,
      coverage: [lastRead],
      lanes: { ...freshSourceState.lanes, main: { lastAt: lastRead.to } },
    };
    stand.start({ source: { id: 'a', historyFrom: lastRead.from } });
    await stand.run(minute, 30 * second);
    expect(stand.state.lost[0]?.from).toBe(lastRead.to);
    expect(stand.state.lost).toHaveLength(1);
    const lostTo = stand.state.lost[0]?.to ?? 0;
    expect(lostTo).toBeGreaterThanOrEqual(noon - week + 5 * minute);
    expect(lostTo).toBeLessThan(noon - week + 10 * minute);
    const inJournal = await stand.held();
    const could = stand.available(lostTo, stand.state.coverage.at(-1)?.to ?? 0, stand.clock.now());
    expect([...could].filter((version) => !inJournal.has(version))).toEqual([]);
    expect(stand.simulator.ledger.requests.every(({ status }) => status === 200)).toBe(true);
  });
});

describe('stopping', () => {
  it('gives up a request under way and leaves nothing of it', async () => {
    await stand.serve({ rate: 60 });
    stand.simulator.faults.queue({ kind: 'hang' }, 2);
    stand.start();
    while (stand.simulator.ledger.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await stand.poller.stop();
    expect(await readdir(join(stand.root, 'journal', 'a'))).toEqual([]);
    expect(stand.state.coverage).toEqual([]);
    expect(stand.naps).toBe(0);
  });

  it('a resumed poller says nothing of itself before it has polled', async () => {
    await stand.serve();
    stand.start();
    await stand.settle();
    expect(stand.poller.status().tried).toBe(true);
    stand.poller.expectPoll();
    expect(stand.poller.status().tried).toBe(false);
    stand.clock.advance(2 * minute);
    await stand.run(30 * second, 30 * second);
    expect(stand.poller.status().tried).toBe(true);
  });
});
