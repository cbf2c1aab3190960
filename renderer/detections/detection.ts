import type { DetectionSettings, RaisedAlert } from '../../shared/detection.ts';
import { Detector, type Suspension } from '../../shared/rules/engine/detector.ts';
import type { DetectorState, RuleState } from '../../shared/rules/engine/rule-state.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import type { Database } from '../store/database.ts';
import { type EventReader, sliceLength } from '../store/segments/event-reader.ts';
import type { UndetectedRow } from '../store/segments/segment-tables.ts';
import { Turns } from '../store/segments/turns.ts';
import { withAbout } from './about.ts';
import type { FoundDetection } from './alert-row.ts';
import type { AlertStore } from './alert-store.ts';
import { rulesOn } from './rule-set.ts';

/** What occurred longer ago than this alerts in the inbox, and does not notify, ms. */
const notifiedWithin = 24 * 3_600_000;

/** Rows that are read at once; each has what was stored in one transaction. */
const rowsAtOnce = 4;

/**
 * After each slice the rules rest for so many times as long as it took: more often while events are being stored, which
 * must not wait for them.
 */
const rest = { whileStoring: 3, otherwise: 1 };
/** Events count as being stored for so long after some were, ms. */
const storingFor = 1000;
/** Writing down what the rules remember may take this share of the time. */
const shareOfWriting = 0.05;

/** While there is more to look at, what was found is not written before this, ms; it makes fewer writes. */
const longestWait = 2000;

/** However long writing takes, what was found is not held back for longer than this, ms. */
const longestHeldBack = 10_000;

/** While a source is filled, what is older than this waits, ms; and for so long at most. */
const heldAge = 3_600_000;
const longestHeld = 600_000;

/** How long to wait before a database that refused is tried again, ms. */
const retryAfter = 15_000;

export interface DetectionOptions {
  database: Database;
  alerts: AlertStore;
  reader: Pick<EventReader, 'arrivals'>;
  packs: readonly Pack[];
  /** Settles when all events are in memory. */
  complete(): Promise<void>;
  now(): number;
  wait(ms: number): Promise<void>;
  /** Hands over alerts that are new, or more severe; rejects where they could not be. */
  raised(alerts: RaisedAlert[]): Promise<void>;
  /** Alerts are new or changed. */
  changed(): void;
  suspended(suspensions: readonly Suspension[]): void;
  /** The database refuses; null once it works again. */
  trouble(error: unknown): void;
}

/**
 * Runs the rules that are on over what was stored, beside everything else: in slices, and never for more than half of
 * the time, or a quarter while events are being stored. What they found and what they remember is written in one
 * transaction, which also says how far they are.
 */
export class Detection {
  readonly #options: DetectionOptions;
  #settings: DetectionSettings | undefined;
  #detector: Detector | undefined;
  #rules: readonly Rule[] = [];
  readonly #turns = new Turns();
  #isQueued = false;
  #isStale = false;
  /** What rules remember from elsewhere, until they are on. */
  readonly #adopted = new Map<string, RuleState>();
  /** Rows that have been looked at since the last writing, by their ids. */
  readonly #done = new Set<number>();
  /** Since when a source is being filled, ms. */
  #fillingSince: number | undefined;
  #found: FoundDetection[] = [];
  #wroteAt = 0;
  /** Whether it is known when to write next. */
  #isWriteAwaited = false;
  /** Whether anything was stored since that was decided. */
  #isWoken = false;
  #storedAt = Number.NEGATIVE_INFINITY;
  #writingTook = 0;
  #troubled = false;

  constructor(options: DetectionOptions) {
    this.#options = options;
  }

  /** Runs other rules from now on, or the same over other lists. */
  configure(settings: DetectionSettings): void {
    this.#settings = settings;
    this.#isStale = true;
    this.wake();
  }

  /**
   * Says whether a source is being filled. That goes from the newest to the oldest, and some rules have to see what
   * was first: so what is not of this hour waits until it is done, but not for long.
   */
  setFilling(isFilling: boolean): void {
    if (isFilling) this.#fillingSince ??= this.#options.now();
    else this.#fillingSince = undefined;
    if (!isFilling) this.wake();
  }

  /** Something may have been stored. */
  wake(): void {
    this.#isWoken = true;
    this.#look();
  }

  /** Something was stored. */
  stored(): void {
    this.#storedAt = performance.now();
    this.wake();
  }

  #look(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    void this.#turns.run(async () => {
      this.#isQueued = false;
      await this.#run();
    });
  }

  /** Runs something while the rules stand still and all that they found is written. */
  async between<T>(work: () => Promise<T>): Promise<T> {
    const result = await this.#turns.run(async () => {
      await this.#write();
      return work();
    });
    this.wake();
    return result;
  }

  /** Lets a suspended rule run again. */
  async runAgain(rule: string): Promise<void> {
    await this.between(async () => {
      const one = (this.#detector?.state() ?? (await this.#remembered()))?.rules[rule];
      if (one) this.#adopted.set(rule, { ...one, suspended: null });
      this.#isStale = true;
    });
  }

  /** Takes over what rules remember after a run over stored events, from when they are on. */
  adopt(states: DetectorState['rules']): void {
    for (const [rule, state] of Object.entries(states)) this.#adopted.set(rule, state);
    this.#isStale = true;
  }

  async #remembered(): Promise<DetectorState | undefined> {
    return (await this.#options.database.detector.get('detector'))?.state;
  }

  async #run(): Promise<void> {
    if (!this.#settings) return;
    try {
      await this.#options.complete();
      await this.#takeSome();
      await this.#handOver();
      if (this.#troubled) this.#options.trouble(null);
      this.#troubled = false;
    } catch (error) {
      // What was found and not written is found again: the rules go back to what they last wrote down.
      this.#detector = undefined;
      this.#found = [];
      this.#done.clear();
      this.#isStale = true;
      this.#troubled = true;
      this.#options.trouble(error);
      void this.#options.wait(retryAfter).then(() => this.wake());
    }
  }

  /** Looks at what waits, for as long as what was found may be held back. */
  async #takeSome(): Promise<void> {
    if (this.#isStale) await this.#begin();
    for (;;) {
      const rows = await this.#nextRows();
      if (rows.length === 0) break;
      for (const row of rows) {
        // Within a row too: it may have windows of a filling, which goes from the newest to the oldest.
        const order = Array.from(row.times.keys()).sort((x, y) => (row.times[x] || 0) - (row.times[y] || 0));
        for (let from = 0; from < order.length; from += sliceLength) {
          await this.#takeSlice(row, order.slice(from, from + sliceLength));
        }
        this.#done.add(row.id ?? 0);
      }
      if (this.#writesIn(longestWait) <= 0) {
        this.wake();
        break;
      }
    }
    const pause = this.#writesIn(0);
    if (pause <= 0) await this.#write();
    else this.#writeAfter(pause);
  }

  /**
   * Writes after a while, unless that happens before: what arrives meanwhile is looked at and written with it, and
   * where nothing does, there is nothing to wait for.
   */
  #writeAfter(pause: number): void {
    if (this.#isWriteAwaited || this.#done.size === 0) return;
    this.#isWriteAwaited = true;
    this.#isWoken = false;
    void this.#options.wait(Math.min(pause, longestWait)).then(() => {
      this.#isWriteAwaited = false;
      if (!this.#isWoken) this.#wroteAt = Number.NEGATIVE_INFINITY;
      this.#look();
    });
  }

  /** The rows to look at next, in the order of their times: what is usual for somebody comes before what is not. */
  async #nextRows(): Promise<UndetectedRow[]> {
    const { undetected } = this.#options.database;
    const waiting = this.#isHeld()
      ? undetected.where('from').aboveOrEqual(this.#options.now() - heldAge)
      : undetected.orderBy('to');
    // Those that were looked at and are not written yet are among them, and are not worth reading.
    const ids = (await waiting.primaryKeys()).filter((id) => !this.#done.has(id));
    const rows = await undetected.bulkGet(ids.slice(0, rowsAtOnce));
    return rows.filter((row) => row !== undefined);
  }

  /** Whether what is older waits until a filling has brought what is older still. */
  #isHeld(): boolean {
    if (this.#fillingSince === undefined) return false;
    return this.#options.now() - this.#fillingSince < longestHeld;
  }

  async #takeSlice(row: UndetectedRow, events: readonly number[]): Promise<void> {
    const detector = this.#detector;
    if (!detector || this.#rules.length === 0) return;
    const withBefore = this.#rules.some(({ was }) => was !== undefined);
    const arrivals = await this.#options.reader.arrivals(row, events, withBefore);
    const startedAt = performance.now();
    const detections = detector.take(arrivals);
    this.#found.push(...withAbout(detections, arrivals));
    const now = performance.now();
    const isStoring = now - this.#storedAt < storingFor;
    await this.#options.wait((now - startedAt) * (isStoring ? rest.whileStoring : rest.otherwise));
  }

  /** In how many ms what was found is to be written: at once where the last time is long ago for what it took. */
  #writesIn(least: number): number {
    const pause = Math.max(least, this.#writingTook / shareOfWriting);
    return Math.min(pause, longestHeldBack) - (performance.now() - this.#wroteAt);
  }

  /** Begins with the rules that are on, where those before them stopped. */
  async #begin(): Promise<void> {
    if (!this.#settings) return;
    await this.#write();
    this.#isStale = false;
    const remembered = await this.#remembered();
    const adopted = Object.fromEntries(this.#adopted);
    const rules = { ...remembered?.rules, ...this.#detector?.state().rules, ...adopted };
    this.#rules = rulesOn(this.#settings, this.#options.packs);
    const detector = new Detector(this.#rules, {
      lists: this.#settings.lists,
      state: { version: 1, rules },
      clock: () => performance.now(),
      onSuspended: () => queueMicrotask(() => this.#tellSuspended()),
    });
    this.#detector = detector;
    for (const { id } of this.#rules) this.#adopted.delete(id);
    this.#tellSuspended();
  }

  #tellSuspended(): void {
    this.#options.suspended(this.#detector?.suspensions ?? []);
  }

  /** Writes down what was found, what the rules remember, and how far they are: all of it or nothing. */
  async #write(): Promise<void> {
    if (!this.#detector || this.#done.size === 0) return;
    const { database, alerts, now } = this.#options;
    const startedAt = performance.now();
    const found = this.#found;
    const state = this.#detector.state();
    const done = [...this.#done];
    const isChanged = await database.transaction(
      'rw',
      database.alerts,
      database.detector,
      database.undetected,
      async () => {
        const changed = await alerts.take(found, now() - notifiedWithin);
        await database.detector.put({ id: 'detector', state });
        await database.undetected.bulkDelete(done);
        return changed;
      },
    );
    this.#found = [];
    this.#done.clear();
    this.#wroteAt = performance.now();
    this.#writingTook = this.#wroteAt - startedAt;
    if (isChanged) this.#options.changed();
  }

  /** Hands over what is to be notified of. What cannot be handed over now is so with the next that is found. */
  async #handOver(): Promise<void> {
    const waiting = await this.#options.alerts.toNotify();
    if (waiting.length === 0) return;
    try {
      await this.#options.raised(waiting);
    } catch {
      return;
    }
    await this.#options.alerts.notified(waiting);
  }
}
