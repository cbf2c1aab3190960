import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultCadence, defaultStallSettings, type Source } from '../../shared/source.ts';
import { type Simulator, startSimulator } from '../../test/tap-simulator/simulator.ts';
import type { BatchFile } from '../ingest/batch-file.ts';
import { holes } from '../ingest/coverage.ts';
import { Journal } from '../ingest/journal.ts';
import { freshSourceState, type SourceState } from '../ingest/source-state.ts';
import { createSiemClient } from '../proofpoint/siem-client.ts';
import { createSimulatedClock, type SimulatedClock } from '../simulated-clock.ts';
import type { Document } from './document.ts';
import { RunningSource } from './running-source.ts';

const minute = 60_000;
const hour = 60 * minute;
const noon = Date.UTC(2025, 5, 10, 12);
const source: Source = {
  id: 'a',
  kind: 'proofpoint',
  name: 'My logs',
  domain: 'https://api.example',
  createdAt: noon,
  historyFrom: noon - hour,
  paused: false,
  stall: defaultStallSettings,
  cadence: defaultCadence,
};

let clock: SimulatedClock;
let simulator: Simulator;
let root: string;
let journal: Journal;
let state: SourceState | undefined;
let batches: BatchFile[];
let running: RunningSource;

const document: Document<SourceState> = {
  get: () => state ?? freshSourceState,
  set: (next) => {
    state = next;
  },
  remember: (next) => {
    state = next;
  },
  remove: () => {
    state = undefined;
  },
};

beforeEach(async () => {
  clock = createSimulatedClock({ startAt: noon, frozen: true });
  simulator = await startSimulator({ rate: 60, clock });
  root = await mkdtemp(join(tmpdir(), 'lurescope-source-'));
  journal = await Journal.open({
    folder: join(root, 'journal'),
    quarantineFolder: join(root, 'q'),
    limit: 1e9,
    sequence: { get: () => ({ next: 1 }), set: () => undefined },
  });
  state = undefined;
  batches = [];
});
afterEach(async () => {
  await running.stop();
  await simulator.stop();
  await rm(root, { recursive: true, force: true });
});

function start(changes: Partial<Source> = {}): void {
  const { principal, secret, origin } = simulator;
  running = new RunningSource({
    source: { ...source, ...changes },
    state: document,
    journal,
    journalFolder: root,
    clock,
    random: () => 0.5,
    vault: { credentials: async () => ({ ok: true, credentials: { principal, secret } }) },
    origin: () => origin,
    holds: () => undefined,
    createClient: (onClockSkew) => createSiemClient({ fetch, clock, userAgent: 'x', onClockSkew }),
    onBatch: (batch) => batches.push(batch),
    onChange: () => undefined,
    log: () => undefined,
  });
  running.start();
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setImmediate(resolve));
}

const isRead = () => holes(running.view().coverage, { from: noon - hour, to: noon }).length === 0;

describe('a running source', () => {
  it('reads, and shows how it stands', async () => {
    start();
    expect(running.view()).toMatchObject({ state: 'waiting', lastEventAt: null });
    await until(() => isRead() && batches.length >= 2);
    expect(running.view()).toMatchObject({
      state: 'live',
      trouble: null,
      readThrough: noon,
      clockSkew: 0,
      journal: { batches: batches.length },
    });
  });

  it('that is paused asks for nothing, and goes on when it is resumed', async () => {
    start({ paused: true });
    expect(running.view().state).toBe('paused');
    clock.advance(hour);
    await new Promise((resolve) => setImmediate(resolve));
    expect(simulator.ledger.requests).toEqual([]);
    await running.configure({ ...running.source, paused: false });
    await until(() => simulator.ledger.requests.length >= 2);
    await running.configure({ ...running.source, paused: true });
    const asked = simulator.ledger.requests.length;
    for (let i = 0; i < 10; i++) {
      clock.advance(hour);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(simulator.ledger.requests).toHaveLength(asked);
  });

  it('counts what became of its events, and only news is an event processed', () => {
    start({ paused: true });
    running.stored({ stored: 0, duplicates: 7, versions: 0, unparsed: 0 });
    expect(running.view()).toMatchObject({ lastEventAt: null, counts: { duplicates: 7 } });
    clock.advance(minute);
    running.stored({ stored: 2, duplicates: 1, versions: 1, unparsed: 1 });
    expect(running.view()).toMatchObject({
      lastEventAt: noon + minute,
      counts: { stored: 2, duplicates: 8, versions: 1, unparsed: 1 },
    });
  });

  it('is silent since its creation where nothing was processed yet', () => {
    start({ paused: true });
    expect(running.watched().facts().lastEventAt).toBe(noon);
    running.stored({ stored: 1, duplicates: 0, versions: 0, unparsed: 0 });
    clock.advance(hour);
    expect(running.watched().facts().lastEventAt).toBe(noon);
    expect(running.watched().facts().now).toBe(noon + hour);
  });

  it('reads a damaged batch again', async () => {
    start();
    await until(isRead);
    const asked = simulator.ledger.requests.length;
    await until(() => batches.some(({ lane }) => lane === 'main'));
    const damaged = batches.find(({ lane }) => lane === 'main') as BatchFile;
    await journal.quarantine(damaged);
    running.readAgain(damaged);
    clock.advance(2 * minute);
    await until(() => simulator.ledger.requests.length > asked && isRead());
    const again = simulator.ledger.requests.slice(asked).filter(({ endpoint }) => endpoint === 'all');
    expect(again.some(({ window }) => window !== undefined && window.startMs <= damaged.window.from)).toBe(
      true,
    );
  });

  it('waits before it reads again what is damaged whenever it is read', async () => {
    start();
    await until(() => isRead() && batches.some(({ lane }) => lane === 'main'));
    const damaged = batches.find(({ lane }) => lane === 'main') as BatchFile;
    running.readAgain(damaged);
    await until(isRead);
    const { from } = damaged.window;
    const asked = () =>
      simulator.ledger.requests.filter(
        (one) => one.endpoint === 'all' && (one.window?.startMs ?? noon) <= from,
      );
    const before = asked().length;
    running.readAgain(damaged);
    clock.advance(2000);
    for (let i = 0; i < 200; i++) await new Promise((resolve) => setImmediate(resolve));
    expect([asked().length, isRead()]).toEqual([before, false]);
    clock.advance(30_000);
    await until(isRead);
  });

  it('that is forgotten leaves nothing remembered and asks for nothing more', async () => {
    start();
    await until(isRead);
    await running.forget();
    expect(state).toBeUndefined();
    const asked = simulator.ledger.requests.length;
    clock.advance(hour);
    await new Promise((resolve) => setImmediate(resolve));
    expect(simulator.ledger.requests).toHaveLength(asked);
  });

  it('remembers what the monitor noticed', () => {
    start({ paused: true });
    const noticed = { stalledSince: noon, stalledHours: 24, stalledSaidAt: noon, failing: null };
    running.watched().remember(noticed);
    expect(running.watched().state()).toEqual(noticed);
    expect(running.view().stalledSince).toBe(noon);
  });
});
