import type { Lane } from '../../shared/journal-batch.ts';
import type { Credentials } from '../../shared/proofpoint/credentials.ts';
import { needsSomebody, type Trouble } from '../../shared/proofpoint/trouble.ts';
import type { Cadence, Interval } from '../../shared/source.ts';
import { type Clock, pause } from '../clock.ts';
import { freesAt, spend, spent } from '../proofpoint/request-budget.ts';
import type { SiemClient } from '../proofpoint/siem-client.ts';
import { applyAnswer, applyLost, applyTooOld, applyUnsettled, saysTooOld } from './apply-answer.ts';
import { backoff } from './backoff.ts';
import type { BatchFile } from './batch-file.ts';
import { uncover } from './coverage.ts';
import { troubleOfDisk } from './disk-trouble.ts';
import { FreshEntries } from './fresh-entries.ts';
import type { Journal } from './journal.ts';
import { isTelling, learn } from './learned-limit.ts';
import type { SeenTexts } from './seen-texts.ts';
import type { SourceState } from './source-state.ts';
import { Track } from './track.ts';
import { putOffFor, WindowLengths } from './window-lengths.ts';
import { expired, type Plan, type PlanInput, type PutOff, plan, unsettled } from './window-plan.ts';

/** The loops look up at least this often, so that a clock that jumps or a budget that frees is noticed. */
const longestNap = 30_000;

const minute = 60_000;
const hour = 60 * minute;

/** How long after a start or a resume being held back is not yet worth a word, ms. */
const heldGrace = 2 * minute;

/** A source's remembered state, written through to disk. */
export interface StateHandle {
  get(): SourceState;
  update(change: (state: SourceState) => SourceState): void;
}

export interface PollerOptions {
  source: { id: string; historyFrom: number };
  cadence: Cadence;
  /** Requests that each pool allows in 24 hours. */
  limit: number;
  client: SiemClient;
  /** Where the API is: sample data has another port at each start. */
  origin(): string;
  /** The credentials, or why there are none. */
  credentials(): Promise<{ ok: true; credentials: Credentials } | { ok: false; trouble: Trouble }>;
  journal: Journal;
  journalFolder: string;
  state: StateHandle;
  clock: Clock;
  /** 0 to 1, for jitter. */
  random(): number;
  /** Why polling has to hold just now: offline, asleep; undefined when it may go on. */
  holds(): 'offline' | 'asleep' | undefined;
  /** How far this computer's clock is behind the server's, ms. */
  clockSkew(): number;
  /** What is durable already; shared by all pollers this source has had since the start. */
  seen: SeenTexts;
  onBatch(batch: BatchFile): void;
  /** Entries of an answer were dropped, since they are durable already. */
  onDuplicates(count: number): void;
  /** A request failed, or the disk did. */
  onFailure(trouble: Trouble): void;
  onChange(): void;
  log(level: 'info' | 'warn', message: string, facts?: Record<string, unknown>): void;
}

/** How a poller is doing, for the sources screen and the monitor. */
export interface PollerStatus {
  trouble: Trouble | null;
  troubleSince: number | null;
  lastPollAt: number | null;
  /** Events in the last answer of the main lane, or null before the first. */
  lastPollEvents: number | null;
  nextPollAt: number | null;
  /** Whether a poll has been tried, well or not, since the start or the last resume. */
  tried: boolean;
  /** When that start or resume was, ms. */
  watchedSince: number;
}

/** Reads one source's windows for as long as it runs: one loop for each request pool. */
export class Poller {
  readonly #options: PollerOptions;
  readonly #tracks = [new Track('shared'), new Track('clicks')];
  readonly #stop = new AbortController();
  readonly #lengths = new WindowLengths();
  #pieces: PlanInput['pieces'] = { sweep: null, clicks: null };
  /** The server's now when the sweep under way began, ms. */
  #sweepBegunAt = 0;
  #putOff: PutOff[] = [];
  /** When an answer last told the server's time, by this computer's clock, ms. */
  #toldAt = Number.NEGATIVE_INFINITY;
  #running: Promise<unknown> = Promise.resolve();
  #status: Omit<PollerStatus, 'trouble' | 'troubleSince'> = {
    lastPollAt: null,
    lastPollEvents: null,
    nextPollAt: null,
    tried: false,
    watchedSince: 0,
  };

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#status.watchedSince = options.clock.now();
  }

  /** Polls at once, since nobody knows what happened while it did not run, and from then on as planned. */
  start(): void {
    this.#makeDue();
    this.#running = Promise.all(this.#tracks.map((track) => this.#run(track)));
  }

  /** Ends polling; resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    for (const track of this.#tracks) track.wake();
    await this.#running;
  }

  /** Looks at once whether something is due: after a resume, or when the network is back. */
  wake(): void {
    for (const track of this.#tracks) track.wake();
  }

  /** Forgets earlier failures and polls now: the analyst asked for it, or has changed the credentials. */
  pollNow(): void {
    for (const track of this.#tracks) track.forgive();
    this.#makeDue();
    this.wake();
  }

  #makeDue(): void {
    this.#options.state.update((state) => ({
      ...state,
      lanes: { ...state.lanes, main: { lastAt: null }, clicks: { lastAt: null } },
    }));
  }

  /** After a resume one poll is tried before anything is said; where polling has stopped there is none to wait for. */
  expectPoll(): void {
    const stopped = this.#tracks.some(({ retryAt }) => retryAt === Number.POSITIVE_INFINITY);
    this.#status = {
      ...this.#status,
      tried: this.#status.tried && stopped,
      watchedSince: this.#options.clock.now(),
    };
  }

  /** Leaves a stretch alone until an instant, ms; what was read of it is read again then. */
  putOff(window: Interval, until: number): void {
    const now = this.#options.clock.now();
    this.#putOff = [...this.#putOff.filter((one) => one.until > now), { ...window, until }];
  }

  status(): PollerStatus {
    const troubled = this.#tracks
      .filter((track) => track.trouble !== null)
      .sort((a, b) => (a.troubleSince ?? 0) - (b.troubleSince ?? 0))[0];
    return {
      ...this.#status,
      trouble: troubled?.trouble ?? null,
      troubleSince: troubled?.troubleSince ?? null,
    };
  }

  planInput(): PlanInput {
    const { clock, state, cadence, source, limit } = this.#options;
    const now = clock.now();
    const serverNow = now + this.#options.clockSkew();
    const lengths = {
      main: this.#lengths.longest('main'),
      sweep: this.#lengths.longest('sweep'),
      clicks: this.#lengths.longest('clicks'),
      backfill: this.#lengths.longest('backfill'),
    };
    const { historyFrom } = source;
    const remembered = { pieces: this.#pieces, putOff: this.#putOff, lengths };
    return { now, serverNow, state: state.get(), cadence, historyFrom, limit, ...remembered };
  }

  async #run(track: Track): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#turn(track);
      } catch (error) {
        // What is left are faults of the disk under the journal or the state.
        this.#failed(track, troubleOfDisk(error, this.#options.journalFolder));
      }
    }
  }

  /** One look at what is due: a request, or a nap. */
  async #turn(track: Track): Promise<void> {
    const { clock } = this.#options;
    const held = this.#heldBack();
    if (held) {
      this.#note(track, held.trouble);
      this.#noteHeld(held.trouble);
      await this.#nap(track, clock.now() + held.lookAgain);
      return;
    }
    if (track.waits(clock.now())) return this.#nap(track, track.retryAt);
    if (track.pool === 'shared' && this.#knowsTheTime()) this.#lookBack(this.planInput());
    const next = plan(track.pool, this.planInput());
    if (next.do === 'wait') {
      if (track.pool === 'shared') this.#setStatus({ nextPollAt: next.until });
      return this.#nap(track, next.until);
    }
    await this.#read(track, next);
  }

  #heldBack(): { trouble: Trouble | null; lookAgain: number } | undefined {
    const { holds, journal } = this.#options;
    const hold = holds();
    if (hold === 'asleep') return { trouble: null, lookAgain: longestNap };
    if (hold === 'offline') {
      const sentence =
        'This computer is offline. Polling goes on by itself when it is back, and nothing is lost.';
      return { trouble: { kind: 'offline', sentence }, lookAgain: 5000 };
    }
    if (journal.isFull) {
      const sentence =
        'The journal has reached its size limit, because events arrive faster than they are stored. Polling waits until there is room, and nothing is lost: Proofpoint keeps 7 days. If this lasts, start Lurescope again.';
      return { trouble: { kind: 'journal-full', sentence }, lookAgain: 1000 };
    }
    return undefined;
  }

  /** What holds polling back for longer than a network takes to come back after a resume is an attempt as well. */
  #noteHeld(trouble: Trouble | null): void {
    const { tried, watchedSince } = this.#status;
    if (trouble === null || tried || this.#options.clock.now() - watchedSince < heldGrace) return;
    this.#setStatus({ tried: true });
  }

  /** Whether the server told its time lately: a clock that jumped ahead would make everything look too old. */
  #knowsTheTime(): boolean {
    const age = this.#options.clock.now() - this.#toldAt;
    return age >= 0 && age <= hour;
  }

  /** Writes down what can no longer be fetched, and asks again for what was read too soon. */
  #lookBack(input: PlanInput): void {
    const { log, state } = this.#options;
    const lost = expired(input);
    if (lost.length > 0) {
      log('warn', 'could not be fetched: older than the API keeps', { lost });
      state.update((now) => applyLost(now, lost));
    }
    const again = unsettled(input);
    if (again) {
      log('info', 'read again, since events of it may have been indexed after it was read', { again });
      state.update((now) => applyUnsettled(now, again));
    }
  }

  async #read(track: Track, next: Extract<Plan, { do: 'read' }>): Promise<void> {
    const { client, clock, journal, source, state, origin } = this.#options;
    // Taken at once, by what the window was cut: the other loop's answer may correct it meanwhile.
    const skew = this.#options.clockSkew();
    const given = await this.#options.credentials();
    if (!given.ok) return this.#failed(track, given.trouble);
    const { lane, window } = next;
    const { forgotten } = this.#options.seen;
    const begunAt = this.#begun(lane);
    // Counted by the server's time, whose count it is, and before it is sent: a crash may cost a request that was
    // never sent, never one that was not counted.
    state.update((now) => ({ ...now, requests: spend(now.requests, lane, clock.now() + skew) }));
    const batch = await journal.begin({ source: source.id, lane, window, fetchedAt: clock.now() });
    const fresh = new FreshEntries(this.#options.seen, batch);
    let committed = false;
    try {
      const endpoint = lane === 'clicks' ? '/v2/siem/clicks/permitted' : '/v2/siem/all';
      const request = { origin: origin(), credentials: given.credentials, endpoint, window } as const;
      const outcome = await client.fetchWindow(request, fresh, this.#stop.signal);
      if (this.#stop.signal.aborted) return;
      if (outcome.ok || outcome.trouble.status !== undefined) this.#toldAt = clock.now();
      // The window was cut by a clock that this answer shows to be wrong: cut it again.
      const corrected = Math.abs(this.#options.clockSkew() - skew) >= minute;
      if (!outcome.ok && outcome.trouble.kind === 'bad-request' && corrected) return;
      if (track.pool === 'shared') this.#setStatus({ lastPollAt: clock.now() });
      if (!outcome.ok) return this.#refused(track, lane, window, outcome.trouble);
      if (outcome.unknownKeys.length > 0) {
        this.#options.log('warn', 'the answer has keys that are none of the API', {
          keys: outcome.unknownKeys,
        });
      }
      const { queryEndTime } = outcome;
      const files = await batch.commit(queryEndTime);
      committed = true;
      fresh.committed();
      // Offered before the state is written: where that fails, what is durable is stored all the same.
      for (const file of files) this.#options.onBatch(file);
      if (fresh.dropped > 0) this.#options.onDuplicates(fresh.dropped);
      // What was left out as durable is not so any more: the window is read again.
      if (fresh.dropped > 0 && this.#options.seen.forgotten !== forgotten) return;
      const read = { lane, window, queryEndTime, complete: next.complete, begunAt };
      state.update((now) => applyAnswer(now, read, clock.now()));
      this.#succeeded(track, next, outcome.events);
    } finally {
      if (!committed) await batch.discard();
    }
  }

  /** The server's now when the lane began what it is reading, ms. */
  #begun(lane: Lane): number {
    const serverNow = this.#options.clock.now() + this.#options.clockSkew();
    if (lane !== 'sweep') return serverNow;
    if (this.#pieces.sweep === null) this.#sweepBegunAt = serverNow;
    return this.#sweepBegunAt;
  }

  #succeeded(track: Track, { lane, window, complete }: Extract<Plan, { do: 'read' }>, events: number): void {
    track.succeeded();
    // Not before its events wait in the journal: until then silence would seem to go on.
    if (track.pool === 'shared') this.#status = { ...this.#status, tried: true };
    this.#lengths.succeeded(lane);
    if (lane === 'sweep' || lane === 'clicks') {
      this.#pieces = { ...this.#pieces, [lane]: complete ? null : window.to };
    }
    if (lane === 'main') this.#status = { ...this.#status, lastPollEvents: events };
    this.#options.log('info', 'window read', { lane, events });
    this.#options.onChange();
  }

  #refused(track: Track, lane: Lane, window: Interval, trouble: Trouble): void {
    if (lane === 'backfill' && trouble.kind === 'bad-request' && saysTooOld(trouble.sentence)) {
      const now = this.#options.clock.now() + this.#options.clockSkew();
      this.#options.state.update((state) => applyTooOld(state, window, now));
      this.#options.log('warn', 'the API does not reach back that far', { window });
      return;
    }
    if (this.#lengths.failed(lane, window, trouble.kind) === 'put off') this.#putAside(lane, window);
    this.#failed(track, trouble);
  }

  /** Leaves a window alone for an hour, since no answer for it can be read; all others go on. */
  #putAside(lane: Lane, window: Interval): void {
    this.putOff(window, this.#options.clock.now() + putOffFor);
    if (lane === 'sweep' || lane === 'clicks') this.#pieces = { ...this.#pieces, [lane]: window.to };
    // What was read of it once is not all there is: back-filling reads it when its hour is over.
    if (lane === 'sweep')
      this.#options.state.update((state) => ({ ...state, coverage: uncover(state.coverage, window) }));
    this.#options.log('warn', 'a window is put off, since no answer for it can be read', { lane, window });
  }

  #failed(track: Track, trouble: Trouble): void {
    const { clock, state } = this.#options;
    const now = clock.now();
    track.failed(now);
    this.#note(track, trouble);
    this.#options.onFailure(trouble);
    if (needsSomebody(trouble.kind)) track.retryAt = Number.POSITIVE_INFINITY;
    else if (trouble.kind === 'throttled') {
      this.#learn(track, now);
      const asked = trouble.retryAfterSeconds === undefined ? 0 : now + trouble.retryAfterSeconds * 1000;
      const skew = this.#options.clockSkew();
      const own = Math.min(freesAt(state.get().requests, track.pool, now + skew) - skew, now + 1_800_000);
      track.retryAt = Math.max(asked, track.failures > 1 ? own : 0, now + minute);
    } else track.retryAt = now + backoff(track.failures, this.#options.random());
    this.#options.log('warn', trouble.sentence, {
      kind: trouble.kind,
      pool: track.pool,
      failures: track.failures,
    });
    if (track.pool === 'shared') this.#setStatus({ tried: true, nextPollAt: finite(track.retryAt) });
    this.#options.onChange();
  }

  /** A refusal while our own count says that there is budget left: another tool shares the credential. */
  #learn(track: Track, now: number): void {
    const { limit, log, state } = this.#options;
    const { pool } = track;
    track.refused(now);
    const own = spent(state.get().requests, pool, now + this.#options.clockSkew());
    if (own >= limit || !Number.isFinite(limit) || !isTelling(track.refusals, now)) return;
    log('warn', 'another tool seems to use these credentials too: reading less often', { pool, own });
    state.update((known) => ({ ...known, learned: { ...known.learned, [pool]: learn(own, now) } }));
  }

  #note(track: Track, trouble: Trouble | null): void {
    if (trouble === null) return;
    if (track.note(trouble, this.#options.clock.now())) this.#options.onChange();
  }

  #setStatus(change: Partial<PollerStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#options.onChange();
  }

  async #nap(track: Track, until: number): Promise<void> {
    const { clock } = this.#options;
    const ms = Math.min(Math.max(until - clock.now(), 0), longestNap);
    await pause(clock, ms, track.signal);
  }
}

function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null;
}
