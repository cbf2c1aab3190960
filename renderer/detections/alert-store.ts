import type { RaisedAlert } from '../../shared/detection.ts';
import { isOfSource, withoutSource } from '../../shared/said/said-state.ts';
import type { Database } from '../store/database.ts';
import { Keeping } from '../store/said/keeping.ts';
import {
  type AlertDecision,
  type AlertRow,
  applyDetections,
  decided,
  type FoundDetection,
  groupOf,
  idStart,
  startOf,
} from './alert-row.ts';
import { isDecided, RestoredGroups, saidOfAlert } from './said-alerts.ts';

/** An alert as a list shows it. */
export type ListedAlert = Omit<AlertRow, 'events' | 'hits' | 'history' | 'group' | 'notify' | 'isRestored'>;

/** All alerts as the inbox needs them. */
export interface AlertList {
  /** The latest seen first. */
  alerts: ListedAlert[];
  /** How many there are in all, and how many of them are new. */
  total: number;
  unseen: number;
}

/** An alert as it was before something was decided: what undoing needs. */
export type Decided = Pick<AlertRow, 'id'> & AlertDecision;

/** So many groups are looked for one by one. */
const fewGroups = 50;

/** So many are listed, the latest. */
const mostListed = 5000;

function listed({
  events: _e,
  hits: _h,
  history: _i,
  group: _g,
  notify: _n,
  isRestored: _r,
  ...alert
}: AlertRow): ListedAlert {
  return alert;
}

/** Alerts in the browser's database. */
export class AlertStore {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #keeping: Keeping;
  #restored: RestoredGroups | undefined;

  /** @param keeping keeps what is decided; in the database alone where nothing else is given */
  constructor(database: Database, now: () => number, keeping = new Keeping(database)) {
    this.#database = database;
    this.#now = now;
    this.#keeping = keeping;
  }

  /** Within a transaction over alerts: takes in what rules have found; answers whether anything changed. */
  async take(detections: readonly FoundDetection[], notifyFrom: number): Promise<boolean> {
    if (detections.length === 0) return false;
    this.#restored ??= new RestoredGroups(
      await this.#database.alerts.filter(({ isRestored }) => isRestored === true).toArray(),
    );
    const found = this.#restored.place(detections);
    const groups = [...new Set(found.map(groupOf))];
    const known = await this.#ofGroups(groups);
    const changed = applyDetections(found, known, this.#now(), notifyFrom);
    await this.#database.alerts.bulkPut(changed);
    return changed.length > 0;
  }

  /** The alerts there are of some groups. */
  async #ofGroups(groups: readonly string[]): Promise<AlertRow[]> {
    const { alerts } = this.#database;
    let wanted = groups;
    if (groups.length > fewGroups) {
      // Most of many are new: the ids tell which, without a look for each.
      const starts = new Set((await alerts.toCollection().primaryKeys()).map(startOf));
      wanted = groups.filter((group) => starts.has(idStart(group)));
    }
    // Side by side: one look through the index for all of them would go from key to key.
    const known = await Promise.all(wanted.map((group) => alerts.where('group').equals(group).toArray()));
    return known.flat();
  }

  async list(): Promise<AlertList> {
    const { alerts } = this.#database;
    const rows = await alerts.orderBy('lastSeen').reverse().limit(mostListed).toArray();
    const unseen = rows.filter(({ state }) => state === 'new').length;
    return { alerts: rows.map(listed), total: await alerts.count(), unseen };
  }

  one(id: string): Promise<AlertRow | undefined> {
    return this.#database.alerts.get(id);
  }

  /** Alerts whole, in the order asked for: for an export. */
  async some(ids: readonly string[]): Promise<AlertRow[]> {
    return (await this.#database.alerts.bulkGet([...ids])).filter((row) => row !== undefined);
  }

  /** Decides something of alerts; answers how they were before. */
  async decide(ids: readonly string[], decision: Partial<AlertDecision>): Promise<Decided[]> {
    return this.#change(ids, () => decision);
  }

  /** Makes alerts again what they were. */
  async undo(before: readonly Decided[]): Promise<void> {
    const decisions = new Map(before.map(({ id, ...decision }) => [id, decision]));
    await this.#change([...decisions.keys()], (id) => decisions.get(id) ?? {});
  }

  async #change(
    ids: readonly string[],
    decisionOf: (id: string) => Partial<AlertDecision>,
  ): Promise<Decided[]> {
    const { alerts } = this.#database;
    const now = this.#now();
    const decide = (row: AlertRow) => decided(row, decisionOf(row.id), now);
    const rows = await this.some(ids);
    const toKeep = { said: rows.map(decide).map(saidOfAlert), before: rows.map(saidOfAlert) };
    let before: Decided[] = [];
    await this.#keeping.keep(toKeep, [alerts], async () => {
      // They may have grown meanwhile.
      const rows = await this.some(ids);
      await alerts.bulkPut(rows.map(decide));
      before = rows.map(({ id, state, verdict, note }) => ({ id, state, verdict, note }));
    });
    return before;
  }

  /** Alerts that a notification is wanted of. */
  async toNotify(): Promise<RaisedAlert[]> {
    const rows = await this.#database.alerts.where('notify').equals('wanted').toArray();
    return rows
      .sort((a, b) => a.lastSeen - b.lastSeen)
      .map(({ id, severity, title }) => ({ id, severity, title: title.slice(0, 4000) }));
  }

  /** Says that alerts were handed over for notification. */
  async notified(alerts: readonly RaisedAlert[]): Promise<void> {
    const severityOf = new Map(alerts.map(({ id, severity }) => [id, severity]));
    await this.#database.alerts
      .where('id')
      .anyOf([...severityOf.keys()])
      // One that became more severe meanwhile is handed over once more.
      .and(({ id, severity }) => severityOf.get(id) === severity)
      .modify({ notify: 'done' });
  }

  /** Removes alerts of which the last event occurred before an instant, ms. */
  async removeBefore(time: number): Promise<void> {
    const old = await this.#database.alerts.where('lastSeen').below(time).toArray();
    if (old.length === 0) return;
    const ids = old.map(({ id }) => id);
    const said = old.filter(isDecided);
    const toKeep = {
      said: said.length > 0 ? [{ gone: said.map(({ id }) => id) }] : [],
      before: said.map(saidOfAlert),
    };
    await this.#keeping.keep(toKeep, [this.#database.alerts], () => this.#database.alerts.bulkDelete(ids));
  }

  /**
   * Takes the events of a source out of alerts, and removes those that are about no others; main forgets what the
   * record has of them by itself.
   */
  async removeSource(source: string): Promise<void> {
    const { alerts } = this.#database;
    await this.#database.transaction('rw', alerts, async () => {
      const rows = await alerts
        .filter(({ events }) => events.some((key) => isOfSource(key, source)))
        .toArray();
      for (const row of rows) {
        const left = withoutSource(row, source);
        if (left) await alerts.put(left);
        else await alerts.delete(row.id);
      }
    });
  }

  /** Which of some events are behind an alert of a rule already, as `rule event`. */
  async eventsBehind(rules: ReadonlySet<string>): Promise<Set<string>> {
    const behind = new Set<string>();
    await this.#database.alerts
      .filter(({ rule }) => rules.has(rule))
      .each(({ rule, events }) => {
        for (const event of events) behind.add(`${rule} ${event}`);
      });
    return behind;
  }
}
