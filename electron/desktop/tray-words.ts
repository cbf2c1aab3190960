import { formatDuration } from '../../shared/duration.ts';
import type { SourceView } from '../../shared/source.ts';

export type TrayState = 'quiet' | 'live' | 'trouble';

/** The tray's icon and tooltip: the worst that holds of any source. */
export function trayWords(
  sources: readonly SourceView[],
  now: number,
): { state: TrayState; tooltip: string } {
  if (sources.length === 0) return { state: 'quiet', tooltip: 'Lurescope: no source yet' };
  const failing = sources.find(({ state }) => state === 'failing');
  if (failing) return { state: 'trouble', tooltip: `Lurescope: ${failing.name} fails` };
  const stalled = sources.find(({ state }) => state === 'stalled');
  if (stalled) {
    const silent = formatDuration(now - (stalled.stalledSince ?? now));
    return { state: 'trouble', tooltip: `Lurescope: no events for ${silent} from ${stalled.name}` };
  }
  if (sources.every(({ state }) => state === 'paused'))
    return { state: 'quiet', tooltip: 'Lurescope: paused' };
  const last = Math.max(...sources.map(({ lastSuccessAt }) => lastSuccessAt ?? 0));
  if (last === 0) return { state: 'quiet', tooltip: 'Lurescope: first poll under way' };
  return { state: 'live', tooltip: `Lurescope: last poll ${formatDuration(Math.max(0, now - last))} ago` };
}
