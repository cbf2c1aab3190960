import { proxy, wrap } from 'comlink';
import { countOf } from '../../shared/duration.ts';
import type { SourceView } from '../../shared/source.ts';
import type { ArchiveDay } from '../../shared/storage.ts';
import type { Bridge } from '../bridge.ts';
import type { Detections } from '../detections/detections.ts';
import type { EventStore } from './event-store.ts';
import type { RebuildProgress } from './rebuild.ts';
import type { Damage } from './segments/runs.ts';
import { isUnreadable } from './store-trouble.ts';
import type { Transfers } from './transfer/transfer.ts';
import type { StoreListener, StoreWorker } from './worker.ts';

export interface StoreEvents {
  opening(read: number, total: number): void;
  ready(): void;
  trouble(sentence: string | null): void;
  changed(): void;
  /** Progress while the store is rebuilt from the archive; null when that is done. */
  rebuilding(progress: RebuildProgress | null): void;
  /** Alerts are new, or were changed. */
  alertsChanged(): void;
  /** The database is gone: the page has to be loaded again, which makes a new one. */
  lost(): void;
}

/** What the page may ask of the store. */
type Asked =
  | 'ask'
  | 'rows'
  | 'values'
  | 'glance'
  | 'people'
  | 'event'
  | 'annotate'
  | 'undoAnnotation'
  | 'counts'
  | 'timeOfOldest'
  | 'removeBefore'
  | 'removeSource';

/** Files in and out; what they tell on the way is told to functions of the page. */
type FilesAsked =
  | 'cancel'
  | 'importFiles'
  | 'exportEvents'
  | 'indicators'
  | 'backUp'
  | 'checkRestore'
  | 'restore';

export type StoreClient = Pick<EventStore, Asked> & {
  [Call in FilesAsked]: (
    ...args: Parameters<Transfers[Call]>
  ) => Promise<Awaited<ReturnType<Transfers[Call]>>>;
} & {
  /** Removes an import with all its events. */
  removeImport(id: string): Promise<void>;
  /** Puts everything that was archived into the store once more. @throws a sentence on why it could not */
  rebuildAll(): Promise<RebuildProgress>;
  /** The rules, and the alerts they raised. */
  detections: Omit<Detections, 'configure' | 'setFilling'>;
};

/**
 * Starts the store worker and connects it to the journal: main's notices go in, acknowledgements come out. The
 * page only passes them on; batches themselves travel from the app protocol straight to the worker.
 */
export function startStore(bridge: Bridge, events: StoreEvents): StoreClient {
  const worker = wrap<StoreWorker>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
  const report = (sentence: string | null) => {
    events.trouble(sentence);
    void bridge.call('store.trouble', sentence);
  };
  const listener: StoreListener = {
    opening: events.opening,
    acknowledged: (notice, outcome) =>
      void bridge.call('delivery.acknowledge', notice.source, notice.seq, outcome),
    damaged: (notice, reason) => void bridge.call('delivery.damaged', notice.source, notice.seq, reason),
    trouble: report,
    changed: events.changed,
    rebuilding: events.rebuilding,
    incomplete: (damage) => incomplete(damage),
    alertsChanged: events.alertsChanged,
    raised: (alerts) => bridge.call('alerts.raised', alerts),
    lost: events.lost,
  };

  let storeId = '';
  const rebuildFrom = async (days: ArchiveDay[]): Promise<RebuildProgress> => {
    events.rebuilding({
      done: 0,
      total: days.reduce((sum, { bytes }) => sum + bytes, 0),
      entries: 0,
      damaged: 0,
    });
    try {
      const progress = await worker.rebuild(days);
      await bridge.call('store.rebuilt', storeId);
      return progress;
    } finally {
      events.rebuilding(null);
    }
  };

  /** Damage that has been found since the last rebuild began. */
  let found: Damage[] = [];
  let isMending = false;
  /** What was damaged is read again from the archive; where that has nothing, it is said what is missing. */
  const mend = async () => {
    while (found.length > 0) {
      const count = found.reduce((sum, { events: few }) => sum + few, 0);
      const reasons = [...new Set(found.map(({ reason }) => reason))].join(' ');
      found = [];
      const missing = `${countOf(count, 'event')} of the event store are damaged and were set aside (${reasons}).`;
      const days = await bridge.call('store.archived');
      if (days.length === 0) {
        report(`${missing} There is no archive to read them from: they are missing from the explorer.`);
        return;
      }
      report(`${missing} They are being read again from the archive.`);
      await rebuildFrom(days);
      report(null);
    }
  };
  const incomplete = (damage: Damage) => {
    found.push(damage);
    if (isMending) return;
    isMending = true;
    mend()
      .catch((error: unknown) => report(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        isMending = false;
      });
  };

  const removeImport = async (id: string) => {
    await worker.removeSource(id);
    await bridge.call('imports.remove', id);
    events.changed();
  };

  const open = async () => {
    // Those that the last page or start did not finish: of an import there is all or nothing.
    const cutOff = (await bridge.call('imports.list')).filter(({ state }) => state === 'running');
    storeId = await worker.open(proxy(listener));
    events.ready();
    let isFilling = false;
    const tellFilling = (sources: readonly SourceView[]) => {
      const was = isFilling;
      isFilling = sources.some(
        ({ state, journal }) =>
          state === 'filling' || state === 'waiting' || (was && state === 'live' && journal.batches > 0),
      );
      if (was !== isFilling) void worker.setFilling(isFilling);
    };
    tellFilling(await bridge.call('sources.list'));
    bridge.on('sources.changed', tellFilling);
    bridge.on('detection.changed', (settings) => void worker.configureRules(settings));
    void worker.configureRules(await bridge.call('detection.get'));
    bridge.on('delivery.waiting', (notice) => void worker.take(notice));
    for (const notice of await bridge.call('delivery.ready')) void worker.take(notice);
    const days = await bridge.call('store.opened', storeId);
    if (days.length > 0) await rebuildFrom(days);
    for (const { id } of cutOff) await removeImport(id);
  };
  // What the worker could not do it has said by itself, in words.
  open().catch(async (error: unknown) => {
    report(error instanceof Error ? error.message : String(error));
    if (isUnreadable(error) && (await bridge.call('store.unreadable'))) events.lost();
  });

  return {
    ask: (question) => worker.ask(question),
    rows: (answer, from, to, columns) => worker.rows(answer, from, to, [...columns]),
    values: (field, having, top) => worker.values(field, having, top),
    glance: (glances) => worker.glance([...glances]),
    people: (question) => worker.people(question),
    event: (key) => worker.event(key),
    annotate: (target, change) => worker.annotate(target, change),
    undoAnnotation: (change) => worker.undoAnnotation(change),
    counts: () => worker.counts(),
    timeOfOldest: (share) => worker.timeOfOldest(share),
    removeBefore: (time) => worker.removeBefore(time),
    removeSource: (source) => worker.removeSource(source),
    detections: {
      list: () => worker.alerts(),
      one: (id) => worker.alert(id),
      some: (ids) => worker.someAlerts(ids),
      decide: (ids, decision) => worker.decide(ids, decision),
      undo: (before) => worker.undo(before),
      briefs: (keys) => worker.briefs(keys),
      tryOver: (rules, lists, since, onProgress) => worker.tryOver(rules, lists, since, proxy(onProgress)),
      cancelTrial: () => worker.cancelTrial(),
      raiseTrial: () => worker.raiseTrial(),
      suspensions: () => worker.suspensions(),
      runAgain: (rule) => worker.runAgain(rule),
    },
    cancel: (job) => worker.cancel(job),
    importFiles: (job, source, files, onProgress) =>
      worker.importFiles(job, source, [...files], proxy(onProgress)),
    exportEvents: (job, file, order, onProgress) => worker.exportEvents(job, file, order, proxy(onProgress)),
    indicators: (target, mostEvents) => worker.indicators(target, mostEvents),
    backUp: (job, file, order, onProgress) => worker.backUp(job, file, order, proxy(onProgress)),
    checkRestore: (job, file, passphrase, onProgress) =>
      worker.checkRestore(job, file, passphrase, proxy(onProgress)),
    restore: (job, file, passphrase, what, onProgress) =>
      worker.restore(job, file, passphrase, what, proxy(onProgress)),
    removeImport,
    rebuildAll: async () => rebuildFrom(await bridge.call('store.archived')),
  };
}
