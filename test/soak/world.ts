import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Remote, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { z } from 'zod';
import { type SourceState, sourceStateSchema } from '../../electron/ingest/source-state.ts';
import { defaultCadence, defaultStallSettings, type Source } from '../../shared/source.ts';
import type { Random } from '../faults/random.ts';
import { Agenda } from './agenda.ts';
import { RunningApp } from './running-app.ts';
import type { Service, ServiceStart } from './service-worker.ts';
import { HangingRequests, SharedTime } from './shared-time.ts';
import { SoakStore } from './soak-store.ts';

const hour = 3_600_000;

const sourceId = 'soak';
const documentSchema = z.object({ value: sourceStateSchema });

export interface WorldOptions {
  folder: string;
  seed: number;
  startAt: number;
  historyFrom: number;
  mailboxes: number;
  /** Events an hour on average. */
  rate: number;
  random: Random;
  /** Simulated seconds for each real one, at most; undefined for as fast as it goes. */
  speed: number | undefined;
  /** Told when another hour has begun. */
  onHour(hour: number): Promise<void> | void;
}

/**
 * Service, app, store and the time they share. Time moves from one thing that is due to the next, and only when all
 * that the last one caused has been done: nobody waits for a clock, and nothing is overtaken by one.
 */
export class World {
  readonly time = new SharedTime();
  readonly agenda = new Agenda();
  readonly store: SoakStore;
  readonly service: Remote<Service>;
  readonly #hanging = new HangingRequests();
  readonly #worker: Worker;
  readonly #options: WorldOptions;
  readonly #durableAt = new Map<number, number>();
  readonly #startedAt = performance.now();
  #access = { origin: '', principal: '', secret: '' };
  #app: RunningApp | undefined;
  #endedAt: number;
  readonly #damaged: string[] = [];
  #asleep = false;
  #starts = 0;
  #hour = 0;

  private constructor(options: WorldOptions) {
    this.#options = options;
    this.time.now = options.startAt;
    this.#endedAt = options.startAt;
    this.store = new SoakStore(({ seq }) => this.#durableAt.get(seq) ?? Number.NaN);
    const { seed, rate, mailboxes } = options;
    const workerData: ServiceStart = {
      seed,
      rate,
      mailboxes,
      time: this.time.memory,
      hanging: this.#hanging.memory,
    };
    this.#worker = new Worker(new URL('./service-worker.ts', import.meta.url), {
      workerData,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 6144 },
    });
    this.service = wrap<Service>(nodeEndpoint(this.#worker));
  }

  static async create(options: WorldOptions): Promise<World> {
    const world = new World(options);
    world.#access = await world.service.start();
    return world;
  }

  async close(): Promise<void> {
    await this.#app?.kill();
    await this.#worker.terminate();
  }

  /** Batches that could not be read: none should be, since nothing damages them. */
  get damaged(): readonly string[] {
    return [...this.#damaged, ...(this.#app?.damaged ?? [])];
  }

  get isRunning(): boolean {
    return this.#app !== undefined;
  }

  get app(): RunningApp {
    if (!this.#app) throw new Error('The app is not running.');
    return this.#app;
  }

  async startApp(): Promise<void> {
    if (this.#app) return;
    const { folder, seed } = this.#options;
    const { principal, secret } = this.#access;
    this.#starts += 1;
    const start = {
      folder,
      source: this.#source(),
      credentials: { principal, secret },
      time: this.time.memory,
      hanging: this.#hanging.memory,
      seed: seed + this.#starts,
    };
    this.#app = new RunningApp(start, this.time, this.store, this.#durableAt, this.#endedAt);
    await this.#app.step();
  }

  /** Ends the app in mid-work: at its next turn, at whatever point that has come to when the blow falls. */
  async crash(atWork: boolean): Promise<void> {
    if (!this.#app) return;
    if (atWork && !this.#asleep) {
      const due = this.#app.nextDue;
      if (!Number.isFinite(due)) throw new Error(`The app waits for nothing: ${due}`);
      this.time.now = Math.max(this.time.now, due);
      this.#app.begin();
      // The one place where real time decides: a crash comes when it comes.
      await delay(this.#options.random.next() * 60);
    }
    await this.#app.kill();
    this.#end();
  }

  async quit(): Promise<void> {
    await this.#app?.quit();
    this.#end();
  }

  /** What the app remembers of its source, as it lies on disk now. */
  async rememberedState(): Promise<SourceState> {
    const document: unknown = JSON.parse(await readFile(this.#statePath, 'utf8'));
    return documentSchema.parse(document).value;
  }

  /**
   * Puts an older state back while the app is off, as a backup does: what was read since is read again. Requests
   * stay counted, since no backup can give them back.
   */
  async restoreState(older: SourceState): Promise<void> {
    const { requests } = await this.rememberedState();
    await writeFile(this.#statePath, JSON.stringify({ value: { ...older, requests } }));
  }

  setAsleep(asleep: boolean): void {
    this.#asleep = asleep;
    this.#app?.setAsleep(asleep);
  }

  /** Lets time pass until an instant. */
  async run(until: number): Promise<void> {
    while (this.time.now < until) {
      const due = this.#app && !this.#asleep ? this.#app.nextDue : Number.POSITIVE_INFINITY;
      const next = Math.max(this.time.now, Math.min(until, this.agenda.next, due));
      await this.#pace(next);
      this.time.now = next;
      await this.#newHour();
      await this.agenda.run(this.time.now);
      if (this.#app && !this.#asleep) await this.#app.step();
    }
  }

  #end(): void {
    this.#damaged.push(...(this.#app?.damaged ?? []));
    this.#app = undefined;
    this.#asleep = false;
    this.#endedAt = this.time.now;
  }

  async #newHour(): Promise<void> {
    const now = Math.floor(this.time.now / hour);
    if (now === this.#hour) return;
    this.#hour = now;
    // Not waited for: it is done while the app has other work.
    if (this.#app) void this.service.prepare(now + 1);
    await this.#options.onHour(now);
  }

  async #pace(next: number): Promise<void> {
    const { speed, startAt } = this.#options;
    if (speed === undefined) return;
    const ahead = (next - startAt) / speed - (performance.now() - this.#startedAt);
    if (ahead > 0) await delay(ahead);
  }

  get #statePath(): string {
    return join(this.#options.folder, `state-${sourceId}.json`);
  }

  #source(): Source {
    const { startAt, historyFrom } = this.#options;
    return {
      id: sourceId,
      kind: 'proofpoint',
      name: 'Soak',
      domain: this.#access.origin,
      createdAt: startAt,
      historyFrom,
      paused: false,
      stall: defaultStallSettings,
      cadence: defaultCadence,
    };
  }
}
