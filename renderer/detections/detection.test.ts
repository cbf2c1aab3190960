import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DetectionSettings, detectionSchema, type RaisedAlert } from '../../shared/detection.ts';
import type { Suspension } from '../../shared/rules/engine/detector.ts';
import { readRule } from '../../shared/rules/read-rule.ts';
import { Database } from '../store/database.ts';
import type { Incoming } from '../store/event-row.ts';
import { SegmentStore } from '../store/segments/segment-store.ts';
import { AlertStore } from './alert-store.ts';
import { Detection, type DetectionOptions } from './detection.ts';
import { runTrial } from './trial.ts';

const noon = Date.UTC(2026, 10, 24, 12);
const minute = 60_000;

const phish = `
id: own.phish
title: "Phishing for {recipient}"
severity: high
description: A test.
query: phishScore:>=90
dedup: { by: [recipient], period: 1d }
`;

const burst = `
id: own.burst
title: "{count} for {recipient}"
severity: medium
description: A test.
query: spamScore:>=50
threshold: { count: 3, window: 1h, groupBy: [recipient] }
`;

const turned = `
id: own.turned
title: "Malicious after all"
severity: critical
description: A test.
query: threats(classification:malware)
was: NOT threats(classification:malware)
dedup: { by: [GUID], period: 1d }
`;

let count = 0;
let database: Database;
let store: SegmentStore;
let alerts: AlertStore;
let detection: Detection;
let raised: RaisedAlert[][];
let suspended: readonly Suspension[];
let troubles: unknown[];

function settings(part: Partial<DetectionSettings> = {}): DetectionSettings {
  const own = [phish, burst, turned].map((text) => ({
    id: /id: (\S+)/.exec(text)?.[1] ?? '',
    text,
    on: true,
  }));
  return { ...detectionSchema.parse({}), packs: [], own, ...part };
}

function message(id: string, more: Record<string, unknown> = {}, at = noon): Incoming {
  const raw = {
    ...{ GUID: id, id, recipient: ['ann@x.example'], subject: 'S' },
    messageTime: new Date(at).toISOString(),
    ...more,
  };
  return { source: 's', kind: 'messageDelivered', rawText: JSON.stringify(raw), fetchedAt: at };
}

function trialOptions() {
  return { reader: store.reader, wait: async () => {}, isCancelled: () => false, onProgress: () => {} };
}

function detect(part: Partial<DetectionOptions> = {}): Detection {
  return new Detection({
    ...{ database, alerts, reader: store.reader, packs: [], now: () => noon },
    complete: () => store.complete,
    wait: () => new Promise((resolve) => setTimeout(resolve)),
    raised: async (list) => void raised.push(list),
    changed: () => {},
    suspended: (list) => {
      suspended = list;
    },
    trouble: (error) => troubles.push(error),
    ...part,
  });
}

async function open(name: string): Promise<void> {
  database = new Database(name);
  store = await SegmentStore.open(database, { isDetected: true });
  await store.complete;
  alerts = new AlertStore(database, () => noon);
}

/** The next start after a crash: nothing is there but what was written. */
async function restart(): Promise<void> {
  const { name } = database;
  database.close();
  await open(name);
}

async function settle(): Promise<void> {
  await expect.poll(() => database.undetected.count()).toBe(0);
  await detection.between(async () => undefined);
}

async function titles(): Promise<string[]> {
  return (await alerts.list()).alerts.map(({ title }) => title).sort();
}

beforeEach(async () => {
  raised = [];
  suspended = [];
  troubles = [];
  await open(`detection-${count++}`);
  detection = detect();
});

afterEach(() => database.close());

describe('rules over what is stored', () => {
  test('raise alerts with the events behind them', async () => {
    await store.append([message('a', { phishScore: 95 }), message('b', { phishScore: 10 })]);
    detection.configure(settings());
    await settle();
    const { alerts: list, unseen } = await alerts.list();
    expect(unseen).toBe(1);
    expect(list[0]).toMatchObject({ rule: 'own.phish', severity: 'high', count: 1 });
    expect(list[0]?.about.people).toEqual(['ann@x.example']);
    const row = await alerts.one(list[0]?.id ?? '');
    const [brief] = await store.reader.briefs(row?.events ?? []);
    expect(brief?.ids).toEqual({ GUID: 'a', id: 'a' });
    expect(raised.flat().map(({ title }) => title)).toEqual(['Phishing for ann@x.example']);
  });

  test('many alerts that are new and many that are known are told apart', async () => {
    const wave = (name: string, count: number) =>
      Array.from({ length: count }, (_, i) =>
        message(`${name}${i}`, { phishScore: 95, recipient: [`p${i}@x.example`] }),
      );
    detection.configure(settings());
    await store.append(wave('a', 70));
    detection.wake();
    await settle();
    const [first] = (await alerts.list()).alerts;
    await alerts.decide([first?.id ?? ''], { state: 'acknowledged' });
    await store.append(wave('b', 90));
    detection.wake();
    await settle();
    const { alerts: list } = await alerts.list();
    expect(list).toHaveLength(90);
    expect(list.filter(({ count: events }) => events === 2)).toHaveLength(70);
    expect(list.filter(({ state }) => state === 'acknowledged').map(({ id }) => id)).toEqual([first?.id]);
  });

  test('what is stored before a crash and not looked at is looked at once after it', async () => {
    await store.append([message('a', { phishScore: 95 })]);
    await restart();
    detection = detect();
    detection.configure(settings());
    await settle();
    expect(await titles()).toEqual(['Phishing for ann@x.example']);
    await restart();
    detection = detect();
    detection.configure(settings());
    detection.wake();
    await settle();
    expect((await alerts.list()).alerts[0]?.count).toBe(1);
    expect(raised).toHaveLength(1);
  });

  test('a window goes on over a restart', async () => {
    detection.configure(settings());
    await store.append([message('a', { spamScore: 60 }), message('b', { spamScore: 60 }, noon + minute)]);
    detection.wake();
    await settle();
    expect(await titles()).toEqual([]);
    await restart();
    detection = detect();
    detection.configure(settings());
    await store.append([message('c', { spamScore: 60 }, noon + 2 * minute)]);
    detection.wake();
    await settle();
    const { alerts: list } = await alerts.list();
    expect(list[0]).toMatchObject({ title: '3 for ann@x.example', count: 3 });
  });

  test('what could not be written is found again, once', async () => {
    const { put } = database.detector;
    let refusals = 1;
    database.detector.put = ((...args: Parameters<typeof put>) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('The disk is full.');
      return put.apply(database.detector, args);
    }) as typeof put;
    await store.append([message('a', { phishScore: 95 })]);
    detection.configure(settings());
    await settle();
    expect(troubles[0]).toMatchObject({ message: expect.stringContaining('disk is full') });
    await expect.poll(() => troubles.at(-1)).toBeNull();
    expect((await alerts.list()).alerts.map((alert) => alert.count)).toEqual([1]);
  });

  test('a later version is told with what it was before, whichever of the two came first', async () => {
    detection.configure(settings());
    const threat = (classification: string, hour: number) => ({
      threatsInfoMap: [
        {
          classification,
          threatID: 't',
          threatStatus: 'active',
          threatTime: new Date(noon + hour * 60 * minute).toISOString(),
        },
      ],
    });
    const at = (entry: Incoming, fetchedAt: number): Incoming => ({ ...entry, fetchedAt });
    await store.append([message('a', threat('spam', 1)), message('b', threat('malware', 3))]);
    await store.append([
      at(message('a', threat('malware', 2)), noon + 120 * minute),
      at(message('b', threat('spam', 1)), noon + 120 * minute),
    ]);
    detection.wake();
    await settle();
    const { alerts: list } = await alerts.list();
    const rows = await alerts.some(list.map(({ id }) => id));
    const briefs = await store.reader.briefs(rows.flatMap(({ events }) => events));
    expect(rows.map(({ rule }) => rule)).toEqual(['own.turned', 'own.turned']);
    expect(briefs.map(({ ids }) => ids.id).sort()).toEqual(['a', 'b']);
  });

  test('rules that are off do not run, and the others go on where they were', async () => {
    detection.configure(settings({ own: [{ id: 'own.burst', text: burst, on: true }] }));
    await store.append([message('a', { spamScore: 60, phishScore: 95 }), message('b', { spamScore: 60 })]);
    detection.wake();
    await settle();
    detection.configure(settings());
    await store.append([message('c', { spamScore: 60 })]);
    detection.wake();
    await settle();
    expect(await titles()).toEqual(['3 for ann@x.example']);
  });

  test('a rule goes on from a run over stored events when it is switched on after it', async () => {
    detection.configure(settings({ own: [] }));
    await store.append([message('a', { phishScore: 95 })]);
    detection.wake();
    await settle();
    const read = readRule(phish);
    if (!read.ok) throw new Error('unreadable');
    const options = trialOptions();
    const trial = await runTrial([read.rule], {}, 0, options);
    await detection.between(async () => {
      detection.adopt(trial?.states ?? {});
      await alerts.take(trial?.found ?? [], Number.POSITIVE_INFINITY);
    });
    detection.configure(settings({ own: [{ id: 'own.phish', text: phish, on: true }] }));
    await store.append([message('b', { phishScore: 95 }, noon + minute)]);
    detection.wake();
    await settle();
    expect((await alerts.list()).alerts.map((alert) => alert.count)).toEqual([2]);
    expect(raised).toEqual([]);
  });

  test('while a source is filled what is older waits, and is then looked at in the order it occurred', async () => {
    const unusual = `
id: own.unusual
title: "{recipient} from {clickIP}"
severity: high
description: A test.
query: kind:click
unusual: { of: clickIP, for: recipient, after: 3, memory: 30d }
`;
    const click = (id: string, clickIP: string, at: number): Incoming => ({
      ...{ source: 's', kind: 'clickBlocked', fetchedAt: noon },
      rawText: JSON.stringify({
        id,
        clickIP,
        recipient: 'ann@x.example',
        clickTime: new Date(at).toISOString(),
      }),
    });
    const hour = 60 * minute;
    detection.setFilling(true);
    detection.configure(settings({ own: [{ id: 'own.unusual', text: unusual, on: true }] }));
    await store.append([
      click('odd', '203.0.113.9', noon - 5 * hour),
      click('c', '192.0.2.1', noon - 6 * hour),
    ]);
    await store.append([click('b', '192.0.2.2', noon - 7 * hour), click('a', '192.0.2.3', noon - 8 * hour)]);
    await store.append([message('new', { phishScore: 99 })]);
    detection.wake();
    await expect.poll(() => database.undetected.count()).toBe(2);
    detection.setFilling(false);
    await settle();
    expect(await titles()).toEqual(['ann@x.example from 203.0.113.9']);
  });

  test('a rule that fails is suspended and can be run again; the others run', async () => {
    const broken = { id: 'own.phish', text: phish, on: true };
    detection.configure(settings({ own: [broken, { ...broken, text: burst, id: 'own.burst' }, broken] }));
    await store.append([message('a', { phishScore: 95 })]);
    detection.wake();
    await settle();
    expect(suspended).toEqual([{ rule: 'own.phish', reason: 'Another rule has the same id.' }]);
  });

  test('alerts that main did not take are handed over with the next', async () => {
    let refuses = true;
    detection = detect({
      raised: async (list) => {
        if (refuses) throw new Error('no');
        raised.push(list);
      },
    });
    detection.configure(settings());
    await store.append([message('a', { phishScore: 95 })]);
    detection.wake();
    await settle();
    expect(raised).toEqual([]);
    refuses = false;
    detection.wake();
    await expect.poll(() => raised.flat()).toHaveLength(1);
  });
});

test('a run over stored events finds what the rules would, and can be cancelled', async () => {
  const entries = Array.from({ length: 600 }, (_, i) =>
    message(`m${i}`, { phishScore: i % 100, recipient: [`p${i % 50}@x.example`] }, noon + i * minute),
  );
  await store.append(entries);
  const read = readRule(phish);
  if (!read.ok) throw new Error('unreadable');
  const options = trialOptions();
  const trial = await runTrial([read.rule], {}, 0, options);
  expect(trial?.result).toMatchObject({ alerts: 10, events: 600, bySeverity: { high: 10 } });
  const part = await runTrial([read.rule], {}, noon + 300 * minute, options);
  expect(part?.result.events).toBe(300);
  expect(await runTrial([read.rule], {}, 0, { ...options, isCancelled: () => true })).toBeUndefined();
});
