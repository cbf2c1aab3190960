import type { DetectionSettings } from '../../shared/detection.ts';
import type { Suspension } from '../../shared/rules/engine/detector.ts';
import type { Lists, Rule } from '../../shared/rules/rule.ts';
import { pause } from '../query/pause.ts';
import type { Database } from '../store/database.ts';
import type { Keeping } from '../store/said/keeping.ts';
import type { EventBrief, EventReader } from '../store/segments/event-reader.ts';
import type { AlertDecision, AlertRow } from './alert-row.ts';
import { type AlertList, AlertStore, type Decided } from './alert-store.ts';
import { Detection, type DetectionOptions } from './detection.ts';
import { shippedPacks } from './shipped-packs.ts';
import { runTrial, type Trial, type TrialResult } from './trial.ts';

/** What the page may ask of the rules and of what they raised. */
export interface Detections {
  /** Runs the rules that are on from now on, over what has been stored since they last ran. */
  configure(settings: DetectionSettings): Promise<void>;
  /** Says whether a source is being filled: what is older waits until it is, so that rules see it in its order. */
  setFilling(isFilling: boolean): Promise<void>;
  list(): Promise<AlertList>;
  one(id: string): Promise<AlertRow | undefined>;
  some(ids: readonly string[]): Promise<AlertRow[]>;
  /** Decides something of alerts; answers how they were before. */
  decide(ids: readonly string[], decision: Partial<AlertDecision>): Promise<Decided[]>;
  undo(before: readonly Decided[]): Promise<void>;
  /** Some words on events, by their keys, in that order; those that are stored no more are left out. */
  briefs(keys: readonly string[]): Promise<EventBrief[]>;
  /**
   * Runs rules over what is stored since an instant (ms) and raises nothing; undefined where it was cancelled, or
   * another one was begun.
   */
  tryOver(
    rules: readonly Rule[],
    lists: Lists,
    since: number,
    onProgress: (done: number, total: number) => void,
  ): Promise<TrialResult | undefined>;
  cancelTrial(): Promise<void>;
  /** Raises what the last run over stored events found, without notifications; answers how many alerts there are. */
  raiseTrial(): Promise<number>;
  suspensions(): Promise<readonly Suspension[]>;
  /** Lets a suspended rule run again. */
  runAgain(rule: string): Promise<void>;
}

export interface DetectionsOptions
  extends Pick<DetectionOptions, 'complete' | 'raised' | 'changed' | 'trouble'> {
  database: Database;
  reader: EventReader;
  /** Keeps what is decided of alerts. */
  keeping: Keeping;
}

/** Everything about rules and alerts in the store's worker. */
export class StoreDetections implements Detections {
  readonly alerts: AlertStore;
  readonly #options: DetectionsOptions;
  readonly #detection: Detection;
  #suspensions: readonly Suspension[] = [];
  #trial: Trial | undefined;
  #trialNumber = 0;

  constructor(options: DetectionsOptions) {
    this.#options = options;
    this.alerts = new AlertStore(options.database, () => Date.now(), options.keeping);
    this.#detection = new Detection({
      ...options,
      alerts: this.alerts,
      packs: shippedPacks,
      now: () => Date.now(),
      wait: (ms) => (ms < 1 ? pause() : new Promise((resolve) => setTimeout(resolve, ms))),
      suspended: (suspensions) => {
        this.#suspensions = suspensions;
        options.changed();
      },
    });
  }

  /** Something was stored. */
  wake(): void {
    this.#detection.stored();
  }

  async configure(settings: DetectionSettings): Promise<void> {
    this.#detection.configure(settings);
  }

  async setFilling(isFilling: boolean): Promise<void> {
    this.#detection.setFilling(isFilling);
  }

  list = () => this.alerts.list();
  one = (id: string) => this.alerts.one(id);
  some = (ids: readonly string[]) => this.alerts.some(ids);

  async decide(ids: readonly string[], decision: Partial<AlertDecision>): Promise<Decided[]> {
    const before = await this.alerts.decide(ids, decision);
    this.#options.changed();
    return before;
  }

  async undo(before: readonly Decided[]): Promise<void> {
    await this.alerts.undo(before);
    this.#options.changed();
  }

  briefs = (keys: readonly string[]) => this.#options.reader.briefs(keys);

  async tryOver(
    rules: readonly Rule[],
    lists: Lists,
    since: number,
    onProgress: (done: number, total: number) => void,
  ): Promise<TrialResult | undefined> {
    this.#trialNumber += 1;
    const number = this.#trialNumber;
    this.#trial = undefined;
    await this.#options.complete();
    const trial = await runTrial(rules, lists, since, {
      reader: this.#options.reader,
      wait: pause,
      isCancelled: () => number !== this.#trialNumber,
      onProgress,
    });
    if (number !== this.#trialNumber) return undefined;
    this.#trial = trial;
    return trial?.result;
  }

  async cancelTrial(): Promise<void> {
    this.#trialNumber += 1;
    this.#trial = undefined;
  }

  async raiseTrial(): Promise<number> {
    const trial = this.#trial;
    if (!trial) return 0;
    this.#trial = undefined;
    const { found, states, result } = trial;
    await this.#detection.between(async () => {
      this.#detection.adopt(states);
      const behind = await this.alerts.eventsBehind(new Set(found.map(({ rule }) => rule)));
      // What an alert tells of already is not told again.
      const unknown = found.filter(
        ({ rule, identities }) => !identities.some((event) => behind.has(`${rule} ${event}`)),
      );
      const { database } = this.#options;
      await database.transaction('rw', database.alerts, () =>
        this.alerts.take(unknown, Number.POSITIVE_INFINITY),
      );
    });
    this.#options.changed();
    return result.alerts;
  }

  suspensions = async () => this.#suspensions;

  runAgain = (rule: string) => this.#detection.runAgain(rule);

  /** Forgets alerts about events that are removed. */
  async removeBefore(time: number): Promise<void> {
    await this.alerts.removeBefore(time);
    this.#options.changed();
  }

  async removeSource(source: string): Promise<void> {
    await this.alerts.removeSource(source);
    this.#options.changed();
  }
}
