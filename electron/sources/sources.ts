import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BatchOutcome } from '../../shared/journal-batch.ts';
import type { Credentials } from '../../shared/proofpoint/credentials.ts';
import { isLoopback } from '../../shared/proofpoint/domain.ts';
import { defaultCadence, type Source, type SourceView, sourceSchema } from '../../shared/source.ts';
import type { Clock } from '../clock.ts';
import type { Archive } from '../ingest/archive.ts';
import type { BatchFile } from '../ingest/batch-file.ts';
import type { Journal } from '../ingest/journal.ts';
import { freshSourceState, type SourceState, sourceStateSchema } from '../ingest/source-state.ts';
import type { Watched } from '../monitor/monitor.ts';
import { type MonitorNotice, stallExample } from '../monitor/words.ts';
import type { SiemClient } from '../proofpoint/siem-client.ts';
import type { SaidRecord } from '../said/said-record.ts';
import type { SampleServer } from '../sample/sample-server.ts';
import type { Vault } from '../vault/vault.ts';
import { type Document, openDocument } from './document.ts';
import { RunningSource } from './running-source.ts';

const week = 7 * 24 * 60 * 60 * 1000;

/** Kept clear of the API's far end, so that the first window is not refused by the time it is asked for, ms. */
const historyMargin = 10 * 60 * 1000;

export const sourceListSchema = z.array(sourceSchema);

export interface SourcesOptions {
  /** Holds sources.json and a state file for each source. */
  folder: string;
  journal: Journal;
  archive: Archive;
  /** What analysts said of events. */
  said: Pick<SaidRecord, 'removeSource'>;
  journalFolder: string;
  clock: Clock;
  random(): number;
  vault: Vault;
  isOnline(): boolean;
  /** After how much silence a new source is told of. */
  stallHours(): number;
  createClient(onClockSkew?: (skew: number) => void): SiemClient;
  startSampleServer(credentials: Credentials): Promise<SampleServer>;
  onBatch(batch: BatchFile): void;
  /** Called whenever something about a source may look different; often. */
  onChange(): void;
  onDamagedFile(name: string, aside: string, reason: string): void;
  log(level: 'info' | 'warn', message: string, facts?: Record<string, unknown>): void;
}

/** An action asked for a source that is not there: deleted in another window, perhaps. */
export class UnknownSource extends Error {
  constructor() {
    super('This source does not exist any more.');
  }
}

/** All configured sources and their life cycle. */
export class Sources {
  readonly #options: SourcesOptions;
  readonly #list: Document<Source[]>;
  readonly #running = new Map<string, RunningSource>();
  #sampleServer: Promise<SampleServer> | undefined;
  #sampleOrigin = '';
  #asleep = false;

  /** Opens the list; nothing polls before `start`. @throws what the disk says */
  constructor(options: SourcesOptions) {
    this.#options = options;
    this.#list = openDocument({
      folder: options.folder,
      name: 'sources',
      schema: sourceListSchema,
      initial: [],
      onDamaged: options.onDamagedFile,
    });
  }

  async start(): Promise<void> {
    for (const source of this.#list.get()) await this.#run(source);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((running) => running.stop()));
    await (await this.#sampleServer)?.stop();
  }

  views(): SourceView[] {
    return [...this.#running.values()].map((running) => running.view());
  }

  /** How far this computer's clock is behind each API's, ms; null where it has not told. */
  clockSkews(): (number | null)[] {
    return [...this.#running.values()].map(({ clockSkew }) => clockSkew);
  }

  /** What the desktop would show if a source stalled, marked as a test. */
  stallExample(id: string): MonitorNotice {
    const running = this.#find(id);
    return stallExample(running.watched().facts(), running.source.stall.hours);
  }

  watched(): Watched[] {
    return [...this.#running.values()].map((running) => running.watched());
  }

  async create(given: { name: string; domain: string; credentials: Credentials; memoryOnly: boolean }) {
    const source = this.#newSource('proofpoint', given.name, given.domain);
    await this.#options.vault.keep(source.id, given.credentials, given.memoryOnly);
    return this.#add(source);
  }

  /** Sample data: there is at most one such source, and asking again gives the one there is. */
  async createSample(): Promise<SourceView> {
    const existing = this.#list.get().find((source) => source.kind === 'sample');
    if (existing) return this.#find(existing.id).view();
    return this.#add(this.#newSource('sample', 'Sample data', ''));
  }

  async change(
    id: string,
    change: Partial<Pick<Source, 'name' | 'stall' | 'cadence' | 'paused' | 'domain'>>,
  ): Promise<void> {
    const running = this.#find(id);
    const changed = { ...running.source, ...change };
    this.#list.set(this.#list.get().map((source) => (source.id === id ? changed : source)));
    await running.configure(changed);
    this.#options.onChange();
  }

  async changeCredentials(
    id: string,
    given: { domain: string; credentials: Credentials; memoryOnly: boolean },
  ) {
    const running = this.#find(id);
    await this.#options.vault.keep(id, given.credentials, given.memoryOnly);
    await this.change(id, { domain: given.domain });
    running.pollNow();
  }

  pollNow(id: string): void {
    this.#find(id).pollNow();
  }

  pollAll(): void {
    for (const running of this.#running.values()) if (!running.source.paused) running.pollNow();
  }

  async pauseAll(paused: boolean): Promise<void> {
    for (const id of this.#running.keys()) await this.change(id, { paused });
  }

  /**
   * Stops and forgets a source, its credentials and what waits in the journal; with its events, what the archive
   * holds of it too, and what was said of them. Its stored events are the store's.
   */
  async delete(id: string, withEvents: boolean): Promise<void> {
    const running = this.#find(id);
    await running.forget();
    if (running.source.kind === 'proofpoint') await this.#options.vault.forget(id).catch(this.#warn);
    await this.#options.journal.removeSource(id);
    if (withEvents) {
      await this.#options.archive.removeSource(id);
      await this.#options.said.removeSource(id);
    }
    this.#running.delete(id);
    this.#list.set(this.#list.get().filter((source) => source.id !== id));
    this.#options.onChange();
  }

  /** The computer goes to sleep, or wakes. */
  setAsleep(asleep: boolean): void {
    this.#asleep = asleep;
    if (!asleep) this.expectPoll();
    for (const running of this.#running.values()) running.wake();
  }

  /** Time has passed unwatched: one poll is tried before anything is said of a source. */
  expectPoll(): void {
    for (const running of this.#running.values()) running.expectPoll();
  }

  stored(batch: BatchFile, outcome: BatchOutcome): void {
    this.#running.get(batch.source)?.stored(outcome);
  }

  readAgain(batch: BatchFile): void {
    this.#running.get(batch.source)?.readAgain(batch);
  }

  readonly #warn = (error: unknown) => {
    this.#options.log('warn', error instanceof Error ? error.message : String(error));
  };

  #newSource(kind: Source['kind'], name: string, domain: string): Source {
    const now = this.#options.clock.now();
    const id = kind === 'sample' ? `sample-${randomUUID().slice(0, 8)}` : randomUUID();
    return {
      id,
      kind,
      name,
      domain,
      createdAt: now,
      historyFrom: now - week + historyMargin,
      paused: false,
      stall: { enabled: true, hours: this.#options.stallHours() },
      cadence: defaultCadence,
    };
  }

  async #add(source: Source): Promise<SourceView> {
    this.#list.set([...this.#list.get(), source]);
    const running = await this.#run(source);
    this.#options.onChange();
    return running.view();
  }

  async #run(source: Source): Promise<RunningSource> {
    const options = this.#options;
    if (source.kind === 'sample') await this.#ensureSampleServer(source.id);
    const running = new RunningSource({
      source,
      state: this.#stateOf(source.id),
      journal: options.journal,
      journalFolder: options.journalFolder,
      clock: options.clock,
      random: options.random,
      vault: options.vault,
      origin: () => (source.kind === 'sample' ? this.#sampleOrigin : this.#find(source.id).source.domain),
      holds: (held) => this.#holds(held),
      createClient: options.createClient,
      onBatch: options.onBatch,
      onChange: options.onChange,
      log: (level, message, facts) => options.log(level, message, { source: source.id, ...facts }),
    });
    this.#running.set(source.id, running);
    running.start();
    return running;
  }

  /** The sample server takes credentials made up for this run, which no keychain needs to hold. */
  async #ensureSampleServer(id: string): Promise<void> {
    const credentials = { principal: randomUUID(), secret: randomUUID() };
    this.#sampleServer ??= this.#options.startSampleServer(credentials);
    this.#sampleOrigin = (await this.#sampleServer).origin;
    await this.#options.vault.keep(id, credentials, true);
  }

  #holds(source: Source): 'offline' | 'asleep' | undefined {
    if (this.#asleep) return 'asleep';
    const isLocal = source.kind === 'sample' || isLoopback(source.domain);
    return isLocal || this.#options.isOnline() ? undefined : 'offline';
  }

  #stateOf(id: string): Document<SourceState> {
    return openDocument({
      folder: this.#options.folder,
      name: `state-${id}`,
      schema: sourceStateSchema,
      initial: freshSourceState,
      onDamaged: this.#options.onDamagedFile,
    });
  }

  #find(id: string): RunningSource {
    const running = this.#running.get(id);
    if (!running) throw new UnknownSource();
    return running;
  }
}
