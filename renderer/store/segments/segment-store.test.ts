import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../query/question.ts';
import { Database } from '../database.ts';
import type { Incoming } from '../event-row.ts';
import type { Damage } from './runs.ts';
import { SegmentStore } from './segment-store.ts';

const noon = Date.UTC(2026, 10, 24, 12);
const minute = 60_000;

let count = 0;
let database: Database;
let store: SegmentStore;
let damages: Damage[];

/** Opens the store anew, as the next start does. */
async function reopen(): Promise<void> {
  const { name } = database;
  database.close();
  database = new Database(name);
  store = await SegmentStore.open(database, { onDamage: (damage) => damages.push(damage) });
  await store.complete;
}

beforeEach(async () => {
  damages = [];
  database = new Database(`segments-${count++}`);
  store = await SegmentStore.open(database, { onDamage: (damage) => damages.push(damage) });
});
afterEach(() => database.delete());

interface Given {
  at?: number;
  status?: string;
  statusAt?: number;
  source?: string;
  fetchedAt?: number;
}

function message(name: string, given: Given = {}): Incoming {
  const { at = 0, status = 'active', statusAt = at, source = 'a', fetchedAt = noon } = given;
  const raw = {
    GUID: name,
    messageTime: new Date(noon + at * minute).toISOString(),
    subject: `About ${name}`,
    recipient: ['ana@x.example'],
    phishScore: 80,
    threatsInfoMap: [{ threatStatus: status, threatTime: new Date(noon + statusAt * minute).toISOString() }],
  };
  return { source, kind: 'messageDelivered', rawText: JSON.stringify(raw), fetchedAt };
}

const many = (length: number, from = 0) =>
  Array.from({ length }, (_, i) => message(`m${from + i}`, { at: from + i }));

function keyNamed(name: string): string {
  for (let place = 0; place < store.memory.columns.length; place++) {
    if (!store.memory.columns.isLive(place)) continue;
    const row = store.rowAt(place);
    if (row.headline === `About ${name}`) return row.key;
  }
  throw new Error(`${name} is not stored`);
}

async function statusesOf(name: string): Promise<string[]> {
  const event = await store.event(keyNamed(name));
  return (event?.versions ?? []).map(({ raw }) => JSON.parse(raw).threatsInfoMap[0].threatStatus);
}

describe('what is appended', () => {
  it('is stored once, and is there after the next start', async () => {
    expect(await store.append([message('x'), message('y'), message('x')])).toEqual([
      'stored',
      'stored',
      'duplicates',
    ]);
    expect(await store.append([message('y')])).toEqual(['duplicates']);
    await reopen();
    expect(await store.append([message('y')])).toEqual(['duplicates']);
    expect(await store.counts()).toEqual({ total: 2, unparsed: 0, bySource: { a: 2 } });
  });

  it('gives back its exact text, be it an event or not', async () => {
    const odd = { ...message('z'), rawText: '{"GUID":"z" , "n":1.50, "e":"\\u00e9\\ud800"}' };
    const broken = { ...message('b'), rawText: '{"GUID":\u0001' };
    expect(await store.append([odd, broken])).toEqual(['stored', 'unparsed']);
    await reopen();
    const texts: (string | undefined)[] = [];
    for (let place = 0; place < 2; place++) {
      texts.push((await store.event(store.rowAt(place).key))?.versions[0]?.raw);
    }
    expect(texts.sort()).toEqual([odd.rawText, broken.rawText].sort());
    expect((await store.counts()).unparsed).toBe(1);
  });

  it('keeps the events of two sources apart', async () => {
    await store.append([message('x'), message('x', { source: 'b' })]);
    await reopen();
    expect((await store.counts()).bySource).toEqual({ a: 1, b: 1 });
  });

  it('is not remembered when the database refuses it', async () => {
    database.close();
    await expect(store.append([message('x')])).rejects.toThrow();
    database = new Database(database.name);
    store = await SegmentStore.open(database);
    expect(await store.append([message('x')])).toEqual(['stored']);
  });
});

describe('versions', () => {
  const first = message('x', { status: 'active', statusAt: 1 });
  const second = message('x', { status: 'cleared', statusAt: 2 });
  const third = message('x', { status: 'falsePositive', statusAt: 3 });

  it.each([
    ['in their order', [first, second, third]],
    ['the newest first', [third, second, first]],
    ['mixed', [second, third, first]],
  ])('are given newest first, met %s', async (_, entries) => {
    for (const entry of entries) await store.append([entry]);
    expect(await statusesOf('x')).toEqual(['falsePositive', 'cleared', 'active']);
    expect(await store.append(entries)).toEqual(['duplicates', 'duplicates', 'duplicates']);
    await reopen();
    expect(await statusesOf('x')).toEqual(['falsePositive', 'cleared', 'active']);
    expect(store.rowAt(store.memory.columns.placeOfKey(keyNamed('x')) ?? -1).versions).toBe(3);
    expect(await store.append(entries)).toEqual(['duplicates', 'duplicates', 'duplicates']);
    expect((await store.counts()).total).toBe(1);
  });

  it('of one batch are told apart', async () => {
    expect(await store.append([second, first, third, second])).toEqual([
      'stored',
      'versions',
      'versions',
      'duplicates',
    ]);
    expect(await statusesOf('x')).toEqual(['falsePositive', 'cleared', 'active']);
    await reopen();
    expect(await statusesOf('x')).toEqual(['falsePositive', 'cleared', 'active']);
  });

  it('of an event in a segment go to the tail, and into the next segment', async () => {
    await store.append([first, ...many(4200)]);
    await store.settled();
    expect(await database.segments.count()).toBe(1);
    await store.append([third]);
    await reopen();
    expect(await statusesOf('x')).toEqual(['falsePositive', 'active']);
    await store.append([...many(4200, 5000), second]);
    await store.settled();
    expect(await database.segments.count()).toBe(2);
    expect(await statusesOf('x')).toEqual(['falsePositive', 'cleared', 'active']);
    await reopen();
    expect(await statusesOf('x')).toEqual(['falsePositive', 'cleared', 'active']);
  });
});

describe('the tail', () => {
  it('becomes a segment when it is long enough, and everything is found where it is then', async () => {
    for (let at = 0; at < 5000; at += 1000) await store.append(many(1000, at));
    await store.settled();
    expect(await database.tail.count()).toBe(0);
    expect(await database.segments.count()).toBe(1);
    for (const name of ['m0', 'm4321']) {
      const event = await store.event(keyNamed(name));
      expect(event?.versions[0]?.raw).toBe(message(name, { at: Number(name.slice(1)) }).rawText);
    }
    await reopen();
    expect((await store.counts()).total).toBe(5000);
    expect(await store.append(many(10, 100))).toEqual(Array(10).fill('duplicates'));
  });

  it('of many short runs is joined, so that a start reads few of them', async () => {
    for (let i = 0; i < 60; i++) await store.append([message(`s${i}`, { at: i })]);
    await store.settled();
    expect(await database.tail.count()).toBeLessThanOrEqual(24);
    await reopen();
    expect((await store.counts()).total).toBe(60);
    expect((await store.event(keyNamed('s7')))?.versions[0]?.raw).toBe(message('s7', { at: 7 }).rawText);
  });

  it('stays as it is when a segment cannot be written, which is tried again', async () => {
    const { segmentParts } = database;
    const refuse = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    segmentParts.hook('creating', refuse);
    for (const at of [0, 2100]) await store.append(many(2100, at));
    await store.settled();
    expect(await database.segments.count()).toBe(0);
    expect(await database.tail.count()).toBe(2);
    expect((await store.counts()).total).toBe(4200);
    expect((await store.event(keyNamed('m5')))?.versions).toHaveLength(1);
    segmentParts.hook('creating').unsubscribe(refuse);
    await store.append(many(1, 9000));
    await store.settled();
    expect(await database.segments.count()).toBe(1);
    await reopen();
    expect((await store.counts()).total).toBe(4201);
  });

  it('takes what is appended while a segment is written', async () => {
    for (const at of [0, 2100]) await store.append(many(2100, at));
    const appended = store.append(many(100, 6000));
    await appended;
    await store.settled();
    await reopen();
    expect((await store.counts()).total).toBe(4300);
    expect((await store.event(keyNamed('m6050')))?.versions).toHaveLength(1);
  });
});

describe('a group as long as a segment', () => {
  it('is one at once, and found in it', async () => {
    await store.append(many(10, 9000));
    expect(await store.append(many(4200))).toEqual(Array(4200).fill('stored'));
    expect(await database.segments.count()).toBe(1);
    expect(await database.tail.count()).toBe(1);
    for (const name of ['m0', 'm4199', 'm9003']) {
      const event = await store.event(keyNamed(name));
      expect(event?.versions[0]?.raw).toBe(message(name, { at: Number(name.slice(1)) }).rawText);
    }
    await reopen();
    expect((await store.counts()).total).toBe(4210);
    expect(await store.append(many(4200))).toEqual(Array(4200).fill('duplicates'));
    expect(await database.segments.count()).toBe(1);
  });

  it('is there as a whole or not at all', async () => {
    const { segmentParts } = database;
    const refuse = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    segmentParts.hook('creating', refuse);
    await expect(store.append(many(4200))).rejects.toThrow('no room');
    segmentParts.hook('creating').unsubscribe(refuse);
    expect((await store.counts()).total).toBe(0);
    await reopen();
    expect((await store.counts()).total).toBe(0);
    expect(await database.segments.count()).toBe(0);
    expect(await store.append(many(4200))).toEqual(Array(4200).fill('stored'));
  });
});

describe('removal', () => {
  it('takes what is older off memory and disk, whole segments at once', async () => {
    await store.append(many(4200));
    await store.settled();
    await store.append(many(10, 5000));
    expect(await store.removeBefore(noon + 4500 * minute)).toBe(4200);
    expect(await database.segments.count()).toBe(0);
    expect(await database.removals.count()).toBe(0);
    await reopen();
    expect((await store.counts()).total).toBe(10);
    expect(await store.timeOfOldest(0)).toBe(noon + 5000 * minute);
  });

  it('is remembered where a segment stays', async () => {
    await store.append(many(4200));
    await store.settled();
    expect(await store.removeBefore(noon + 100 * minute)).toBe(100);
    await reopen();
    expect((await store.counts()).total).toBe(4100);
    expect(await store.append(many(1, 50))).toEqual(['stored']);
    await reopen();
    expect((await store.counts()).total).toBe(4101);
    expect(await store.removeBefore(noon + 3000 * minute)).toBe(2901);
    await reopen();
    expect((await store.counts()).total).toBe(1200);
    expect(await database.removals.count()).toBe(0);
  });

  it('takes earlier versions with the newest', async () => {
    await store.append([message('x', { statusAt: 1 })]);
    await store.append([message('x', { status: 'cleared', statusAt: 2 })]);
    await store.append(many(3, 10));
    expect(await store.removeBefore(noon + minute)).toBe(1);
    await reopen();
    expect((await store.counts()).total).toBe(3);
  });

  it('of a source leaves nothing of it on disk', async () => {
    await store.append([...many(4200), message('x', { source: 'b' })]);
    await store.settled();
    await store.append([message('y', { source: 'b' })]);
    expect(await store.removeSource('b')).toBe(2);
    const heads = [...(await database.segments.toArray()), ...(await database.tail.toArray())];
    expect(heads.map(({ head }) => head.sources)).toEqual([{ a: 4200 }]);
    expect(await database.removals.count()).toBe(0);
    await reopen();
    expect((await store.counts()).bySource).toEqual({ a: 4200 });
    expect((await store.event(keyNamed('m77')))?.versions[0]?.raw).toBe(message('m77', { at: 77 }).rawText);
    expect(await store.append([message('x', { source: 'b' })])).toEqual(['stored']);
  });
});

describe('a look', () => {
  const everything: Question = {
    query: { is: 'everything' },
    time: null,
    drawn: null,
    bins: 10,
    facets: [{ field: 'threatStatus', top: 5 }],
    sort: [],
    anchors: [],
  };

  it('is answered from segments and tail together, newest first, after a start too', async () => {
    await store.append(many(4200));
    await store.settled();
    await store.append([message('m7', { at: 7, status: 'cleared', statusAt: 9000 }), ...many(10, 5000)]);
    for (const start of ['first', 'second']) {
      const answer = await store.ask(everything);
      expect([start, answer?.matched]).toEqual([start, 4210]);
      expect(answer?.facets.threatStatus?.values).toEqual([
        { value: 'active', count: 4209 },
        { value: 'cleared', count: 1 },
      ]);
      const rows = await store.rows(answer?.id ?? -1, 0, 12, []);
      expect(rows.map(({ cells }) => cells.subject).slice(8)).toEqual([
        'About m5001',
        'About m5000',
        'About m4199',
        'About m4198',
      ]);
      const [row] = await store.rows(answer?.id ?? -1, 4202, 4203, ['versions', 'GUID', 'threatID']);
      const cells = { subject: 'About m7', versions: 2, threatStatus: ['cleared'], GUID: 'm7' };
      expect(row).toMatchObject({ cells });
      expect(await store.rows((answer?.id ?? 0) - 1, 0, 10, [])).toEqual([]);
      await reopen();
    }
  });

  it('finds parts of texts that only the disk has, and those that are appended later', async () => {
    const question: Question = {
      ...everything,
      query: { is: 'field', field: 'GUID', test: { is: 'text', pattern: { how: 'has', text: 'm41' } } },
    };
    await store.append(many(4200));
    await store.settled();
    expect((await store.ask(question))?.matched).toBe(111);
    await store.append([message('new-M41', { at: 9000 })]);
    expect((await store.ask(question))?.matched).toBe(112);
    await reopen();
    expect((await store.ask(question))?.matched).toBe(112);
  });
});

describe('a damaged segment', () => {
  async function spoil(part: string, at: (length: number) => number): Promise<void> {
    const row = await database.segmentParts.get([part, (await database.segments.toArray())[0]?.id ?? 0]);
    if (!row) throw new Error('no such part');
    const bytes = row.bytes.slice();
    bytes[at(bytes.length)] = (bytes[at(bytes.length)] ?? 0) ^ 0x40;
    await database.segmentParts.put({ ...row, bytes });
  }

  beforeEach(async () => {
    await store.append(many(4200));
    await store.settled();
    await store.append(many(10, 5000));
  });

  it('is made anew from its raw texts where what tells events apart is damaged', async () => {
    await spoil('ids', (length) => length - 5);
    await reopen();
    expect((await store.counts()).total).toBe(4210);
    expect(damages).toEqual([]);
    expect(await store.append(many(10, 4190))).toEqual(Array(10).fill('duplicates'));
    await reopen();
    expect((await store.counts()).total).toBe(4210);
  });

  it.each(['core', 'text'])('is set aside and reported where its %s columns are damaged', async (part) => {
    await spoil(part, (length) => length - 5);
    await reopen();
    expect((await store.counts()).total).toBe(10);
    expect(damages).toMatchObject([{ events: 4200, from: noon, to: noon + 4199 * minute, sources: ['a'] }]);
    expect(await database.damaged.count()).toBe(1);
    expect(await database.segments.count()).toBe(0);
    // What the archive gives is taken for new.
    expect(await store.append(many(5))).toEqual(Array(5).fill('stored'));
  });

  it('is set aside and reported when its raw texts are asked for and damaged', async () => {
    await spoil('raw', (length) => length - 5);
    await reopen();
    expect((await store.counts()).total).toBe(4210);
    expect(await store.event(keyNamed('m7'))).toBeUndefined();
    expect(damages).toMatchObject([{ events: 4200 }]);
    expect((await store.counts()).total).toBe(10);
  });

  it('of which a part is missing is set aside', async () => {
    const [segment] = await database.segments.toArray();
    await database.segmentParts.delete(['text', segment?.id ?? 0]);
    await reopen();
    expect(damages).toMatchObject([{ events: 4200, reason: expect.stringContaining('missing') }]);
    expect((await store.counts()).total).toBe(10);
  });
});

describe('values that memory has only hashes of', () => {
  const facetOf = async (field: string) => {
    const question: Question = {
      ...{ query: { is: 'everything' }, time: null, drawn: null, bins: 1, sort: [], anchors: [] },
      facets: [{ field, top: 5 }],
    };
    return (await store.ask(question))?.facets[field]?.values;
  };

  it('are named in facets and completion by events that have them', async () => {
    const [once, twice] = ['0b'.repeat(32), '0A'.repeat(32)];
    const having = (name: string, ...threats: string[]): Incoming => ({
      ...message(name),
      rawText: JSON.stringify({ GUID: name, threatsInfoMap: threats.map((threatID) => ({ threatID })) }),
    });
    await store.append([having('m1', twice), having('m2', once, twice)]);
    await reopen();
    const values = [
      { value: twice, count: 2 },
      { value: once, count: 1 },
    ];
    expect(await facetOf('threatID')).toEqual(values);
    expect(await facetOf('threatID')).toEqual(values);
    expect(await store.values('threatID', '0b', 5)).toEqual([{ value: once, count: 1 }]);
  });
});
