import { wrap } from 'comlink';
import type { EventKind } from '../../../shared/event/kinds.ts';
import type { RawEvent } from '../../../shared/event/raw-event.ts';
import { type BenchFilter, everything, questionOf } from './bench-filter.ts';
import type { OurWorker } from './our-worker.ts';
import { plainLook, rowsOf } from './plain-look.ts';
import { PlainStore, plainRow } from './plain-store.ts';

const bins = 160;
const groupSize = 1000;

export const sides = ['ours', 'dexie', 'cached'] as const;
type Side = (typeof sides)[number];

/** What one filter change took on all sides, ms. */
export interface LookTimes {
  name: string;
  matched: Record<Side, number>;
  ms: Record<Side, number[]>;
}

interface Line {
  kind: EventKind;
  raw: RawEvent;
}

function filtersUntil(newest: number): [name: string, filter: BenchFilter][] {
  const hour = 3_600_000;
  return [
    ['everything', everything],
    ['phish 80 to 100', { ...everything, scores: { phishScore: { from: 80, to: 100 } } }],
    ['phish 0 to 40', { ...everything, scores: { phishScore: { from: 0, to: 40 } } }],
    ['malware 90 to 100', { ...everything, scores: { malwareScore: { from: 90, to: 100 } } }],
    ['impostor 60 to 100', { ...everything, scores: { impostorScore: { from: 60, to: 100 } } }],
    ['spam 50 to 90', { ...everything, scores: { spamScore: { from: 50, to: 90 } } }],
    ['delivered', { ...everything, kinds: ['messageDelivered'] }],
    ['clicks permitted', { ...everything, kinds: ['clickPermitted'] }],
    ['phish or malware', { ...everything, classifications: ['phish', 'malware'] }],
    [
      'delivered phish 70 to 100',
      {
        ...everything,
        kinds: ['messageDelivered'],
        classifications: ['phish'],
        scores: { phishScore: { from: 70, to: 100 } },
      },
    ],
    ['six hours', { ...everything, time: { from: newest - 8 * hour, to: newest - 2 * hour } }],
    ['text "invoice"', { ...everything, text: 'invoice' }],
  ];
}

async function readLines(path: string): Promise<Line[]> {
  const text = await (await fetch(path)).text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** Puts the same events into all stores, then times each filter change on each, turn by turn. */
export async function benchLooks(
  path: string,
  newest: number,
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
    const rows = group.map(({ kind, raw }) => plainRow(kind, raw));
    await plain.events.bulkPut(rows.map((row) => ({ ...row, text: JSON.stringify(row.raw).toLowerCase() })));
  }
  const cached = await plain.events.toArray();
  const ways: Record<Side, (filter: BenchFilter) => Promise<number>> = {
    ours: (filter) => ours.look(questionOf(filter, bins)),
    dexie: async (filter) => plainLook(await rowsOf(plain, filter), filter, bins).matched,
    cached: async (filter) => plainLook(cached, filter, bins).matched,
  };
  const filters = filtersUntil(newest);
  const looks = filters.map(
    ([name]): LookTimes => ({
      name,
      matched: { ours: 0, dexie: 0, cached: 0 },
      ms: { ours: [], dexie: [], cached: [] },
    }),
  );
  for (let round = 0; round <= repetitions; round++) {
    const first = round % sides.length;
    const order = [...sides.slice(first), ...sides.slice(0, first)];
    for (const [index, [, filter]] of filters.entries()) {
      const look = looks[index] as LookTimes;
      for (const side of order) {
        const startedAt = performance.now();
        look.matched[side] = await ways[side](filter);
        // The first round warms all up.
        if (round > 0) look.ms[side].push(performance.now() - startedAt);
      }
    }
  }
  return { events: lines.length, looks };
}
