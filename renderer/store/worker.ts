import { expose } from 'comlink';
import type { BatchNotice, BatchOutcome } from '../../shared/journal-batch.ts';
import { Database } from './database.ts';
import type { EventStore } from './event-store.ts';
import { Intake } from './intake.ts';
import type { Look } from './look.ts';
import { RowStore } from './row-store.ts';
import { storeTroubleSentence } from './store-trouble.ts';

/** What the worker tells the page. */
export interface StoreListener {
  opening(read: number, total: number): void;
  acknowledged(notice: BatchNotice, outcome: BatchOutcome): void;
  damaged(notice: BatchNotice, reason: string): void;
  /** A sentence while the store refuses, null once it works again. */
  trouble(sentence: string | null): void;
  changed(): void;
}

let store: Promise<EventStore> | undefined;
let intake: Intake | undefined;

async function opened(): Promise<EventStore> {
  if (!store) throw new Error('The store has not been opened.');
  return store;
}

/** The store worker's composition root, and all that the page can ask of it. */
const worker = {
  async open(listener: StoreListener): Promise<void> {
    store = RowStore.open(new Database(), (read, total) => listener.opening(read, total));
    try {
      const ready = await store;
      intake = new Intake({
        store: ready,
        fetchBatch: (path) => fetch(path),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        acknowledge: (notice, outcome) => listener.acknowledged(notice, outcome),
        damaged: (notice, reason) => listener.damaged(notice, reason),
        trouble: (error) => listener.trouble(error === null ? null : storeTroubleSentence(error)),
        changed: () => listener.changed(),
      });
    } catch (error) {
      listener.trouble(storeTroubleSentence(error));
      throw error;
    }
  },
  take: (notice: BatchNotice) => intake?.take(notice),
  look: async (question: Look) => (await opened()).look(question),
  rows: async (answer: number, from: number, to: number) => (await opened()).rows(answer, from, to),
  event: async (key: string) => (await opened()).event(key),
  counts: async () => (await opened()).counts(),
  identities: async () => (await opened()).identities(),
  removeBefore: async (time: number) => (await opened()).removeBefore(time),
  removeSource: async (source: string) => (await opened()).removeSource(source),
};

export type StoreWorker = typeof worker;

expose(worker);
