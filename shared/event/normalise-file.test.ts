import { describe, expect, it } from 'vitest';
import click from './fixtures/click.json' with { type: 'json' };
import full from './fixtures/message-full.json' with { type: 'json' };
import otherSpellings from './fixtures/message-other-spellings.json' with { type: 'json' };
import { kindOfArray } from './kinds.ts';
import { type FileEntry, guessKind, normaliseFile } from './normalise-file.ts';

function read(text: string): FileEntry[] {
  return [...normaliseFile(text, 0)];
}

function kindsOf(text: string): string[] {
  return read(text).map((entry) => (entry.ok ? entry.event.kind : `line ${entry.line}`));
}

describe('a file', () => {
  it('may be a SIEM answer, with a byte order mark in front', () => {
    const answer = {
      queryEndTime: '2025-03-05T09:00:00Z',
      messagesBlocked: [full],
      messagesDelivered: [otherSpellings],
      clicksPermitted: [],
      clicksBlocked: [click],
    };
    expect(kindsOf(`\uFEFF${JSON.stringify(answer, null, 2)}`)).toEqual([
      'messageBlocked',
      'messageDelivered',
      'clickBlocked',
    ]);
  });

  it('may be an empty answer, which is no event', () => {
    expect(read('{"queryEndTime":"2025-03-05T09:00:00Z"}')).toEqual([]);
    expect(read('{"queryEndTime":"2025-03-05T09:00:00Z","messagesBlocked":[]}')).toEqual([]);
  });

  it('may be an array of events, or one event', () => {
    expect(kindsOf(JSON.stringify([full, otherSpellings]))).toEqual(['messageBlocked', 'messageDelivered']);
    expect(kindsOf(JSON.stringify(click))).toEqual(['clickPermitted']);
  });

  it('may be NDJSON, of which a bad line costs that line alone', () => {
    const text = `${JSON.stringify(full)}\n{"GUID":\r\n\n${JSON.stringify(click)}\n42\n`;
    expect(kindsOf(text)).toEqual(['messageBlocked', 'line 2', 'clickPermitted', 'line 5']);
  });

  it('says which entry of an answer is none', () => {
    expect(read('{"messagesDelivered":[7,{"GUID":"x"}]}')).toMatchObject([
      { ok: false, reason: 'an entry of messageDelivered that is no object: 7' },
      { ok: true },
    ]);
  });
});

describe('the kind of an event that stands alone', () => {
  it('is told by its fields', () => {
    expect(guessKind({ clickTime: 'x' })).toBe('clickPermitted');
    expect(guessKind({ clickIP: 'x' })).toBe('clickPermitted');
    expect(guessKind({ quarantineFolder: 'Malware' })).toBe('messageBlocked');
    expect(guessKind({ quarantineFolder: '', quarantineRule: null })).toBe('messageDelivered');
  });
});

describe('the array a kind comes in', () => {
  it.each([
    ['messagesDelivered', 'messageDelivered'],
    ['messagesBlocked', 'messageBlocked'],
    ['clicksPermitted', 'clickPermitted'],
    ['clicksBlocked', 'clickBlocked'],
    ['messagesDelivered:', 'messageDelivered'],
    [' clicksBlocked ', 'clickBlocked'],
    ['messages', undefined],
    ['toString', undefined],
    ['__proto__', undefined],
    ['', undefined],
  ])('%s is %s', (key, kind) => expect(kindOfArray(key)).toBe(kind));
});
