import { proxy, type Remote, wrap } from 'comlink';
import type { Bridge } from '../bridge.ts';
import type { StoreListener, StoreWorker } from './worker.ts';

export interface StoreEvents {
  opening(read: number, total: number): void;
  ready(): void;
  trouble(sentence: string | null): void;
  changed(): void;
}

export type StoreClient = Omit<Remote<StoreWorker>, 'open' | 'take'>;

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
  };
  const open = async () => {
    await worker.open(proxy(listener));
    events.ready();
    bridge.on('delivery.waiting', (notice) => void worker.take(notice));
    for (const notice of await bridge.call('delivery.ready')) void worker.take(notice);
  };
  // The worker has said why by itself, in words.
  open().catch(() => undefined);
  return worker;
}
