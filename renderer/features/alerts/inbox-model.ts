import { create } from 'zustand';
import { type Severity, severities } from '../../../shared/rules/rule.ts';
import type { AlertState } from '../../../shared/said/said.ts';
import type { ListedAlert } from '../../detections/alert-store.ts';

export type StateFilter = AlertState | 'open' | 'all';

/** Which alerts the inbox shows. */
export interface InboxFilter {
  /** Open ones are new or acknowledged. */
  state: StateFilter;
  /** The least severity shown. */
  least: Severity;
  /** Of one rule alone; undefined for all. */
  rule: string | undefined;
}

interface InboxModel {
  filter: InboxFilter;
  /** The alert the keyboard is on. */
  selected: string | undefined;
  isDetailOpen: boolean;
  /** Alerts that are chosen to be acted on together. */
  chosen: ReadonlySet<string>;
  /** So many are listed. */
  shown: number;
}

/** Rows that are listed before more are asked for. */
export const pageSize = 200;

/** What the inbox shows: survives going to another screen and back. */
export const useInbox = create<InboxModel>(() => ({
  filter: { state: 'open', least: 'informational', rule: undefined },
  selected: undefined,
  isDetailOpen: false,
  chosen: new Set<string>(),
  shown: pageSize,
}));

/** Shows other alerts; nothing that is out of sight stays chosen. */
export function setFilter(part: Partial<InboxFilter>): void {
  useInbox.setState(({ filter }) => ({
    filter: { ...filter, ...part },
    chosen: new Set<string>(),
    shown: pageSize,
  }));
}

function isOfState(state: AlertState, wanted: StateFilter): boolean {
  if (wanted === 'all') return true;
  return wanted === 'open' ? state !== 'resolved' : state === wanted;
}

/** The alerts that a filter lets through: new ones before others, and the latest first. */
export function filtered(alerts: readonly ListedAlert[], filter: InboxFilter): ListedAlert[] {
  const least = severities.indexOf(filter.least);
  return alerts.filter(
    ({ state, severity, rule }) =>
      isOfState(state, filter.state) &&
      severities.indexOf(severity) >= least &&
      (filter.rule === undefined || rule === filter.rule),
  );
}

/** How many alerts there are of each state. */
export function stateCounts(alerts: readonly ListedAlert[]): Record<StateFilter, number> {
  const counts = { new: 0, acknowledged: 0, resolved: 0, open: 0, all: alerts.length };
  for (const { state } of alerts) {
    counts[state] += 1;
    if (state !== 'resolved') counts.open += 1;
  }
  return counts;
}

/** The alert so far from one in a list; the first where none is selected, the last or first where there is no further. */
export function besideOf(list: readonly ListedAlert[], selected: string | undefined, by: number) {
  const at = list.findIndex(({ id }) => id === selected);
  if (at < 0) return list[0]?.id;
  return list[Math.min(list.length - 1, Math.max(0, at + by))]?.id;
}

/** The alert to go on with when some leave the list: the next that stays, or else the one before. */
export function afterLeaving(
  list: readonly ListedAlert[],
  selected: string | undefined,
  leaving: ReadonlySet<string>,
): string | undefined {
  const at = list.findIndex(({ id }) => id === selected);
  if (at < 0 || selected === undefined || !leaving.has(selected)) return selected;
  const stays = ({ id }: ListedAlert) => !leaving.has(id);
  return (list.slice(at).find(stays) ?? list.slice(0, at).findLast(stays))?.id;
}

/** Other alerts about the same person, campaign or threat, the most alike first. */
export function related(
  alert: Pick<ListedAlert, 'id' | 'about'>,
  alerts: readonly ListedAlert[],
): { alert: ListedAlert; shared: string[] }[] {
  const people = new Set(alert.about.people);
  const campaigns = new Set(alert.about.campaigns);
  const threats = new Set(alert.about.threats);
  const sharedWith = ({ about }: ListedAlert) => [
    ...(about.threats.some((one) => threats.has(one)) ? ['threat'] : []),
    ...(about.campaigns.some((one) => campaigns.has(one)) ? ['campaign'] : []),
    ...(about.people.some((one) => people.has(one)) ? ['person'] : []),
  ];
  return alerts
    .filter(({ id }) => id !== alert.id)
    .map((one) => ({ alert: one, shared: sharedWith(one) }))
    .filter(({ shared }) => shared.length > 0)
    .sort((a, b) => b.shared.length - a.shared.length || b.alert.lastSeen - a.alert.lastSeen);
}
