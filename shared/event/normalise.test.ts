import { describe, expect, it } from 'vitest';
import click from './fixtures/click.json' with { type: 'json' };
import full from './fixtures/message-full.json' with { type: 'json' };
import otherSpellings from './fixtures/message-other-spellings.json' with { type: 'json' };
import { normaliseEvent, parseEvent } from './normalise.ts';
import type { RawEvent } from './raw-event.ts';
import type { ThreatEvent } from './threat-event.ts';

const fetchedAt = Date.UTC(2025, 3, 1, 12);

function message(raw: RawEvent): ThreatEvent {
  return normaliseEvent('messageDelivered', raw, fetchedAt);
}

function problemsOf(raw: RawEvent): string[] {
  return message({ messageTime: '2025-01-01T00:00:00Z', ...raw }).problems.map(({ field }) => field);
}

describe('a full message', () => {
  const event = message(full);

  it('has every field of the schema under its own name', () => {
    const { tenantRegion: _region, threatsInfoMap: _threats, messageParts: _parts, ...plain } = full;
    expect(event).toMatchObject(plain);
  });

  it('has every field of its threat, and its unknown ones in extra', () => {
    expect(event.threatsInfoMap).toEqual([
      {
        threatUrl: 'https://threatinsight.example/t/1',
        threatID: 'threat-one',
        threatStatus: 'active',
        classification: 'malware',
        threatTime: '2025-03-04T06:00:00.000Z',
        threat: '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
        campaignID: 'campaign-one',
        threatType: 'attachment',
        detectionType: 'sandbox',
        actors: ['TA9999'],
        extra: { severity: 'high' },
      },
    ]);
  });

  it('has every field of its part, and its unknown ones in extra', () => {
    const { pageCount, ...known } = full.messageParts[0] as (typeof full.messageParts)[0];
    expect(event.messageParts).toEqual([{ ...known, extra: { pageCount } }]);
  });

  it('keeps unknown keys of the event in extra and all of it in raw', () => {
    expect(event.extra).toEqual({ tenantRegion: 'eu-1' });
    expect(event.raw).toEqual(full);
  });

  it('keeps its four times apart', () => {
    expect(event).toMatchObject({
      time: '2025-03-04T05:06:07.089Z',
      timeSource: 'event',
      recognised: '2025-03-04T06:00:00.000Z',
      created: '2025-03-04T06:00:00.000Z',
    });
  });

  it('has no problems', () => expect(event.problems).toEqual([]));
});

describe('a message in other spellings and shapes', () => {
  const event = message(otherSpellings);

  it('has no problems', () => expect(event.problems).toEqual([]));

  it('leaves nothing over in extra', () => expect(event.extra).toEqual({}));

  it('reads clusterId as cluster', () => expect(event.cluster).toBe('harbour_old'));

  it('reads a text where a list is documented as a list of one', () => {
    expect(event.fromAddress).toEqual(['lone@sender.example']);
    expect(event.toAddresses).toEqual(['ana@harbour.example']);
    expect(event.recipient).toEqual(['ana@harbour.example']);
  });

  it('joins a list where a text is documented', () => {
    expect(event.headerFrom).toBe('first@sender.example, second@sender.example');
  });

  it('reads null lists as empty ones', () => {
    const { ccAddresses, replyToAddress, messageParts, policyRoutes, modulesRun } = event;
    expect([ccAddresses, replyToAddress, messageParts, policyRoutes, modulesRun]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
  });

  it('reads -1 as no score and a float as a score', () => {
    expect(event).toMatchObject({
      impostorScore: 0,
      malwareScore: null,
      phishScore: null,
      spamScore: null,
    });
  });

  it('keeps an empty sender apart from none', () => {
    expect(event.sender).toBe('');
    expect(message({}).sender).toBeNull();
  });

  it('folds both spellings of a threat into one and words into their documented case', () => {
    expect(event.threatsInfoMap).toMatchObject([
      {
        threatUrl: 'https://threatinsight.example/t/2',
        threatID: 'threat-two',
        threatStatus: 'active',
        classification: 'malware',
        campaignID: 'campaign-two',
        threatType: 'attachment',
        extra: {},
      },
      {
        threatStatus: 'falsePositive',
        classification: 'phish',
        threatType: 'messageText',
        threatTime: null,
        campaignID: null,
      },
    ]);
  });

  it('writes every time in UTC with milliseconds', () => {
    expect(event.messageTime).toBe('2025-03-04T05:06:07.000Z');
    expect(event.threatsInfoMap[0]?.threatTime).toBe('2025-03-04T05:00:00.000Z');
  });
});

describe('a click', () => {
  const event = normaliseEvent('clickPermitted', click, fetchedAt);

  it('carries its single threat in the list of threats', () => {
    expect(event.threatsInfoMap).toEqual([
      {
        threatUrl: 'https://threatinsight.example/t/4',
        threatID: 'threat-four',
        threatStatus: 'cleared',
        classification: 'phish',
        threatTime: '2025-03-05T07:59:00.000Z',
        threat: null,
        campaignID: 'campaign-three',
        threatType: 'url',
        detectionType: null,
        actors: [],
        extra: {},
      },
    ]);
  });

  it('has its own fields, its one recipient in a list, and its click time as its time', () => {
    expect(event).toMatchObject({
      clickIP: '198.51.100.23',
      senderIP: '203.0.113.9',
      clickTime: '2025-03-05T08:00:00.500Z',
      time: '2025-03-05T08:00:00.500Z',
      timeSource: 'event',
      recipient: ['ben@harbour.example'],
      url: 'https://login.bad.example/?a=1&b=%20#top',
      userAgent: 'Mozilla/5.0 (Invented; rv:1.0)',
      problems: [],
      extra: {},
    });
  });

  it('keeps unknown keys in extra', () => {
    expect(normaliseEvent('clickBlocked', { ...click, device: 'phone' }, fetchedAt).extra).toEqual({
      device: 'phone',
    });
  });

  it('without any word of a threat has none', () => {
    const bare = { clickTime: '2025-03-05T08:00:00Z', url: 'https://x.example/' };
    expect(normaliseEvent('clickBlocked', bare, fetchedAt).threatsInfoMap).toEqual([]);
  });

  it.each([
    ['threat', 'bad.example'],
    ['detectionType', 'sandbox'],
    ['threatType', 'attachment'],
  ])('that says of its threat its %s alone still shows it', (field, value) => {
    const raw = { clickTime: '2025-03-05T08:00:00Z', [field]: value };
    const { raw: _, ...shown } = normaliseEvent('clickBlocked', raw, fetchedAt);
    expect(JSON.stringify(shown)).toContain(value);
  });
});

describe('times', () => {
  it.each([
    ['without milliseconds', '2025-01-02T03:04:05Z', '2025-01-02T03:04:05.000Z'],
    ['with milliseconds', '2025-01-02T03:04:05.678Z', '2025-01-02T03:04:05.678Z'],
    ['with microseconds', '2025-01-02T03:04:05.678901Z', '2025-01-02T03:04:05.678Z'],
    ['with a comma', '2025-01-02T03:04:05,5Z', '2025-01-02T03:04:05.500Z'],
    ['with an offset', '2025-01-02T03:04:05+02:00', '2025-01-02T01:04:05.000Z'],
    ['with an offset without a colon', '2025-01-02T03:04:05-0530', '2025-01-02T08:34:05.000Z'],
    ['without a zone, read as UTC', '2025-01-02T03:04:05', '2025-01-02T03:04:05.000Z'],
    ['with a space for the T', '2025-01-02 03:04:05Z', '2025-01-02T03:04:05.000Z'],
    ['in lower case', '2025-01-02t03:04:05z', '2025-01-02T03:04:05.000Z'],
    ['as epoch seconds', 1_735_787_045, '2025-01-02T03:04:05.000Z'],
    ['as epoch milliseconds', 1_735_787_045_678, '2025-01-02T03:04:05.678Z'],
  ])('%s', (_, sent, read) => {
    expect(message({ messageTime: sent }).messageTime).toBe(read);
  });

  it.each(['yesterday', '2025-13-40T00:00:00Z', '01/02/2025', true, {}, [], -5, 0, 1e20, Number.MAX_VALUE])(
    '%j is none: said as a problem, never thrown',
    (sent) => {
      const event = message({ messageTime: sent });
      expect(event.messageTime).toBeNull();
      expect(event.problems.map(({ field }) => field)).toContain('messageTime');
    },
  );

  it('a missing time is stood in for by the latest threat, then by the fetch', () => {
    const threatsInfoMap = [
      { threatTime: '2025-02-02T00:00:00Z' },
      { threatTime: '2025-02-03T00:00:00Z' },
      { threatTime: 'never' },
    ];
    const byThreat = message({ threatsInfoMap });
    expect(byThreat).toMatchObject({ time: '2025-02-03T00:00:00.000Z', timeSource: 'threat' });
    expect(byThreat.problems.map(({ field }) => field)).toEqual([
      'threatsInfoMap[2].threatTime',
      'messageTime',
    ]);
    expect(message({})).toMatchObject({
      time: '2025-04-01T12:00:00.000Z',
      timeSource: 'fetched',
      created: '2025-04-01T12:00:00.000Z',
      recognised: null,
    });
  });

  it('created is the event time where that is the later one', () => {
    const threatsInfoMap = [{ threatTime: '2025-01-01T00:00:00Z' }];
    expect(message({ messageTime: '2025-02-01T00:00:00Z', threatsInfoMap }).created).toBe(
      '2025-02-01T00:00:00.000Z',
    );
  });
});

describe('scores', () => {
  it.each([
    [0, 0],
    [100, 100],
    [46.5, 46.5],
    ['46', 46],
    [-1, null],
    ['-1', null],
    [null, null],
    ['', null],
  ])('%j is %j and no problem', (sent, read) => {
    expect(message({ phishScore: sent }).phishScore).toBe(read);
    expect(problemsOf({ phishScore: sent })).toEqual([]);
  });

  it.each([
    [101, 100],
    [-7, 0],
    ['high', null],
    [' ', null],
    [{}, null],
    [true, null],
  ])('%j is shown as %j and said as a problem', (sent, read) => {
    expect(message({ spamScore: sent }).spamScore).toBe(read);
    expect(problemsOf({ spamScore: sent })).toEqual(['spamScore']);
  });
});

describe('completelyRewritten', () => {
  it.each([
    [true, true],
    [false, false],
    ['true', true],
    ['FALSE', false],
    ['na', 'na'],
    ['NA', 'na'],
    ['n/a', 'na'],
    [null, null],
    ['', null],
  ])('%j is %j', (sent, read) => {
    expect(message({ completelyRewritten: sent }).completelyRewritten).toBe(read);
    expect(problemsOf({ completelyRewritten: sent })).toEqual([]);
  });

  it('anything else is na and a problem', () => {
    expect(message({ completelyRewritten: 'partly' }).completelyRewritten).toBe('na');
    expect(problemsOf({ completelyRewritten: 'partly' })).toEqual(['completelyRewritten']);
  });
});

describe('odd shapes', () => {
  it('threats and parts as JSON text are read as the lists they were', () => {
    const event = message({
      messageTime: '2025-03-04T05:06:07Z',
      threatsInfoMap: JSON.stringify(full.threatsInfoMap),
      messageParts: JSON.stringify(full.messageParts),
    });
    expect(event.threatsInfoMap).toEqual(message(full).threatsInfoMap);
    expect(event.messageParts).toEqual(message(full).messageParts);
    expect(event.problems).toEqual([]);
  });

  it.each([
    ['as JSON text', JSON.stringify(full.threatsInfoMap)],
    ['as a lone object', full.threatsInfoMap[0]],
  ])('threats %s count for when the event was created', (_, threatsInfoMap) => {
    const event = message({ messageTime: '2025-03-04T05:06:07Z', threatsInfoMap });
    expect(event.recognised).toBe('2025-03-04T06:00:00.000Z');
    expect(event.created).toBe('2025-03-04T06:00:00.000Z');
  });

  it('a lone threat is a list of one', () => {
    expect(message({ threatsInfoMap: full.threatsInfoMap[0] }).threatsInfoMap).toEqual(
      message(full).threatsInfoMap,
    );
  });

  it('an item that is no object is said and skipped, its neighbours are kept', () => {
    const event = message({
      messageTime: '2025-03-04T05:06:07Z',
      threatsInfoMap: ['text', null, 7, [], { threat: 'kept' }],
    });
    expect(event.threatsInfoMap.map(({ threat }) => threat)).toEqual(['kept']);
    expect(event.problems.map(({ field }) => field)).toEqual([
      'threatsInfoMap[0]',
      'threatsInfoMap[2]',
      'threatsInfoMap[3]',
    ]);
  });

  it('an object where a text is documented is kept as its JSON and said', () => {
    const event = message({ messageTime: '2025-03-04T05:06:07Z', subject: { de: 'Hallo' } });
    expect(event.subject).toBe('{"de":"Hallo"}');
    expect(event.problems).toEqual([{ field: 'subject', problem: 'an object where a text is expected' }]);
  });

  it('numbers and booleans where a text is documented are no problem', () => {
    expect(message({ GUID: 42, QID: true })).toMatchObject({ GUID: '42', QID: 'true' });
    expect(problemsOf({ GUID: 42, QID: true })).toEqual([]);
  });

  it('the first spelling that has a value wins', () => {
    const threat = { threatID: null, threatId: 'second', campaignID: 'first', campaignId: 'other' };
    expect(message({ threatsInfoMap: [threat] }).threatsInfoMap[0]).toMatchObject({
      threatID: 'second',
      campaignID: 'first',
    });
  });

  it('actors may be names, objects with names, or nonsense', () => {
    const actors = ['TA1', { name: 'TA2' }, { id: 3 }, null, 4];
    expect(message({ threatsInfoMap: [{ actors }] }).threatsInfoMap[0]?.actors).toEqual(['TA1', 'TA2']);
  });

  it('a new word of the API is kept in lower case', () => {
    expect(message({ threatsInfoMap: [{ threatType: ' QRCode ' }] }).threatsInfoMap[0]?.threatType).toBe(
      'qrcode',
    );
  });

  it('control characters, marks and 10 KB of text come through unchanged', () => {
    const subject = `\u202e<script>\u0000${'long '.repeat(2048)}👩🏽‍💻`;
    expect(message({ subject }).subject).toBe(subject);
  });
});

describe('an entry that is no event', () => {
  it.each([
    ['null', /no object/],
    ['"text"', /no object/],
    ['42', /no object/],
    ['[{"GUID":"x"}]', /no object/],
    ['{"GUID":', /no valid JSON/],
    ['', /no valid JSON/],
  ])('%s is kept as it came, with why', (rawText, why) => {
    const result = parseEvent('messageBlocked', rawText, fetchedAt);
    expect(result).toMatchObject({
      ok: false,
      unparsed: { kind: 'messageBlocked', rawText, time: '2025-04-01T12:00:00.000Z' },
    });
    if (!result.ok) expect(result.unparsed.reason).toMatch(why);
  });

  it('an odd event is one all the same', () => {
    const odd = '{"GUID":42,"messageTime":"yesterday","recipient":{"to":1}}';
    const result = parseEvent('messageDelivered', odd, fetchedAt);
    expect(result).toMatchObject({ ok: true, event: { GUID: '42', recipient: ['{"to":1}'] } });
  });
});
