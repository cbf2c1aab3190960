import { type Remote, wrap } from 'comlink';
import type { Question } from '../../../renderer/query/question.ts';
import { groupsOf } from './groups.ts';
import type { IndexedWorker } from './indexed-worker.ts';
import type { SegmentWorker, StartTimes } from './segment-worker.ts';

const warmUps = 10;

/** What a side took to store events, and the room they take. */
export interface Appended {
  events: number;
  ms: number;
  bytes: number;
}

export type StoreSide = 'ours' | 'peer';

function started(side: StoreSide): { worker: Worker; store: Remote<SegmentWorker | IndexedWorker> } {
  const worker =
    side === 'ours'
      ? new Worker(new URL('./segment-worker.ts', import.meta.url), { type: 'module' })
      : new Worker(new URL('./indexed-worker.ts', import.meta.url), { type: 'module' });
  return { worker, store: wrap<SegmentWorker | IndexedWorker>(worker) };
}

/** Fills a database with so many events, then starts on it a few times, each in a worker of its own. */
export async function startOurs(
  name: string,
  path: string,
  count: number,
  times: number,
): Promise<StartTimes[]> {
  const text = await (await fetch(path)).text();
  const filler = started('ours');
  const store = filler.store as Remote<SegmentWorker>;
  await store.open(name);
  await store.fill([...groupsOf(text)].flat(), count);
  await store.close();
  filler.worker.terminate();
  const starts: StartTimes[] = [];
  for (let time = 0; time < times; time++) {
    const { worker, store: fresh } = started('ours');
    starts.push(await (fresh as Remote<SegmentWorker>).start(name));
    await fresh.close();
    worker.terminate();
  }
  return starts;
}

/** The same with rows of what a first screen needs; answers how long each start took, ms. */
export async function startPlain(
  name: string,
  path: string,
  count: number,
  times: number,
): Promise<number[]> {
  const text = await (await fetch(path)).text();
  const filler = started('peer');
  await (filler.store as Remote<IndexedWorker>).fill(name, [...groupsOf(text)].flat(), count);
  filler.worker.terminate();
  const starts: number[] = [];
  for (let time = 0; time < times; time++) {
    const { worker, store } = started('peer');
    starts.push(await (store as Remote<IndexedWorker>).start(name));
    worker.terminate();
  }
  return starts;
}

/** What looks took while events arrived, and how many arrived a second. */
export interface Arriving {
  looksMs: number[];
  arrivedPerSecond: number;
}

const arrivalsMs = 500;

/**
 * Looks at a full database, each time with another filter, while so many events a second are stored in it.
 * @param name of a database that was filled
 * @param path lines of a kind, a space and an event's text: what arrives
 */
export async function lookWhileArriving(
  name: string,
  path: string,
  perSecond: number,
  questions: readonly Question[],
): Promise<Arriving> {
  const { worker, store } = started('ours');
  const ours = store as Remote<SegmentWorker>;
  await ours.start(name);
  await ours.open(name);
  await ours.settled();
  const groups = groupsOf(await (await fetch(path)).text(), (perSecond * arrivalsMs) / 1000);
  let arrived = 0;
  let storing = Promise.resolve();
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const { value: group } = groups.next();
    if (!group) return;
    storing = storing.then(async () => {
      arrived += await ours.append(group, Date.now());
    });
  }, arrivalsMs);
  const looksMs: number[] = [];
  for (const [index, question] of questions.entries()) {
    const askedAt = performance.now();
    await ours.look(question);
    // The first ones warm it up.
    if (index >= warmUps) looksMs.push(performance.now() - askedAt);
    // Not in step with what arrives.
    await new Promise((resolve) => setTimeout(resolve, 40 + ((index * 37) % 90)));
  }
  clearInterval(timer);
  const arrivedPerSecond = (arrived / (performance.now() - startedAt)) * 1000;
  await storing;
  await ours.close();
  worker.terminate();
  return { looksMs, arrivedPerSecond };
}

async function bytesUsed(): Promise<number> {
  return (await navigator.storage.estimate()).usage ?? 0;
}

/**
 * Stores events in groups of a thousand, each on disk before the next, until nothing more is to be done with them.
 * @param path lines of a kind, a space and an event's text
 */
export async function appendAll(side: StoreSide, name: string, path: string): Promise<Appended> {
  const { worker, store } = started(side);
  await store.open(name);
  const text = await (await fetch(path)).text();
  const before = await bytesUsed();
  const startedAt = performance.now();
  for (const group of groupsOf(text)) await store.append(group, Date.now());
  const events = await store.settled();
  const ms = performance.now() - startedAt;
  await store.close();
  worker.terminate();
  return { events, ms, bytes: (await bytesUsed()) - before };
}
