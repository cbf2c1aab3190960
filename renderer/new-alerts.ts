import { type NewAlerts, noNewAlerts } from '../shared/detection.ts';
import type { Bridge } from './bridge.ts';
import { useAlerts } from './model/alerts.ts';

/** How many of some alerts are new, of each severity. */
function countNew(alerts: ReturnType<typeof useAlerts.getState>['alerts']): NewAlerts {
  const counts = { ...noNewAlerts };
  for (const { state, severity } of alerts) if (state === 'new') counts[severity] += 1;
  return counts;
}

/** Tells main how many alerts are new whenever that changes, for the tray and the app's icon. */
export function tellNewAlerts(bridge: Pick<Bridge, 'call'>): void {
  let told = '';
  useAlerts.subscribe(({ alerts, isLoaded }) => {
    if (!isLoaded) return;
    const counts = countNew(alerts);
    const text = JSON.stringify(counts);
    if (text === told) return;
    told = text;
    void bridge.call('alerts.new', counts);
  });
}
