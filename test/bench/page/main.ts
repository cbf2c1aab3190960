import { wrap } from 'comlink';
import { everything, type Filter } from '../../../renderer/store/look.ts';
import { type EventKind, kindOfArray } from '../../../shared/event/kinds.ts';
import type { RawEvent } from '../../../shared/event/raw-event.ts';
import type { OurWorker } from './our-worker.ts';
import { PlainStore, plainLook, plainRow } from './plain-store.ts';

const bins = 160;
const groupSize = 1000;

/** What one filter change took on both sides, ms. */
export interface LookTimes {
  name: string;
  matched: number;
  plainMatched: number;
  ours: number[];
  plain: number[];
}

interface Line {
  kind: EventKind;
  raw: RawEvent;
}

const filters: [name: string, filter: Filter][] = [
  ['everything', everything],
  ['phish 80 to 100', { ...everything, scores: { ...everything.scores, phishScore: { from: 80, to: 100 } } }],
  ['phish 0 to 40', { ...everything, scores: { ...everything.scores, phishScore: { from: 0, to: 40 } } }],
  [
    'malware 90 to 100',
    { ...everything, scores: { ...everything.scores, malwareScore: { from: 90, to: 100 } } },
  ],
  [
    'impostor 60 to 100',
    { ...everything, scores: { ...everything.scores, impostorScore: { from: 60, to: 100 } } },
  ],
  ['spam 50 to 90', { ...everything, scores: { ...everything.scores, spamScore: { from: 50, to: 90 } } }],
  ['delivered', { ...everything, picked: { ...everything.picked, kind: ['messageDelivered'] } }],
  ['clicks permitted', { ...everything, picked: { ...everything.picked, kind: ['clickPermitted'] } }],
  [
    'phish or malware',
    { ...everything, picked: { ...everything.picked, classification: ['phish', 'malware'] } },
  ],
  [
    'delivered phish 70 to 100',
    {
      ...everything,
      picked: { ...everything.picked, kind: ['messageDelivered'], classification: ['phish'] },
      scores: { ...everything.scores, phishScore: { from: 70, to: 100 } },
    },
  ],
  ['text "invoice"', { ...everything, text: 'invoice' }],
];

async function readLines(path: string): Promise<Line[]> {
  const text = await (await fetch(path)).text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** Puts the same events into both stores, then times each filter change on both, turn by turn. */
async function benchLooks(
  path: string,
  repetitions: number,
): Promise<{ events: number; looks: LookTimes[] }> {
  const ours = wrap<OurWorker>(new Worker(new URL('./our-worker.ts', import.meta.url), { type: 'module' }));
  await ours.open('bench-ours');
  const plain = new PlainStore('bench-plain');
  const lines = await readLines(path);
  const now = Date.now();
  for (let at = 0; at < lines.length; at += groupSize) {
    const group = lines.slice(at, at + groupSize);
    await ours.append(
      group.map(({ kind, raw }) => ({ kind, rawText: JSON.stringify(raw) })),
      now,
    );
    await plain.events.bulkPut(group.map(({ kind, raw }) => plainRow(kind, raw, now)));
  }
  const looks: LookTimes[] = filters.map(([name]) => ({
    name,
    matched: 0,
    plainMatched: 0,
    ours: [],
    plain: [],
  }));
  for (let round = 0; round <= repetitions; round++) {
    for (const [index, [, filter]] of filters.entries()) {
      const look = looks[index] as LookTimes;
      const startedAt = performance.now();
      const { answer } = await ours.look({ filter, bins, anchors: [] });
      const between = performance.now();
      const peer = await plainLook(plain, filter, bins);
      const endedAt = performance.now();
      Object.assign(look, { matched: answer.matched, plainMatched: peer.matched });
      // The first round warms both up.
      if (round > 0) look.ours.push(between - startedAt);
      if (round > 0) look.plain.push(endedAt - between);
    }
  }
  return { events: lines.length, looks };
}

/** The plain way of ingesting: fetch a window, parse it whole, put its rows, show a count. Answers ms. */
async function benchPlainIngestion(windows: string[]): Promise<{ events: number; ms: number }> {
  const store = new PlainStore('bench-ingestion');
  await store.open();
  const startedAt = performance.now();
  for (const path of windows) {
    const answer = (await (await fetch(path)).json()) as Record<string, unknown>;
    const rows = Object.entries(answer).flatMap(([key, list]) => {
      const kind = kindOfArray(key);
      return kind && Array.isArray(list) ? list.map((raw: RawEvent) => plainRow(kind, raw, Date.now())) : [];
    });
    await store.events.bulkPut(rows);
    document.title = `${await store.events.count()} events`;
  }
  return { events: await store.events.count(), ms: performance.now() - startedAt };
}

Object.assign(window, { benchLooks, benchPlainIngestion });

declare global {
  interface Window {
    benchLooks: typeof benchLooks;
    benchPlainIngestion: typeof benchPlainIngestion;
  }
}
