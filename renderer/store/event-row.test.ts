import { describe, expect, it } from 'vitest';
import { type EventRow, isNewer, rowOf, searchText } from './event-row.ts';

const fetchedAt = Date.UTC(2025, 5, 10, 12);

function row(raw: unknown, kind: Parameters<typeof rowOf>[0]['kind'] = 'messageDelivered'): EventRow {
  const rawText = typeof raw === 'string' ? raw : JSON.stringify(raw);
  return rowOf({ source: 'my-source', kind, rawText, fetchedAt });
}

describe('a row', () => {
  it('has what the table shows and the filters ask', () => {
    const shown = row({
      GUID: 'G',
      messageTime: '2025-06-10T10:00:00Z',
      fromAddress: ['a@x.example', 'b@x.example'],
      recipient: ['c@y.example', 'd@y.example'],
      subject: 'Hello',
      phishScore: 99,
      malwareScore: -1,
      impostorScore: 12.5,
      threatsInfoMap: [
        {
          classification: 'PHISH',
          threatType: 'url',
          threatStatus: 'active',
          threatTime: '2025-06-10T11:00:00Z',
        },
        { classification: 'phish', threatType: 'attachment', threatStatus: null },
      ],
    });
    expect(shown).toMatchObject({
      key: `my-source:${shown.identity}`,
      source: 'my-source',
      kind: 'messageDelivered',
      time: Date.UTC(2025, 5, 10, 10),
      created: Date.UTC(2025, 5, 10, 11),
      fetchedAt,
      versions: 1,
      phishScore: 99,
      malwareScore: null,
      impostorScore: 12.5,
      spamScore: null,
      classifications: ['phish'],
      threatTypes: ['url', 'attachment'],
      threatStatuses: ['active'],
      from: 'a@x.example',
      to: 'c@y.example, d@y.example',
      headline: 'Hello',
      parsed: true,
      hasProblems: false,
    });
  });

  it('of a click has its URL and its clicker', () => {
    const click = {
      id: 'c',
      clickTime: '2025-06-10T10:00:00Z',
      url: 'https://x.example/',
      recipient: 'r@y.example',
    };
    expect(row({ ...click, sender: 's@x.example' }, 'clickPermitted')).toMatchObject({
      headline: 'https://x.example/',
      to: 'r@y.example',
      from: 's@x.example',
    });
  });

  it.each([
    [{ headerFrom: '"A" <a@x.example>', sender: 's@x.example' }, '"A" <a@x.example>'],
    [{ fromAddress: null, headerFrom: null, sender: 's@x.example' }, 's@x.example'],
    [{ fromAddress: [], headerFrom: '', sender: 's@x.example' }, 's@x.example'],
    [{ fromAddress: '', headerFrom: '', sender: 's@x.example' }, 's@x.example'],
    [{ sender: '' }, ''],
  ])('of %j is from the first that says anything', (fields, from) => {
    expect(row({ GUID: 'G', ...fields }).from).toBe(from);
  });

  it('finds every value of the event, words of two fields kept apart', () => {
    const text = searchText({ a: 'One', b: ['Two', { c: 3, d: true, e: null }], x: { y: ['Vier'] } });
    expect(text.split('\n')).toEqual(['one', 'two', '3', 'true', 'vier']);
  });

  it.each(['null', '"text"', '{"GUID":', ''])(
    'of %j, which is no event, says so and can be found',
    (rawText) => {
      const shown = row(rawText, 'messageBlocked');
      expect(shown).toMatchObject({
        parsed: false,
        hasProblems: true,
        time: fetchedAt,
        headline: rawText,
        text: rawText.toLowerCase(),
        contentHash: shown.identity,
      });
      expect(row(rawText, 'messageBlocked').key).toBe(shown.key);
    },
  );
});

describe('of two versions', () => {
  it.each([
    [{ created: 2, fetchedAt: 1 }, { created: 1, fetchedAt: 9 }, true],
    [{ created: 1, fetchedAt: 9 }, { created: 2, fetchedAt: 1 }, false],
    [{ created: 1, fetchedAt: 2 }, { created: 1, fetchedAt: 1 }, true],
    [{ created: 1, fetchedAt: 1 }, { created: 1, fetchedAt: 1 }, false],
  ])('%j is newer than %j: %s', (a, b, newer) => expect(isNewer(a, b)).toBe(newer));
});
