import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import type { Clock } from '../../electron/clock.ts';
import type { BatchFile } from '../../electron/ingest/batch-file.ts';
import { Journal } from '../../electron/ingest/journal.ts';
import { Poller, type PollerOptions } from '../../electron/ingest/poller.ts';
import { SeenTexts } from '../../electron/ingest/seen-texts.ts';
import { freshSourceState, type SourceState } from '../../electron/ingest/source-state.ts';
import { poolLimit } from '../../electron/proofpoint/request-budget.ts';
import {
  createSiemClient,
  type SiemClient,
  type WindowOutcome,
  type WindowRequest,
} from '../../electron/proofpoint/siem-client.ts';
import { createSimulatedClock, type SimulatedClock } from '../../electron/simulated-clock.ts';
import { contentHashOf, identityOf } from '../../shared/event/identity.ts';
import type { EventKind } from '../../shared/event/kinds.ts';
import type { RawEvent } from '../../shared/event/raw-event.ts';
import { defaultCadence } from '../../shared/source.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../tap-simulator/simulator.ts';

/** When every stand begins: a summer's noon. */
export const noon = Date.UTC(2025, 5, 10, 12);

interface Line {
  k: EventKind;
  r: RawEvent;
}

/** What the journal and the ledger are compared by. */
export function versionOf(kind: EventKind, raw: RawEvent): string {
  return `${identityOf(kind, raw)} ${contentHashOf(raw)}`;
}

/** A poller between a real journal and a simulator, on a clock that stands still until it is moved. */
export class PollerStand {
  readonly clock: SimulatedClock = createSimulatedClock({ startAt: noon, frozen: true });
  readonly root: string;
  /** This computer's clock: the server's, until it is set wrong; its timers run on all the same. */
  readonly local: Clock = {
    now: () => this.clock.now() + this.setWrongBy,
    after: (ms, callback) => this.clock.after(ms, callback),
  };
  readonly seen = new SeenTexts(this.local);
  state: SourceState = freshSourceState;
  batches: BatchFile[] = [];
  /** When each batch was offered, by the server's clock. */
  readonly offeredAt = new Map<number, number>();
  duplicates = 0;
  /** How far this computer's clock is ahead of the server's, ms. */
  setWrongBy = 0;
  /** How far the poller's clock is behind the server's, ms; follows the answers where `followsSkew` was asked for. */
  skew = 0;
  /** Loops that wait for an answer that does not come: settled as they are. */
  hanging = 0;
  /** Naps under way. A poller whose two loops both nap has nothing more to do at this moment. */
  naps = 0;
  journal!: Journal;
  simulator!: Simulator;
  poller!: Poller;
  #sequence = { next: 1 };
  #isServed = false;

  constructor(root: string) {
    this.root = root;
  }

  static async create(): Promise<PollerStand> {
    return new PollerStand(await mkdtemp(join(tmpdir(), 'lurescope-poller-')));
  }

  async close(): Promise<void> {
    await this.poller.stop();
    if (this.#isServed) await this.simulator.stop();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Opens the journal (again), and with it what is remembered of what it took, as a start does. */
  async openJournal(limit = 1e9): Promise<void> {
    const folder = join(this.root, 'journal');
    const quarantineFolder = join(this.root, 'quarantine');
    const sequence = {
      get: () => this.#sequence,
      set: (value: { next: number }) => {
        this.#sequence = value;
      },
    };
    this.journal = await Journal.open({ folder, quarantineFolder, limit, sequence });
    this.seen.forget();
  }

  async serve(options: SimulatorOptions = {}): Promise<void> {
    this.simulator = await startSimulator({ rate: 4, clock: this.clock, ...options });
    this.#isServed = true;
    await this.openJournal();
  }

  /** A client of the stand, on this computer's clock. */
  client(
    options: {
      followsSkew?: boolean;
      largestBody?: number;
      /** Told what became of a request, after its events were taken and before the poller knows. */
      onOutcome?(outcome: WindowOutcome, request: WindowRequest): void;
    } = {},
  ): SiemClient {
    const { onOutcome, followsSkew, ...rest } = options;
    const client = createSiemClient({
      fetch,
      clock: this.local,
      userAgent: 'Lurescope/test',
      // As RunningSource does it: small ones come from the network.
      onClockSkew: (skew) => {
        if (followsSkew) this.skew = Math.abs(skew) >= 120_000 ? skew : 0;
      },
      ...rest,
    });
    return {
      async fetchWindow(request, sink, signal) {
        const outcome = await client.fetchWindow(request, sink, signal);
        onOutcome?.(outcome, request);
        return outcome;
      },
    };
  }

  start(changes: Partial<PollerOptions> = {}): void {
    const { simulator } = this;
    this.poller = new Poller({
      source: { id: 'a', historyFrom: noon },
      cadence: defaultCadence,
      limit: poolLimit,
      client: this.client(),
      origin: () => simulator.origin,
      credentials: async () => ({
        ok: true,
        credentials: { principal: simulator.principal, secret: simulator.secret },
      }),
      journal: this.journal,
      journalFolder: this.root,
      state: {
        get: () => this.state,
        update: (change) => {
          this.state = change(this.state);
        },
      },
      clock: this.#countingNaps(),
      random: () => 1,
      holds: () => undefined,
      clockSkew: () => this.skew,
      seen: this.seen,
      onBatch: (batch) => {
        this.batches.push(batch);
        this.offeredAt.set(batch.seq, this.clock.now());
      },
      onFailure: () => undefined,
      onDuplicates: (count) => {
        this.duplicates += count;
      },
      onChange: () => undefined,
      log: () => undefined,
      ...changes,
    });
    this.poller.start();
  }

  /** Stops the poller, lets time pass, and begins with what was remembered on disk, as after a restart. */
  async restartAfter(ms: number, changes: Partial<PollerOptions> = {}): Promise<void> {
    await this.poller.stop();
    this.clock.advance(ms);
    await this.openJournal();
    this.state = JSON.parse(JSON.stringify(this.state)) as SourceState;
    this.start(changes);
  }

  #countingNaps(): Clock {
    return {
      now: () => this.local.now(),
      after: (ms, callback) => {
        let open = true;
        const close = () => {
          if (open) this.naps -= 1;
          open = false;
        };
        this.naps += 1;
        const cancel = this.local.after(ms, () => {
          close();
          callback();
        });
        return () => {
          close();
          cancel();
        };
      },
    };
  }

  /** Lets everything happen that is due at this moment. */
  async settle(): Promise<void> {
    while (this.naps + this.hanging < 2) await new Promise((resolve) => setImmediate(resolve));
  }

  async run(ms: number, step: number): Promise<void> {
    await this.settle();
    for (let past = 0; past < ms; past += step) {
      this.clock.advance(step);
      await this.settle();
    }
  }

  /** Times of the requests to an endpoint, in seconds after noon. */
  askedAt(endpoint: 'all' | 'clicks/permitted'): number[] {
    return this.simulator.ledger.requests
      .filter((one) => one.endpoint === endpoint)
      .map(({ at }) => (at - noon) / 1000);
  }

  /** `identity contentHash` of every event that lies in the journal, as often as it does, batch by batch. */
  async lines(): Promise<{ version: string; batch: BatchFile }[]> {
    const found: { version: string; batch: BatchFile }[] = [];
    for (const batch of this.journal.waiting()) {
      const content = await text(this.journal.read(batch).pipe(createGunzip()));
      const lines = content.trim().split('\n').slice(1, -1);
      if (lines.length !== batch.events) throw new Error(`${lines.length} lines, ${batch.events} events`);
      for (const line of lines) {
        const { k, r } = JSON.parse(line) as Line;
        found.push({ version: versionOf(k, r), batch });
      }
    }
    return found;
  }

  /** When each version was first offered to the store, by the server's clock. */
  async arrivals(): Promise<Map<string, number>> {
    const first = new Map<string, number>();
    for (const { version, batch } of await this.lines()) {
      if (!first.has(version)) first.set(version, this.offeredAt.get(batch.seq) ?? Number.NaN);
    }
    return first;
  }

  async held(): Promise<Set<string>> {
    return new Set((await this.lines()).map(({ version }) => version));
  }

  /** What could be had at an instant of what was created in [from, to). */
  available(from: number, to: number, at = this.clock.now()): Set<string> {
    const entries = this.simulator.ledger.available(from, to, at);
    return new Set(entries.map(({ identity, contentHash }) => `${identity} ${contentHash}`));
  }

  /** What could be had and does not lie in the journal. */
  async missing(from: number, to: number, at = this.clock.now()): Promise<string[]> {
    const inJournal = await this.held();
    return [...this.available(from, to, at)].filter((version) => !inJournal.has(version));
  }
}
