import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../../shared/query/parse.ts';
import type { AlertRow } from '../../detections/alert-row.ts';
import { alertsCsv, alertsNdjson } from './alert-export.ts';
import { eventsQuery } from './events-query.ts';
import { binned } from './hits-timeline.tsx';
import { afterLeaving, besideOf, filtered, related, stateCounts } from './inbox-model.ts';

function alert(id: string, part: Partial<AlertRow> = {}): AlertRow {
  return {
    ...{ id, group: id, rule: 'r', severity: 'high', title: id, state: 'new', verdict: null, note: '' },
    ...{ events: [`s:${id}`], count: 1, firstSeen: 0, lastSeen: 0, raisedAt: 0, hits: [0] },
    about: { people: [], campaigns: [], threats: [] },
    ...{ notify: 'no', history: [] },
    ...part,
  };
}

const list = [
  alert('a'),
  alert('b', { state: 'acknowledged', severity: 'low' }),
  alert('c', { state: 'resolved', verdict: 'benign', rule: 'other' }),
];

describe('the inbox', () => {
  test('filters by state, severity and rule', () => {
    const all = { state: 'all', least: 'informational', rule: undefined } as const;
    const ids = (part: object) => filtered(list, { ...all, ...part }).map(({ id }) => id);
    expect(ids({})).toEqual(['a', 'b', 'c']);
    expect(ids({ state: 'open' })).toEqual(['a', 'b']);
    expect(ids({ state: 'resolved' })).toEqual(['c']);
    expect(ids({ least: 'medium' })).toEqual(['a', 'c']);
    expect(ids({ rule: 'other' })).toEqual(['c']);
    expect(stateCounts(list)).toEqual({ new: 1, acknowledged: 1, resolved: 1, open: 2, all: 3 });
  });

  test('goes on with the next alert when some leave', () => {
    expect(afterLeaving(list, 'a', new Set(['a']))).toBe('b');
    expect(afterLeaving(list, 'c', new Set(['c', 'b']))).toBe('a');
    expect(afterLeaving(list, 'a', new Set(['b']))).toBe('a');
    expect(afterLeaving(list, 'a', new Set(['a', 'b', 'c']))).toBeUndefined();
    expect(besideOf(list, undefined, 1)).toBe('a');
    expect(besideOf(list, 'a', -1)).toBe('a');
    expect(besideOf(list, 'b', 1)).toBe('c');
  });

  test('finds alerts about the same person, campaign or threat', () => {
    const about = (people: string[], campaigns: string[], threats: string[]) => ({
      about: { people, campaigns, threats },
    });
    const one = alert('1', about(['p'], ['c'], ['t']));
    const others = [
      alert('2', about(['p'], [], [])),
      alert('3', about(['x'], [], [])),
      alert('4', about(['p'], ['c'], [])),
      one,
    ];
    expect(related(one, others).map(({ alert: { id }, shared }) => [id, shared])).toEqual([
      ['4', ['campaign', 'person']],
      ['2', ['person']],
    ]);
  });

  test('exports CSV that no spreadsheet takes for formulas, and NDJSON', () => {
    const rows = [alert('a', { title: '=HYPERLINK("x"), you', note: 'two\nlines' })];
    const [head, first] = alertsCsv(rows).split('\r\n');
    expect(head).toBe(
      'id,severity,title,rule,state,verdict,count,firstSeen,lastSeen,raised,note,people,campaigns,threats,events',
    );
    expect(first).toContain(`"'=HYPERLINK(""x""), you"`);
    expect(first).toContain('"two\nlines"');
    expect(JSON.parse(alertsNdjson(rows))).toMatchObject({ id: 'a', events: ['s:a'], verdict: null });
    expect(alertsCsv([])).toBe('');
  });

  test('asks for the events behind an alert', () => {
    const query = eventsQuery([
      { ids: { id: 'x"1' } },
      { ids: { id: 'y', GUID: 'g' } },
      { ids: { GUID: 'h' } },
    ]);
    expect(query).toBe('id:("x\\"1", "y") OR GUID:"h"');
    expect(parseQuery(query, { now: 0, timeZone: 'UTC' }).ok).toBe(true);
    expect(eventsQuery([{ ids: {} }])).toBe('');
  });

  test('counts hits over time', () => {
    expect(binned([0, 1, 10], 5)).toEqual([2, 0, 0, 0, 1]);
    expect(binned([7], 3)).toEqual([1, 0, 0]);
  });
});
