import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHashOf, identityOf } from '../../shared/event/identity.ts';
import type { EventKind } from '../../shared/event/kinds.ts';
import type { RawEvent } from '../../shared/event/raw-event.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../test/tap-simulator/simulator.ts';
import type { Clock } from '../clock.ts';
import { poolLimit } from '../proofpoint/request-budget.ts';
import { createSiemClient } from '../proofpoint/siem-client.ts';
import { createSimulatedClock, type SimulatedClock } from '../simulated-clock.ts';
import type { BatchFile } from './batch-file.ts';
import { Journal } from './journal.ts';
import { Poller, type PollerOptions } from './poller.ts';
import { freshSourceState, type SourceState } from './source-state.ts';
import { liveCadence } from './window-plan.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
const noon = Date.UTC(2025, 5, 10, 12);

/** Naps under way. A poller whose two loops both nap has nothing more to do at this moment. */
interface NapCounter extends Clock {
  naps: number;
}

function countNaps(clock: Clock): NapCounter {
  const counter: NapCounter = {
    naps: 0,
    now: () => clock.now(),
    after(ms, callback) {
      let open = true;
      const close = () => {
        if (open) counter.naps -= 1;
        open = false;
      };
      counter.naps += 1;
      const cancel = clock.after(ms, () => {
        close();
        callback();
      });
      return () => {
        close();
        cancel();
      };
    },
  };
  return counter;
}

let clock: SimulatedClock;
let simulator: Simulator;
let root: string;
let journal: Journal;
let state: SourceState;
let batches: BatchFile[];
let napping: NapCounter;
let poller: Poller;

beforeEach(async () => {
  clock = createSimulatedClock({ startAt: noon, frozen: true });
  root = await mkdtemp(join(tmpdir(), 'lurescope-poller-'));
  state = freshSourceState;
  batches = [];
});
afterEach(async () => {
  await poller.stop();
  await simulator.stop();
  await rm(root, { recursive: true, force: true });
});

function openJournal(limit = 1e9): Promise<Journal> {
  const folder = join(root, 'journal');
  return Journal.open({ folder, quarantineFolder: join(root, 'quarantine'), limit });
}

async function serve(options: SimulatorOptions = {}): Promise<void> {
  simulator = await startSimulator({ rate: 4, clock, ...options });
}

function startPoller(changes: Partial<PollerOptions> = {}): void {
  napping = countNaps(clock);
  poller = new Poller({
    source: { id: 'a', historyFrom: noon },
    cadence: liveCadence,
    limit: poolLimit,
    client: createSiemClient({ fetch, clock, userAgent: 'Lurescope/test' }),
    origin: () => simulator.origin,
    credentials: async () => ({
      ok: true,
      credentials: { principal: simulator.principal, secret: simulator.secret },
    }),
    journal,
    journalFolder: root,
    state: {
      get: () => state,
      update: (change) => {
        state = change(state);
      },
    },
    clock: napping,
    random: () => 1,
    holds: () => undefined,
    clockSkew: () => 0,
    onBatch: (batch) => batches.push(batch),
    onChange: () => undefined,
    log: () => undefined,
    ...changes,
  });
  poller.start();
}

/** Lets everything happen that is due at this moment. */
async function settle(): Promise<void> {
  while (napping.naps < 2) await new Promise((resolve) => setImmediate(resolve));
}

async function run(ms: number, step: number): Promise<void> {
  await settle();
  for (let past = 0; past < ms; past += step) {
    clock.advance(step);
    await settle();
  }
}

/** Times of the requests to an endpoint, in seconds after noon. */
function askedAt(endpoint: 'all' | 'clicks/permitted'): number[] {
  return simulator.ledger.requests
    .filter((one) => one.endpoint === endpoint)
    .map(({ at }) => (at - noon) / second);
}

interface Line {
  k: EventKind;
  r: RawEvent;
}

/** `identity contentHash` of every event that lies in the journal. */
async function held(): Promise<Set<string>> {
  const versions = new Set<string>();
  for (const batch of journal.waiting()) {
    const lines = (await text(journal.read(batch).pipe(createGunzip()))).trim().split('\n').slice(1, -1);
    expect(lines).toHaveLength(batch.events);
    for (const line of lines) {
      const { k, r } = JSON.parse(line) as Line;
      versions.add(`${identityOf(k, r)} ${contentHashOf(r)}`);
    }
  }
  return versions;
}

function available(from: number, to: number, at: number): Set<string> {
  const entries = simulator.ledger.available(from, to, at);
  return new Set(entries.map(({ identity, contentHash }) => `${identity} ${contentHash}`));
}

describe('seven days', () => {
  it('are read whole: what lies in the journal is what could be had, though it is indexed late', async () => {
    const from = noon - week + 10 * minute;
    await serve({ rate: 12, late: { share: 0.3, maxMs: 30 * minute } });
    journal = await openJournal();
    startPoller({ source: { id: 'a', historyFrom: from } });
    await run(2 * hour, 30 * second);
    const sweptAt = state.lanes.sweep.lastAt ?? 0;
    expect(sweptAt).toBeGreaterThan(noon + hour);
    const inJournal = await held();
    const had = available(from, sweptAt, sweptAt);
    expect(had.size).toBeGreaterThan(1000);
    expect([...had].filter((version) => !inJournal.has(version))).toEqual([]);
    const could = available(from - hour, clock.now(), clock.now());
    expect([...inJournal].filter((version) => !could.has(version))).toEqual([]);
    expect(state.coverage).toHaveLength(1);
    expect(state.lost).toEqual([]);
    expect(batches.toSorted((a, b) => a.seq - b.seq)).toEqual(journal.waiting());
    expect(poller.status()).toMatchObject({ trouble: null, tried: true });
    expect(simulator.ledger.requests.every(({ status }) => status === 200)).toBe(true);
  });

  it('that a crash cuts in two are read whole by the next start', async () => {
    const from = noon - 6 * day;
    await serve({ late: { share: 0, maxMs: 0 } });
    journal = await openJournal();
    startPoller({ source: { id: 'a', historyFrom: from } });
    while (batches.length < 20) await new Promise((resolve) => setImmediate(resolve));
    await poller.stop();
    const asked = simulator.ledger.requests.length;
    expect(asked).toBeLessThan(168);
    clock.advance(20 * minute);
    journal = await openJournal();
    state = JSON.parse(JSON.stringify(state)) as SourceState;
    startPoller({ source: { id: 'a', historyFrom: from } });
    await run(10 * minute, minute);
    const inJournal = await held();
    expect(
      [...available(from, state.coverage.at(-1)?.to ?? 0, clock.now())].filter((one) => !inJournal.has(one)),
    ).toEqual([]);
    expect(simulator.ledger.requests.length).toBeLessThan(168 + 40);
    const seqs = journal.waiting().map(({ seq }) => seq);
    expect(new Set(seqs).size).toBe(seqs.length);
  });

  it('of an account that reaches back twelve hours are lost where they are older, and that is written down', async () => {
    const from = noon - week + 10 * minute;
    await serve();
    simulator.faults.rule(
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
    journal = await openJournal();
    startPoller({ source: { id: 'a', historyFrom: from } });
    await run(10 * minute, minute);
    expect(state.reach).toBeLessThanOrEqual(12 * hour);
    expect(state.reach).toBeGreaterThan(11.5 * hour);
    expect(state.lost).toHaveLength(1);
    expect(state.lost[0]?.from).toBe(from);
    expect(state.lost[0]?.to).toBeGreaterThanOrEqual(state.coverage[0]?.from ?? 0);
    expect(simulator.ledger.requests.filter(({ status }) => status === 400).length).toBeLessThan(6);
    expect(poller.status().trouble).toBeNull();
  });
});

describe('a steady day', () => {
  it('reads each lane at its own pace, within both budgets', async () => {
    await serve({ rate: 1 });
    journal = await openJournal();
    startPoller();
    await run(hour, 30 * second);
    expect(askedAt('clicks/permitted')).toHaveLength(61);
    expect(askedAt('all').length).toBeGreaterThanOrEqual(31 + 5);
    expect(askedAt('all').length).toBeLessThanOrEqual(31 + 7);
  });

  it.each([-3 * hour, -10 * minute, 10 * minute, 3 * hour])(
    'is no different where this clock is %i ms behind the server',
    async (skew) => {
      const serverClock = { now: () => clock.now() + skew };
      simulator = await startSimulator({ rate: 4, clock: serverClock });
      journal = await openJournal();
      startPoller({ clockSkew: () => skew, limit: 40 });
      await run(10 * minute, 30 * second);
      expect(askedAt('clicks/permitted')).toHaveLength(11);
      expect(askedAt('all').length).toBeLessThanOrEqual(7);
      expect(simulator.ledger.requests.every(({ status }) => status === 200)).toBe(true);
      expect(state.coverage.at(-1)?.to).toBe(serverClock.now());
    },
  );

  it('counts every request before it is sent', async () => {
    await serve();
    journal = await openJournal();
    startPoller();
    await run(10 * minute, minute);
    const counted = state.requests.reduce((sum, [, , requests]) => sum + requests, 0);
    expect(counted).toBe(simulator.ledger.requests.length);
  });
});

describe('a window that fails', () => {
  it.each([
    { kind: 'reset' },
    { kind: 'truncate', afterChars: 3000 },
    { kind: 'malformed' },
    { kind: 'html' },
    { kind: 'status', status: 500 },
  ] as const)('for %j leaves nothing in the journal and is read again', async (fault) => {
    await serve({ rate: 60, late: { share: 0, maxMs: 0 } });
    journal = await openJournal();
    simulator.faults.rule(fault, ({ now }) => now < noon + 20 * second);
    startPoller({ source: { id: 'a', historyFrom: noon - 2 * hour } });
    await settle();
    expect(journal.waiting()).toEqual([]);
    expect(await readdir(join(root, 'journal', 'a'))).toEqual([]);
    expect(state.coverage).toEqual([]);
    expect(poller.status().trouble).not.toBeNull();
    await run(minute, second);
    const inJournal = await held();
    const could = available(noon - 2 * hour, state.coverage.at(-1)?.to ?? 0, clock.now());
    expect([...could].filter((version) => !inJournal.has(version))).toEqual([]);
    expect(poller.status().trouble).toBeNull();
  });

  it('again and again is asked for ever more seldom, and goes on when the server does', async () => {
    await serve();
    simulator.faults.queue({ kind: 'status', status: 503 }, 4, 'all');
    journal = await openJournal();
    startPoller();
    await run(80 * second, second);
    expect(askedAt('all').slice(0, 5)).toEqual([0, 5, 15, 35, 75]);
    expect(simulator.ledger.requests.filter(({ endpoint }) => endpoint === 'all').at(-1)?.status).toBe(200);
    expect(poller.status()).toMatchObject({ trouble: null, troubleSince: null });
  });

  it('in one pool does not hold the other back', async () => {
    await serve();
    simulator.faults.rule({ kind: 'status', status: 503 }, ({ endpoint }) => endpoint === 'all');
    journal = await openJournal();
    startPoller();
    await run(10 * minute, 30 * second);
    expect(askedAt('clicks/permitted')).toHaveLength(11);
    expect(poller.status()).toMatchObject({ trouble: { kind: 'server-error' }, troubleSince: noon });
  });

  it('does not stop the others: the main lane goes on though one hour of the past is refused', async () => {
    await serve();
    simulator.faults.rule({ kind: 'status', status: 504 }, ({ target }) =>
      target.includes(encodeURIComponent(new Date(noon - 2 * hour).toISOString().replace('.000', ''))),
    );
    journal = await openJournal();
    startPoller({ source: { id: 'a', historyFrom: noon - 3 * hour } });
    await run(30 * minute, 30 * second);
    expect(state.coverage.at(-1)?.to).toBeGreaterThan(noon + 20 * minute);
  });

  it.todo('for its size or by time-out again and again is asked for in halves, down to 30 seconds');
});

describe('credentials that are refused', () => {
  it('stop all requests until somebody polls again', async () => {
    await serve();
    journal = await openJournal();
    let secret = 'wrong';
    const credentials = async () => ({
      ok: true as const,
      credentials: { principal: simulator.principal, secret },
    });
    startPoller({ credentials });
    await run(day, hour);
    expect(simulator.ledger.requests).toHaveLength(2);
    expect(poller.status()).toMatchObject({
      trouble: { kind: 'unauthorised', status: 401 },
      troubleSince: noon,
      nextPollAt: null,
      tried: true,
    });
    secret = simulator.secret;
    poller.pollNow();
    await settle();
    expect(poller.status().trouble).toBeNull();
    expect(simulator.ledger.requests.length).toBeGreaterThan(3);
  });

  it('that the keychain does not give are never asked for with a request', async () => {
    await serve();
    journal = await openJournal();
    const trouble = { kind: 'no-credentials' as const, sentence: 'The keychain is locked.' };
    startPoller({ credentials: async () => ({ ok: false, trouble }) });
    await run(hour, minute);
    expect(simulator.ledger.requests).toEqual([]);
    expect(poller.status().trouble).toEqual(trouble);
  });
});

describe('429', () => {
  it('pauses its pool for as long as the server asks', async () => {
    await serve();
    simulator.faults.queue({ kind: 'status', status: 429, retryAfter: '300' }, 1, 'all');
    journal = await openJournal();
    startPoller();
    await run(299 * second, second);
    expect(askedAt('all')).toEqual([0]);
    expect(askedAt('clicks/permitted').length).toBeGreaterThan(4);
    expect(poller.status().trouble).toMatchObject({ kind: 'throttled', retryAfterSeconds: 300 });
    await run(second, second);
    expect(askedAt('all')[1]).toBe(300);
    expect(poller.status().trouble).toBeNull();
  });

  it('without a word on how long pauses for a minute, and longer when it comes again', async () => {
    await serve({ limits: { others: 1 } });
    journal = await openJournal();
    startPoller();
    await run(2 * hour, 30 * second);
    const [, first, second_, ...later] = askedAt('all');
    expect(first).toBe(120);
    expect((second_ ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(60);
    expect(later.length).toBeLessThan(6);
    expect(poller.status().trouble?.kind).toBe('throttled');
  });
});

describe('polling holds', () => {
  it('while the journal is full, and goes on when there is room', async () => {
    await serve({ rate: 60 });
    journal = await openJournal(1);
    startPoller({ source: { id: 'a', historyFrom: noon - day } });
    await run(10 * minute, 10 * second);
    const asked = simulator.ledger.requests.length;
    expect(asked).toBeLessThanOrEqual(2);
    expect(poller.status().trouble?.kind).toBe('journal-full');
    for (const batch of journal.waiting()) await journal.remove(batch);
    await run(2 * second, second);
    expect(simulator.ledger.requests.length).toBeGreaterThan(asked);
    expect(state.lost).toEqual([]);
  });

  it('while the computer is offline, and goes on when it is back', async () => {
    await serve();
    journal = await openJournal();
    let hold: 'offline' | undefined = 'offline';
    startPoller({ holds: () => hold });
    await run(hour, minute);
    expect(simulator.ledger.requests).toEqual([]);
    expect(poller.status()).toMatchObject({ trouble: { kind: 'offline' }, troubleSince: noon, tried: false });
    hold = undefined;
    poller.wake();
    await settle();
    expect(simulator.ledger.requests.length).toBeGreaterThan(1);
    expect(poller.status()).toMatchObject({ trouble: null, tried: true });
  });

  it('without a trouble while the computer sleeps', async () => {
    await serve();
    journal = await openJournal();
    startPoller({ holds: () => 'asleep' });
    await run(hour, minute);
    expect(simulator.ledger.requests).toEqual([]);
    expect(poller.status().trouble).toBeNull();
  });

  it('where the disk refuses, with its reason, and goes on when it does not any more', async () => {
    await serve({ rate: 60 });
    journal = await openJournal();
    await rm(join(root, 'journal'), { recursive: true });
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(root, 'journal'), '');
    startPoller();
    await run(minute, second);
    expect(poller.status().trouble).toMatchObject({ kind: 'disk' });
    expect(state.coverage).toEqual([]);
    expect(simulator.ledger.requests).toEqual([]);
    await rm(join(root, 'journal'));
    await run(5 * minute, second);
    expect(poller.status().trouble).toBeNull();
    expect(journal.waiting().length).toBeGreaterThan(0);
  });
});

describe('after a long absence', () => {
  it('what is older than the API keeps is recorded as lost, and all else is read', async () => {
    await serve({ late: { share: 0, maxMs: 0 } });
    journal = await openJournal();
    const lastRead = { from: noon - 10 * day, to: noon - 8 * day };
    state = {
      ...freshSourceState,
      coverage: [lastRead],
      lanes: { ...freshSourceState.lanes, main: { lastAt: lastRead.to } },
    };
    startPoller({ source: { id: 'a', historyFrom: lastRead.from } });
    await run(minute, 30 * second);
    expect(state.lost[0]?.from).toBe(lastRead.to);
    expect(state.lost).toHaveLength(1);
    const lostTo = state.lost[0]?.to ?? 0;
    expect(lostTo).toBeGreaterThanOrEqual(noon - week + 5 * minute);
    expect(lostTo).toBeLessThan(noon - week + 10 * minute);
    const inJournal = await held();
    const could = available(lostTo, state.coverage.at(-1)?.to ?? 0, clock.now());
    expect([...could].filter((version) => !inJournal.has(version))).toEqual([]);
    expect(simulator.ledger.requests.every(({ status }) => status === 200)).toBe(true);
  });
});

describe('stopping', () => {
  it('gives up a request under way and leaves nothing of it', async () => {
    await serve({ rate: 60 });
    simulator.faults.queue({ kind: 'hang' }, 2);
    journal = await openJournal();
    startPoller();
    while (simulator.ledger.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await poller.stop();
    expect(await readdir(join(root, 'journal', 'a'))).toEqual([]);
    expect(state.coverage).toEqual([]);
    expect(napping.naps).toBe(0);
  });

  it('a resumed poller says nothing of itself before it has polled', async () => {
    await serve();
    journal = await openJournal();
    startPoller();
    await settle();
    expect(poller.status().tried).toBe(true);
    poller.expectPoll();
    expect(poller.status().tried).toBe(false);
    clock.advance(2 * minute);
    await run(30 * second, 30 * second);
    expect(poller.status().tried).toBe(true);
  });
});
