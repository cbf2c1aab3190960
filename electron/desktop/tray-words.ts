import { countOf, formatDuration } from '../../shared/duration.ts';
import type { SourceView } from '../../shared/source.ts';

export type TrayState = 'quiet' | 'live' | 'alerts' | 'trouble';

export interface TrayWords {
  state: TrayState;
  tooltip: string;
  /** The first line of the menu: the same without what changes by the second. */
  status: string;
  /** What the menu offers: there is something to pause, or to resume, or neither. */
  offers: 'pause' | 'resume' | 'nothing';
}

const prefix = 'Lurescope: ';

/** Sources in trouble now, which the app's badge counts beside new alerts. */
export function troubledCount(sources: readonly SourceView[]): number {
  return sources.filter(({ state }) => state === 'failing' || state === 'stalled').length;
}

function wordsOf(sources: readonly SourceView[], now: number): Omit<TrayWords, 'offers'> {
  const same = (state: TrayState, words: string) => ({
    state,
    tooltip: `${prefix}${words}`,
    status: words,
  });
  if (sources.length === 0) return same('quiet', 'no source yet');
  const failing = sources.find(({ state }) => state === 'failing');
  if (failing) return same('trouble', `${failing.name} fails`);
  const stalled = sources.find(({ state }) => state === 'stalled');
  if (stalled) {
    const silent = formatDuration(now - (stalled.stalledSince ?? now));
    return same('trouble', `no events for ${silent} from ${stalled.name}`);
  }
  if (sources.every(({ state }) => state === 'paused')) return same('quiet', 'paused');
  const last = Math.max(...sources.map(({ lastSuccessAt }) => lastSuccessAt ?? 0));
  if (last === 0) return same('quiet', 'first poll under way');
  const ago = formatDuration(Math.max(0, now - last));
  return { state: 'live', tooltip: `${prefix}last poll ${ago} ago`, status: 'events are read' };
}

/** The same with new alerts first, unless ingestion is in trouble: then alerts may be missing. */
function withAlerts(words: Omit<TrayWords, 'offers'>, alerts: number): Omit<TrayWords, 'offers'> {
  if (alerts === 0) return words;
  const { state, tooltip, status } = words;
  const told = countOf(alerts, 'new alert');
  if (state === 'trouble') return { state, tooltip: `${tooltip}; ${told}`, status: `${status}; ${told}` };
  return {
    state: 'alerts',
    tooltip: tooltip.replace(prefix, `${prefix}${told}; `),
    status: `${told}; ${status}`,
  };
}

/**
 * The tray's icon, tooltip and menu: the worst that holds of any source, and the alerts that nobody has looked at.
 * @param alerts how many of those that are worth a notification are new
 */
export function trayWords(sources: readonly SourceView[], alerts: number, now: number): TrayWords {
  const isPaused = sources.map(({ paused }) => paused);
  const offers = isPaused.length === 0 ? 'nothing' : isPaused.every(Boolean) ? 'resume' : 'pause';
  return { ...withAlerts(wordsOf(sources, now), alerts), offers };
}
