import { describe, expect, it } from 'vitest';
import type { EventKind } from '../../shared/event/kinds.ts';
import { parseEvent } from '../../shared/event/normalise.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import { chunkOf } from '../store/columns/chunk-builder.ts';
import { EventColumns } from '../store/columns/event-columns.ts';
import { glimpse } from './glance.ts';
import { QueryEngine } from './query-engine.ts';

const noon = Date.UTC(2026, 10, 24, 12);

function entry(kind: EventKind, minute: number, raw: Record<string, unknown>) {
  const time = new Date(noon + minute * 60_000).toISOString();
  const text = JSON.stringify({ messageTime: time, clickTime: time, ...raw });
  const result = parseEvent(kind, text, noon);
  if (!result.ok) throw new Error(result.unparsed.reason);
  return { event: result.event, facts: { source: 'a', fetched: noon, versions: 1 } };
}

const columns = new EventColumns();
columns.append(
  chunkOf([
    entry('messageDelivered', 1, { GUID: 'g', recipient: ['ana@x.example', 'ben@x.example'] }),
    entry('messageBlocked', 2, { GUID: 'g', recipient: ['Ben@x.example'] }),
    entry('clickPermitted', 3, { GUID: 'g', id: 'k', recipient: 'ana@x.example', threatID: 't-1' }),
    entry('messageDelivered', 4, { GUID: 'h', recipient: [], threatsInfoMap: [{ threatID: 't-1' }] }),
  ]),
);
const engine = new QueryEngine(columns);

function look(text: string, rows = 9, from?: number) {
  const parsed = parseQuery(text, { now: noon, timeZone: 'UTC' });
  if (!parsed.ok) throw new Error(text);
  const time = from === undefined ? null : { from: noon + from * 60_000, to: noon + 3_600_000 };
  const { places, ...seen } = glimpse(engine, columns, { query: parsed.query, time, rows });
  return { ...seen, places: [...places] };
}

describe('a glance', () => {
  it('counts events, kinds and people, each person once, and gives the newest', () => {
    expect(look('GUID:g', 2)).toEqual({
      matched: 3,
      kinds: { messageDelivered: 1, messageBlocked: 1, clickPermitted: 1, clickBlocked: 0 },
      people: 2,
      places: [2, 1],
    });
  });

  it('finds values that are known by their hashes alone, within a time too', () => {
    expect(look('threatID:t-1')).toMatchObject({ matched: 2, people: 1, places: [3, 2] });
    expect(look('threatID:t-1', 9, 4)).toMatchObject({ matched: 1, people: 0, places: [3] });
    expect(look('GUID:nobody')).toMatchObject({ matched: 0, people: 0, places: [] });
  });
});
