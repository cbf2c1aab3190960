import { expose } from 'comlink';
import type { Question } from '../../../renderer/query/question.ts';
import { Database } from '../../../renderer/store/database.ts';
import { prepareBeside } from '../../../renderer/store/segments/prepare-beside.ts';
import { SegmentStore } from '../../../renderer/store/segments/segment-store.ts';
import type { EventKind } from '../../../shared/event/kinds.ts';
import { fillSegments } from './fill-segments.ts';

/** What the explorer asks when it is opened. */
const firstScreen: Question = {
  query: { is: 'everything' },
  time: null,
  drawn: null,
  bins: 160,
  facets: ['kind', 'classification', 'threatType', 'threatStatus'].map((field) => ({ field, top: 10 })),
  sort: [],
  anchors: [],
};

const week = 7 * 24 * 3_600_000;

export interface StartTimes {
  firstScreenMs: number;
  completeMs: number;
  /** Rows of the first screen, events it counted, and events in all. */
  rows: number;
  first: number;
  all: number;
}

let store: SegmentStore | undefined;
let database: Database | undefined;

function opened(): SegmentStore {
  if (!store) throw new Error('not open');
  return store;
}

/** The store of segments in a worker, as the product runs it. */
const worker = {
  async open(name: string): Promise<void> {
    database = new Database(name);
    store = await SegmentStore.open(database, { prepare: prepareBeside().prepare });
  },
  async append(texts: { kind: EventKind; text: string }[], fetchedAt: number): Promise<number> {
    const entries = texts.map(({ kind, text }) => ({ source: 'bench', kind, rawText: text, fetchedAt }));
    const fates = await opened().append(entries);
    return fates.filter((fate) => fate === 'stored').length;
  },
  /** Waits until the tail is joined; answers how many events are stored. */
  async settled(): Promise<number> {
    await opened().settled();
    return (await opened().counts()).total;
  },
  /**
   * Fills the database with so many events in segments, made of others in no more time than it takes to write them:
   * each copy has identities, texts that name it, and times of its own.
   */
  async fill(texts: { kind: EventKind; text: string }[], count: number): Promise<void> {
    await fillSegments(database, texts, { source: 'bench', count, apart: week });
  },
  /** Opens the store as a start does; answers when its first screen was there, and when all events were, ms. */
  async start(name: string): Promise<StartTimes> {
    const startedAt = performance.now();
    database = new Database(name);
    store = await SegmentStore.open(database);
    const first = await store.ask(firstScreen);
    const rows = (await store.rows(first?.id ?? 0, 0, 100, [])).length;
    const firstScreenMs = performance.now() - startedAt;
    await store.complete;
    const all = await store.ask(firstScreen);
    const completeMs = performance.now() - startedAt;
    return { firstScreenMs, completeMs, rows, first: first?.matched ?? 0, all: all?.matched ?? 0 };
  },
  /** Answers a question and reads its first page; how many events are in the answer. */
  async look(question: Question): Promise<number> {
    const answer = await opened().ask(question);
    if (!answer) throw new Error('The question was overtaken.');
    await opened().rows(answer.id, 0, 100, []);
    return answer.matched;
  },
  close(): void {
    database?.close();
  },
};

export type SegmentWorker = typeof worker;

expose(worker);
