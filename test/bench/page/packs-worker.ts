/// <reference types="vite/client" />

import { expose } from 'comlink';
import { StoreDetections } from '../../../renderer/detections/detections.ts';
import { Database } from '../../../renderer/store/database.ts';
import { Keeping } from '../../../renderer/store/said/keeping.ts';
import { prepareBeside } from '../../../renderer/store/segments/prepare-beside.ts';
import { SegmentStore } from '../../../renderer/store/segments/segment-store.ts';
import type { DetectionSettings } from '../../../shared/detection.ts';
import type { EventKind } from '../../../shared/event/kinds.ts';

interface Opened {
  database: Database;
  store: SegmentStore;
  detections: StoreDetections;
}

let opened: Opened | undefined;

function isOpen(): Opened {
  if (!opened) throw new Error('not open');
  return opened;
}

/** The store with the rules beside it in one worker, as the product runs them. */
const worker = {
  async open(name: string, settings: DetectionSettings): Promise<void> {
    const database = new Database(name);
    const store = await SegmentStore.open(database, { prepare: prepareBeside().prepare, isDetected: true });
    const detections = new StoreDetections({
      database,
      reader: store.reader,
      keeping: new Keeping(database),
      complete: () => store.complete,
      raised: async () => undefined,
      changed: () => undefined,
      trouble: (error) => {
        if (error !== null) throw error;
      },
    });
    opened = { database, store, detections };
    await detections.configure(settings);
  },
  async append(texts: { kind: EventKind; text: string }[], fetchedAt: number): Promise<void> {
    const { store, detections } = isOpen();
    await store.append(texts.map(({ kind, text }) => ({ source: 'bench', kind, rawText: text, fetchedAt })));
    detections.wake();
  },
  /** Waits until the tail is joined; answers how many events are stored. */
  async settled(): Promise<number> {
    const { store } = isOpen();
    await store.settled();
    return (await store.counts()).total;
  },
  /** Waits until the rules have looked at everything; answers how many alerts there are. */
  async detected(): Promise<number> {
    const { database, detections } = isOpen();
    while ((await database.undetected.count()) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const suspended = await detections.suspensions();
    if (suspended.length > 0) throw new Error(JSON.stringify(suspended));
    return database.alerts.count();
  },
  close(): void {
    opened?.database.close();
  },
};

export type PacksWorker = typeof worker;

expose(worker);
