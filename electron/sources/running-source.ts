import { dirname } from 'node:path';
import { noticeableSkew } from '../../shared/clock-skew.ts';
import type { BatchOutcome } from '../../shared/journal-batch.ts';
import type { Trouble } from '../../shared/proofpoint/trouble.ts';
import type { Source, SourceView } from '../../shared/source.ts';
import type { Clock } from '../clock.ts';
import type { BatchFile } from '../ingest/batch-file.ts';
import { uncover } from '../ingest/coverage.ts';
import { troubleOfDisk } from '../ingest/disk-trouble.ts';
import type { Journal } from '../ingest/journal.ts';
import { Poller, type PollerStatus } from '../ingest/poller.ts';
import { countHourly, noteFailure } from '../ingest/recent.ts';
import { sampleCadence } from '../ingest/sample-cadence.ts';
import { SeenTexts } from '../ingest/seen-texts.ts';
import type { SourceState } from '../ingest/source-state.ts';
import { backfillWindows } from '../ingest/window-plan.ts';
import type { Watched } from '../monitor/monitor.ts';
import { poolLimit } from '../proofpoint/request-budget.ts';
import type { SiemClient } from '../proofpoint/siem-client.ts';
import type { Vault } from '../vault/vault.ts';
import { DamagedWindows } from './damaged-windows.ts';
import type { Document } from './document.ts';
import { viewOf } from './source-view.ts';

export interface RunningSourceOptions {
  source: Source;
  state: Document<SourceState>;
  journal: Journal;
  journalFolder: string;
  clock: Clock;
  random(): number;
  vault: Pick<Vault, 'credentials'>;
  /** Where the API of this source is just now. */
  origin(): string;
  holds(source: Source): 'offline' | 'asleep' | undefined;
  createClient(onClockSkew: (skew: number) => void): SiemClient;
  onBatch(batch: BatchFile): void;
  onChange(): void;
  log(level: 'info' | 'warn', message: string, facts?: Record<string, unknown>): void;
}

/** After a start or a resume, reading and storing what was missed gets so long before silence is spoken of, ms. */
const longestCatchUp = 15 * 60_000;

/**
 * Requests of a pool that are never planned: after a clock has jumped, one may be sent before an answer tells the
 * time and with it what has been spent.
 */
const spareRequests = 20;

/** A configured source at work: its poller, its remembered state, and what the rest of the app sees of it. */
export class RunningSource {
  readonly #options: RunningSourceOptions;
  #source: Source;
  #poller: Poller;
  readonly #seen: SeenTexts;
  #clockSkew: number | null = null;
  readonly #damaged = new DamagedWindows();
  #stateTrouble: Trouble | null = null;
  #stateTroubleSince: number | null = null;

  constructor(options: RunningSourceOptions) {
    this.#options = options;
    this.#source = options.source;
    this.#seen = new SeenTexts(options.clock);
    this.#poller = this.#createPoller();
  }

  /** Begins to poll, unless the source is paused. */
  start(): void {
    if (!this.#source.paused) this.#poller.start();
  }

  get source(): Source {
    return this.#source;
  }

  /** How far this computer's clock is behind the API's, ms; null until an answer told. */
  get clockSkew(): number | null {
    return this.#clockSkew;
  }

  /** Takes a changed configuration; pausing and resuming follow from it. */
  async configure(source: Source): Promise<void> {
    const before = this.#source;
    this.#source = source;
    const isOther = before.paused !== source.paused || before.domain !== source.domain;
    if (isOther || before.cadence !== source.cadence) await this.#restart();
  }

  async #restart(): Promise<void> {
    await this.#poller.stop();
    this.#poller = this.#createPoller();
    this.start();
  }

  /** Polls at once, forgetting earlier failures. */
  pollNow(): void {
    this.#poller.pollNow();
  }

  wake(): void {
    this.#poller.wake();
  }

  expectPoll(): void {
    this.#poller.expectPoll();
  }

  stop(): Promise<void> {
    return this.#poller.stop();
  }

  /** Stops and leaves nothing remembered. */
  async forget(): Promise<void> {
    await this.#poller.stop();
    this.#options.state.remove();
  }

  /** The store has committed a batch of this source. */
  stored(outcome: BatchOutcome): void {
    const { clock } = this.#options;
    const news = outcome.stored + outcome.versions + outcome.unparsed;
    this.#update((state) => ({
      ...state,
      lastEventAt: news > 0 ? clock.now() : state.lastEventAt,
      hourly: news > 0 ? countHourly(state.hourly, news, clock.now()) : state.hourly,
      counts: {
        stored: state.counts.stored + outcome.stored,
        duplicates: state.counts.duplicates + outcome.duplicates,
        versions: state.counts.versions + outcome.versions,
        unparsed: state.counts.unparsed + outcome.unparsed,
      },
    }));
  }

  /** A batch was damaged on disk: what it covered has to be read again, after a pause if that goes on and on. */
  readAgain(batch: BatchFile): void {
    const { clock, random } = this.#options;
    const now = clock.now();
    const pause = this.#damaged.pauseFor(batch.window, now, random());
    if (pause > 0) this.#poller.putOff(batch.window, now + pause);
    this.#seen.forget();
    this.#update((state) => ({ ...state, coverage: uncover(state.coverage, batch.window) }));
    this.#poller.wake();
  }

  view(): SourceView {
    const { clock, journal, state } = this.#options;
    return viewOf({
      source: this.#source,
      state: state.get(),
      poller: this.#status(),
      plan: this.#poller.planInput(),
      journal: journal.size(this.#source.id),
      clockSkew: this.#clockSkew,
      now: clock.now(),
    });
  }

  watched(): Watched {
    const { clock, state } = this.#options;
    const source = this.#source;
    return {
      id: source.id,
      state: () => state.get().monitor,
      remember: (monitor) => this.#update((now) => ({ ...now, monitor })),
      facts: () => {
        const status = this.#status();
        return {
          ...status,
          now: clock.now(),
          name: source.name,
          stall: source.stall,
          paused: source.paused,
          catchingUp: this.#isCatchingUp(status),
          lastEventAt: Math.max(state.get().lastEventAt ?? 0, source.createdAt),
        };
      },
    };
  }

  /** Whether what happened while the app was off or asleep is still being read or stored. */
  #isCatchingUp({ trouble, watchedSince }: PollerStatus): boolean {
    const { clock, journal } = this.#options;
    const isLate = clock.now() - watchedSince > longestCatchUp;
    if (isLate || trouble !== null) return false;
    return journal.size(this.#source.id).batches > 0 || backfillWindows(this.#poller.planInput()) > 0;
  }

  #createPoller(): Poller {
    const options = this.#options;
    const isSample = this.#source.kind === 'sample';
    return new Poller({
      source: this.#source,
      cadence: isSample ? sampleCadence : this.#source.cadence,
      seen: this.#seen,
      onFailure: (trouble) =>
        this.#update((state) => ({
          ...state,
          failures: noteFailure(state.failures, trouble, options.clock.now()),
        })),
      onDuplicates: (count) => this.#countDuplicates(count),
      limit: isSample ? Number.POSITIVE_INFINITY : poolLimit - spareRequests,
      client: options.createClient((skew) => this.#noteSkew(skew)),
      origin: options.origin,
      credentials: () => options.vault.credentials(this.#source.id),
      journal: options.journal,
      journalFolder: options.journalFolder,
      state: { get: options.state.get, update: (change) => this.#update(change) },
      clock: options.clock,
      random: options.random,
      holds: () => options.holds(this.#source),
      clockSkew: () => (Math.abs(this.#clockSkew ?? 0) >= noticeableSkew ? (this.#clockSkew ?? 0) : 0),
      onBatch: options.onBatch,
      onChange: options.onChange,
      log: options.log,
    });
  }

  #countDuplicates(count: number): void {
    this.#update((state) => ({
      ...state,
      counts: { ...state.counts, duplicates: state.counts.duplicates + count },
    }));
  }

  #noteSkew(skew: number): void {
    this.#clockSkew = skew;
  }

  /**
   * Changes the remembered state. A disk that refuses is said on the source and does not stop it: after a crash
   * the older state on disk costs windows read twice, and the store drops what it has.
   */
  #update(change: (state: SourceState) => SourceState): void {
    const { state, journalFolder, log, onChange } = this.#options;
    try {
      state.remember(change(state.get()));
      this.#stateTrouble = null;
    } catch (error) {
      const trouble = troubleOfDisk(error, dirname(journalFolder));
      if (this.#stateTrouble === null) log('warn', trouble.sentence, { kind: trouble.kind });
      this.#stateTrouble = trouble;
      this.#stateTroubleSince ??= this.#options.clock.now();
    }
    if (this.#stateTrouble === null) this.#stateTroubleSince = null;
    onChange();
  }

  /** The poller's status, with the trouble of writing the state down where it has none of its own. */
  #status(): PollerStatus {
    const status = this.#poller.status();
    if (status.trouble !== null || this.#stateTrouble === null) return status;
    return { ...status, trouble: this.#stateTrouble, troubleSince: this.#stateTroubleSince };
  }
}
