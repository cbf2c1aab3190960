import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../../shared/event/normalise.ts';
import { type ChunkEntry, chunkOf } from './chunk-builder.ts';
import { EventColumns } from './event-columns.ts';

const fetched = Date.UTC(2026, 10, 20);

function entry(raw: Record<string, unknown> | string, source = 'one'): ChunkEntry {
  const result = parseEvent('messageDelivered', typeof raw === 'string' ? raw : JSON.stringify(raw), fetched);
  return { event: result.ok ? result.event : result.unparsed, facts: { source, fetched, versions: 1 } };
}

function message(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { GUID: id, id, messageTime: '2026-11-20T10:00:00.000Z', subject: `Subject ${id}`, ...more };
}

function identityOf({ event }: ChunkEntry): string {
  return event.identity;
}

describe('columns of events', () => {
  it('tell the place of an event by its source and identity', () => {
    const columns = new EventColumns();
    const [a, b, sameElsewhere] = [entry(message('a')), entry(message('b')), entry(message('a'), 'two')];
    expect(columns.append(chunkOf([a, b]))).toBe(0);
    expect(columns.append(chunkOf([sameElsewhere]))).toBe(2);
    expect(columns.placeOf('one', identityOf(a))).toBe(0);
    expect(columns.placeOf('one', identityOf(b))).toBe(1);
    expect(columns.placeOf('two', identityOf(a))).toBe(2);
    expect(columns.placeOf('three', identityOf(a))).toBeUndefined();
    expect(columns.size).toBe(3);
    const key = columns.keyAt(2);
    expect(key).toBe(`two:${identityOf(a)}`);
    expect(columns.placeOfKey(key)).toBe(2);
  });

  it('tell whether an event says what it said', () => {
    const columns = new EventColumns();
    const [old, fresh] = [
      entry(message('a')),
      entry(message('a', { threatsInfoMap: [{ threatStatus: 'cleared' }] })),
    ];
    const hashOf = ({ event }: ChunkEntry) => ('contentHash' in event ? event.contentHash : '');
    columns.append(chunkOf([old]));
    expect(columns.says(0, hashOf(old))).toBe(true);
    expect(columns.says(0, hashOf(fresh))).toBe(false);
    columns.replace(0, chunkOf([entry(message('z')), fresh]), 1);
    expect(columns.says(0, hashOf(fresh))).toBe(true);
    expect(columns.placeOf('one', identityOf(fresh))).toBe(0);
    expect(columns.size).toBe(1);
  });

  it('keep the order by time when a newer version changes its time', () => {
    const columns = new EventColumns();
    const at = (id: string, minute: string) =>
      entry(message(id, { messageTime: `2026-11-20T10:${minute}:00.000Z` }));
    columns.append(chunkOf([at('a', '01'), at('b', '02'), at('c', '03')]));
    expect([...columns.order()]).toEqual([2, 1, 0]);
    columns.replace(0, chunkOf([at('a', '05')]), 0);
    columns.append(chunkOf([at('d', '04')]));
    expect([...columns.order()]).toEqual([0, 3, 2, 1]);
  });

  it('let go of an event, whose identity may then come again', () => {
    const columns = new EventColumns();
    const a = entry(message('a'));
    columns.append(chunkOf([a]));
    columns.remove(0);
    columns.remove(0);
    expect(columns.size).toBe(0);
    expect(columns.placeOf('one', identityOf(a))).toBeUndefined();
    columns.append(chunkOf([a]));
    expect(columns.placeOf('one', identityOf(a))).toBe(1);
    expect(columns.isLive(0)).toBe(false);
    expect(columns.isLive(1)).toBe(true);
  });

  it('give events of a run that are not stored any more a place and nothing else', () => {
    const columns = new EventColumns();
    const entries = [entry(message('a')), entry(message('b'))];
    columns.append(chunkOf(entries), (index) => index === 0);
    expect(columns.length).toBe(2);
    expect(columns.size).toBe(1);
    expect(columns.placeOf('one', identityOf(entries[0] as ChunkEntry))).toBeUndefined();
  });

  it('hold what could not be read by its text', () => {
    const columns = new EventColumns();
    const broken = entry('{"not json');
    columns.append(chunkOf([broken]));
    expect(columns.says(0, identityOf(broken))).toBe(true);
    const rest = columns.fields.of('rest');
    expect(rest?.is === 'text' && rest.column.dictionary.textAt(rest.column.codes.at(0))).toBe('{"not json');
  });

  it('keep a picture of what is stored that later events do not change', () => {
    const columns = new EventColumns();
    columns.append(chunkOf([entry(message('a'))]));
    const before = columns.snapshot();
    columns.append(chunkOf([entry(message('b'))]));
    expect([...before]).toEqual([1]);
    expect([...columns.snapshot()]).toEqual([3]);
    expect(columns.snapshot()).toBe(columns.snapshot());
  });
});
