import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseQuery } from '../../../shared/query/parse.ts';
import type { Question } from '../../query/question.ts';
import { Database } from '../database.ts';
import type { Incoming } from '../event-row.ts';
import { SegmentStore } from '../segments/segment-store.ts';

const noon = Date.UTC(2026, 10, 24, 12);
const minute = 60_000;

let count = 0;
let database: Database;
let store: SegmentStore;

async function reopen(): Promise<void> {
  const { name } = database;
  database.close();
  database = new Database(name);
  store = await SegmentStore.open(database);
  await store.complete;
}

beforeEach(async () => {
  database = new Database(`annotations-${count++}`);
  store = await SegmentStore.open(database);
});
afterEach(() => database.delete());

function message(name: string, at: number, status = 'active', source = 'a'): Incoming {
  const raw = {
    GUID: name,
    messageTime: new Date(noon + at * minute).toISOString(),
    subject: `About ${name}`,
    recipient: ['ana@x.example'],
    threatsInfoMap: [
      {
        threatStatus: status,
        threatTime: new Date(noon + (at + (status === 'active' ? 0 : 9)) * minute).toISOString(),
      },
    ],
  };
  return { source, kind: 'messageDelivered', rawText: JSON.stringify(raw), fetchedAt: noon };
}

function question(text: string): Question {
  const parsed = parseQuery(text, { now: noon, timeZone: 'UTC' });
  if (!parsed.ok) throw new Error(`${text} cannot be read.`);
  const facets = [{ field: 'tag', top: 9 }];
  return { query: parsed.query, time: null, drawn: null, bins: 1, facets, sort: [], anchors: [] };
}

async function found(text: string): Promise<string[]> {
  const answer = await store.ask(question(text));
  if (!answer) return [];
  const rows = await store.rows(answer.id, 0, 100, ['tag']);
  return rows.map(({ cells }) => String(cells.subject).slice('About '.length));
}

async function keyOf(name: string): Promise<string> {
  const answer = await store.ask(question(`GUID:${name}`));
  const [row] = await store.rows(answer?.id ?? -1, 0, 1, []);
  return row?.key ?? '';
}

describe('what analysts say of events', () => {
  beforeEach(() => store.append([message('m1', 1), message('m2', 2), message('m3', 3, 'active', 'b')]));

  it('is found, counted, shown and there at the next start', async () => {
    await store.annotate({ keys: [await keyOf('m1')] }, { addTags: ['To do'], note: 'Called the user' });
    const look = async () => {
      expect(await found('tag:"to do"')).toEqual(['m1']);
      expect(await found('tag:*')).toEqual(['m1']);
      expect(await found('note:called')).toEqual(['m1']);
      expect(await found('NOT tag:*')).toEqual(['m3', 'm2']);
      // The words are not the event's own.
      expect(await found('called')).toEqual([]);
      const answer = await store.ask(question(''));
      expect(answer?.facets.tag?.values).toEqual([{ value: 'To do', count: 1 }]);
      const rows = await store.rows(answer?.id ?? -1, 0, 9, ['tag', 'note']);
      expect(rows[2]?.cells).toMatchObject({ tag: ['To do'], note: 'Called the user' });
      expect((await store.event(await keyOf('m1')))?.annotation.tags).toEqual(['To do']);
    };
    await look();
    await reopen();
    await look();
  });

  it('stays with the event when a new version comes, and when runs are joined', async () => {
    await store.annotate({ keys: [await keyOf('m1')] }, { addTags: ['wave'] });
    await store.append([message('m1', 1, 'cleared')]);
    expect(await found('tag:wave status:cleared')).toEqual(['m1']);
    await store.append(Array.from({ length: 5000 }, (_, i) => message(`n${i}`, 10 + i)));
    await store.settled();
    expect(await found('tag:wave')).toEqual(['m1']);
    await reopen();
    expect(await found('tag:wave')).toEqual(['m1']);
  });

  it('can be said of all events of a query, and be undone step by step', async () => {
    const all = { matching: { query: question('source:a').query, time: null } };
    const first = await store.annotate({ keys: [await keyOf('m1')] }, { addTags: ['old'] });
    const second = await store.annotate(all, { addTags: ['new'], removeTags: ['old'] });
    expect(second.events).toBe(2);
    expect(await found('tag:new')).toEqual(['m2', 'm1']);
    expect(await store.annotate(all, { addTags: ['NEW'] })).toEqual({ events: 0, undo: null });
    const but = { ...all, except: [await keyOf('m1'), 'of none'] };
    expect((await store.annotate(but, { note: 'n' })).events).toBe(1);
    expect(await found('note:n')).toEqual(['m2']);
    expect((await store.tally(but, 1)).counts.messageDelivered).toBe(1);
    expect(await store.undoAnnotation(second.undo ?? 0)).toBe(2);
    expect(await found('tag:new')).toEqual([]);
    expect(await found('tag:old')).toEqual(['m1']);
    await store.undoAnnotation(first.undo ?? 0);
    expect(await store.undoAnnotation(first.undo ?? 0)).toBe(0);
    await reopen();
    expect(await found('tag:*')).toEqual([]);
  });

  it('goes with events that are removed for good, and with no others', async () => {
    const everything = { matching: { query: question('').query, time: null } };
    await store.annotate(everything, { addTags: ['wave'] });
    await store.removeBefore(noon + 2 * minute);
    await store.removeSource('b');
    expect(await found('tag:wave')).toEqual(['m2']);
    expect(await database.annotations.count()).toBe(1);
    await store.append([message('m1', 1)]);
    expect(await found('NOT tag:*')).toEqual(['m1']);
  });
});
