import { expose } from 'comlink';
import type { BatchNotice, BatchOutcome } from '../../shared/journal-batch.ts';
import type { ArchiveDay } from '../../shared/storage.ts';
import { Database } from './database.ts';
import type { EventStore } from './event-store.ts';
import { Intake } from './intake.ts';
import type { Look } from './look.ts';
import { type RebuildProgress, rebuild } from './rebuild.ts';
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
  rebuilding(progress: RebuildProgress): void;
  /** The browser closed the database by itself: it was damaged, evicted or wiped. */
  lost(): void;
}

let store: Promise<EventStore> | undefined;
let intake: Intake | undefined;
let listening: StoreListener | undefined;

async function opened(): Promise<EventStore> {
  if (!store) throw new Error('The store has not been opened.');
  return store;
}

/** The store worker's composition root, and all that the page can ask of it. */
const worker = {
  /** Opens the store; answers the database's id. */
  async open(listener: StoreListener): Promise<string> {
    listening = listener;
    const database = new Database();
    database.on('close', () => listener.lost());
    store = RowStore.open(database, (read, total) => listener.opening(read, total));
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
      return await database.id();
    } catch (error) {
      listener.trouble(storeTroubleSentence(error));
      throw error;
    }
  },
  take: (notice: BatchNotice) => intake?.take(notice),
  async rebuild(days: ArchiveDay[]): Promise<RebuildProgress> {
    return rebuild(days, {
      store: await opened(),
      fetchDay: (path) => fetch(path),
      onProgress: (progress) => {
        listening?.rebuilding(progress);
        listening?.changed();
      },
    });
  },
  look: async (question: Look) => (await opened()).look(question),
  rows: async (answer: number, from: number, to: number) => (await opened()).rows(answer, from, to),
  event: async (key: string) => (await opened()).event(key),
  counts: async () => (await opened()).counts(),
  timeOfOldest: async (share: number) => (await opened()).timeOfOldest(share),
  removeBefore: async (time: number) => (await opened()).removeBefore(time),
  removeSource: async (source: string) => (await opened()).removeSource(source),
};

export type StoreWorker = typeof worker;

expose(worker);
