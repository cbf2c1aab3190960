import { useSettings } from './model/settings.ts';
import { storeChanged } from './model/store-status.ts';
import type { StoreClient } from './store/store-client.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Removes events that are older than the analyst keeps them: now, every hour, and whenever that is changed. */
export function keepRetention(store: Pick<StoreClient, 'removeBefore'>): void {
  const remove = async () => {
    const days = useSettings.getState().settings.retentionDays;
    if (days === null) return;
    if ((await store.removeBefore(Date.now() - days * day)) > 0) storeChanged();
  };
  void remove();
  setInterval(() => void remove(), hour);
  useSettings.subscribe((now, before) => {
    if (now.settings.retentionDays !== before.settings.retentionDays) void remove();
  });
}
