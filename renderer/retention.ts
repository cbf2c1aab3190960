import type { Removal } from '../shared/storage.ts';
import type { Bridge } from './bridge.ts';
import { useSettings } from './model/settings.ts';
import { storeChanged } from './model/store-status.ts';
import type { StoreClient } from './store/store-client.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Of the events, so much is removed at once when they take too much room: the oldest. */
const share = 0.05;

type RetentionStore = Pick<StoreClient, 'counts' | 'removeBefore' | 'timeOfOldest'>;

/** Removes the oldest events until database and archive together fit, reckoned by what an event takes on average. */
async function removeBySize(
  bridge: Bridge,
  store: RetentionStore,
  gigabytes: number,
): Promise<Removal | undefined> {
  const [{ usage = 0 }, { archive, journal }, { total }] = await Promise.all([
    navigator.storage.estimate(),
    bridge.call('storage.status'),
    store.counts(),
  ]);
  let taken = usage + archive.bytes + journal.bytes;
  if (total === 0 || taken <= gigabytes * 1e9) return undefined;
  const each = taken / total;
  const removal: Removal = { at: Date.now(), events: 0, before: 0, why: 'size' };
  while (taken > gigabytes * 1e9) {
    const before = await store.timeOfOldest(share);
    // The very newest are kept whatever they take.
    if (before === undefined || before > Date.now() - hour) break;
    const events = await store.removeBefore(before + 1);
    if (events === 0) break;
    taken -= events * each;
    removal.events += events;
    removal.before = before + 1;
  }
  return removal.events > 0 ? removal : undefined;
}

async function removeByAge(store: RetentionStore, days: number): Promise<Removal | undefined> {
  const before = Date.now() - days * day;
  const events = await store.removeBefore(before);
  return events > 0 ? { at: Date.now(), events, before, why: 'age' } : undefined;
}

/**
 * Removes events that are older than the analyst keeps them, or too many for the room they may take: now, every
 * hour, and whenever that is changed. What was removed is said under Settings.
 */
export function keepRetention(bridge: Bridge, store: RetentionStore): void {
  const remove = async () => {
    const { retentionDays, largestGigabytes } = useSettings.getState().settings;
    const removals = [
      retentionDays === null ? undefined : await removeByAge(store, retentionDays),
      largestGigabytes === null ? undefined : await removeBySize(bridge, store, largestGigabytes),
    ];
    for (const removal of removals) {
      if (!removal) continue;
      await bridge.call('store.removed', removal);
      storeChanged();
    }
  };
  let running = Promise.resolve();
  const start = () => {
    running = running.then(remove).catch(() => undefined);
  };
  start();
  setInterval(start, hour);
  useSettings.subscribe(({ settings: now }, { settings: before }) => {
    const isOther =
      now.retentionDays !== before.retentionDays || now.largestGigabytes !== before.largestGigabytes;
    if (isOther) start();
  });
}
