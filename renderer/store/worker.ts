import { expose } from 'comlink';
import type { DetectionSettings, RaisedAlert } from '../../shared/detection.ts';
import type { BatchNotice, BatchOutcome } from '../../shared/journal-batch.ts';
import type { Lists, Rule } from '../../shared/rules/rule.ts';
import type { ArchiveDay } from '../../shared/storage.ts';
import { type Detections, StoreDetections } from '../detections/detections.ts';
import type { Glance } from '../query/glance.ts';
import type { PeopleQuestion } from '../query/people.ts';
import type { Question } from '../query/question.ts';
import type { AnnotationChange } from './annotations/annotation.ts';
import { Database } from './database.ts';
import type { AnnotationTarget } from './event-store.ts';
import { Intake } from './intake.ts';
import { type RebuildProgress, rebuild } from './rebuild.ts';
import { Keeping } from './said/keeping.ts';
import { reconcile } from './said/reconcile.ts';
import { recordOf } from './said/record.ts';
import { prepareBeside } from './segments/prepare-beside.ts';
import { migrateRows } from './segments/rows-migration.ts';
import type { Damage } from './segments/runs.ts';
import { SegmentStore } from './segments/segment-store.ts';
import { storeTroubleSentence } from './store-trouble.ts';
import { Transfers } from './transfer/transfer.ts';

/** What the worker tells the page. */
export interface StoreListener {
  opening(read: number, total: number): void;
  acknowledged(notice: BatchNotice, outcome: BatchOutcome): void;
  damaged(notice: BatchNotice, reason: string): void;
  /** A sentence while the store refuses, null once it works again. */
  trouble(sentence: string | null): void;
  changed(): void;
  rebuilding(progress: RebuildProgress): void;
  /** Part of the store is damaged and was set aside: the archive has its events. */
  incomplete(damage: Damage): void;
  /** Alerts are new, or were changed. */
  alertsChanged(): void;
  /** Alerts that may be worth a notification; settles once main has them. */
  raised(alerts: RaisedAlert[]): Promise<void>;
  /** The browser closed the database by itself: it was damaged, evicted or wiped. */
  lost(): void;
}

const record = recordOf((path, options) => fetch(path, options));

let store: Promise<SegmentStore> | undefined;
let detections: StoreDetections | undefined;
let intake: Intake | undefined;
let listening: StoreListener | undefined;

async function opened(): Promise<SegmentStore> {
  if (!store) throw new Error('The store has not been opened.');
  return store;
}

async function detecting(): Promise<StoreDetections> {
  await opened();
  if (!detections) throw new Error('The store has not been opened.');
  return detections;
}

/** Opens the store and moves into it what an earlier version of the app kept in another form. */
async function openStore(
  database: Database,
  keeping: Keeping,
  listener: StoreListener,
): Promise<SegmentStore> {
  await database.open();
  await reconcile(database, record).catch((error: unknown) => {
    listener.trouble(
      `Tags, notes and decisions could not be compared with their record (${String(error)}). What the event store has of them holds; the next start tries again.`,
    );
  });
  const opened = await SegmentStore.open(database, {
    prepare: beside.prepare,
    isDetected: true,
    keeping,
    onProgress: (read, total) => listener.opening(read, total),
    onDamage: (damage) => listener.incomplete(damage),
  });
  await migrateRows(database, opened, ({ moved, total }) => listener.opening(moved, total));
  // The newest events answer at once; the others join them while they are looked at.
  opened.complete.then(
    () => listener.changed(),
    (error: unknown) => listener.trouble(storeTroubleSentence(error)),
  );
  return opened;
}

const beside = prepareBeside();

const transfers = new Transfers(opened, beside.read);

let wasRefused = false;

/** Tells when something that an analyst said could not be kept, and so was not said. */
async function saying<T>(work: Promise<T>): Promise<T> {
  try {
    const done = await work;
    if (wasRefused) listening?.trouble(null);
    wasRefused = false;
    return done;
  } catch (error) {
    wasRefused = true;
    const why = error instanceof Error ? error.message : String(error);
    listening?.trouble(`What you said could not be kept, and is as it was before (${why}). Try again.`);
    throw error;
  }
}

/** Tells that something is stored when work is done, however that went. */
function changing<T>(work: Promise<T>): Promise<T> {
  return work.finally(() => listening?.changed());
}

/** The store worker's composition root, and all that the page can ask of it. */
const worker = {
  /** Opens the store; answers the database's id. */
  async open(listener: StoreListener): Promise<string> {
    listening = listener;
    const database = new Database();
    database.on('close', () => listener.lost());
    const keeping = new Keeping(database, record);
    store = openStore(database, keeping, listener);
    try {
      const ready = await store;
      const detects = new StoreDetections({
        database,
        reader: ready.reader,
        keeping,
        complete: () => ready.complete,
        raised: (alerts) => listener.raised(alerts),
        changed: () => listener.alertsChanged(),
        trouble: (error) => listener.trouble(error === null ? null : storeTroubleSentence(error)),
      });
      detections = detects;
      intake = new Intake({
        store: ready,
        fetchBatch: (path) => fetch(path),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        acknowledge: (notice, outcome) => listener.acknowledged(notice, outcome),
        damaged: (notice, reason) => listener.damaged(notice, reason),
        trouble: (error) => listener.trouble(error === null ? null : storeTroubleSentence(error)),
        changed: () => {
          listener.changed();
          detects.wake();
        },
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
        detections?.wake();
      },
    });
  },
  ask: async (question: Question) => (await opened()).ask(question),
  rows: async (answer: number, from: number, to: number, columns: string[]) =>
    (await opened()).rows(answer, from, to, columns),
  values: async (field: string, having: string, top: number) => (await opened()).values(field, having, top),
  glance: async (glances: Glance[]) => (await opened()).glance(glances),
  people: async (question: PeopleQuestion) => (await opened()).people(question),
  event: async (key: string) => (await opened()).event(key),
  annotate: async (target: AnnotationTarget, change: AnnotationChange) => {
    const done = await saying((await opened()).annotate(target, change));
    if (done.events > 0) listening?.changed();
    return done;
  },
  undoAnnotation: async (change: number) => {
    const events = await saying((await opened()).undoAnnotation(change));
    listening?.changed();
    return events;
  },
  counts: async () => (await opened()).counts(),
  timeOfOldest: async (share: number) => (await opened()).timeOfOldest(share),
  async removeBefore(time: number): Promise<number> {
    const removed = await (await opened()).removeBefore(time);
    await (await detecting()).removeBefore(time);
    return removed;
  },
  async removeSource(source: string): Promise<number> {
    const removed = await (await opened()).removeSource(source);
    await (await detecting()).removeSource(source);
    return removed;
  },
  configureRules: async (settings: DetectionSettings) => (await detecting()).configure(settings),
  setFilling: async (isFilling: boolean) => (await detecting()).setFilling(isFilling),
  alerts: async () => (await detecting()).list(),
  alert: async (id: string) => (await detecting()).one(id),
  someAlerts: async (ids: readonly string[]) => (await detecting()).some(ids),
  decide: async (...args: Parameters<Detections['decide']>) => saying((await detecting()).decide(...args)),
  undo: async (before: Parameters<Detections['undo']>[0]) => saying((await detecting()).undo(before)),
  briefs: async (keys: readonly string[]) => (await detecting()).briefs(keys),
  tryOver: async (
    rules: readonly Rule[],
    lists: Lists,
    since: number,
    onProgress: (done: number, total: number) => void,
  ) => (await detecting()).tryOver(rules, lists, since, onProgress),
  cancelTrial: async () => (await detecting()).cancelTrial(),
  raiseTrial: async () => (await detecting()).raiseTrial(),
  suspensions: async () => (await detecting()).suspensions(),
  runAgain: async (rule: string) => (await detecting()).runAgain(rule),
  cancel: (job: string) => transfers.cancel(job),
  importFiles: (...args: Parameters<Transfers['importFiles']>) => changing(transfers.importFiles(...args)),
  exportEvents: (...args: Parameters<Transfers['exportEvents']>) => transfers.exportEvents(...args),
  indicators: (...args: Parameters<Transfers['indicators']>) => transfers.indicators(...args),
  backUp: (...args: Parameters<Transfers['backUp']>) => transfers.backUp(...args),
  checkRestore: (...args: Parameters<Transfers['checkRestore']>) => transfers.checkRestore(...args),
  restore: (...args: Parameters<Transfers['restore']>) => changing(transfers.restore(...args)),
};

export type StoreWorker = typeof worker;

expose(worker);
