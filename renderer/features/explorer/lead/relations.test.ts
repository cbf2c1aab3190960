import { describe, expect, it } from 'vitest';
import { normaliseEvent } from '../../../../shared/event/normalise.ts';
import { matches } from '../../../../shared/query/matches.ts';
import { parseQuery } from '../../../../shared/query/parse.ts';
import { relationsOf } from './relations.ts';

const now = Date.UTC(2026, 10, 24, 12);
const facts = { source: 'a', fetched: now, versions: 1 };

const message = normaliseEvent(
  'messageDelivered',
  {
    GUID: 'g-1',
    messageID: '<m1@evil.example>',
    messageTime: '2026-11-24T10:00:00Z',
    subject: 'Invoice 7: "now"',
    sender: 'Bounce@evil.example',
    fromAddress: ['boss@evil.example'],
    senderIP: '192.0.2.7',
    recipient: ['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example'],
    messageParts: [
      { disposition: 'inline', sha256: 'a'.repeat(64) },
      { disposition: 'attached', sha256: 'b'.repeat(64) },
    ],
    threatsInfoMap: [
      {
        threatId: 't-1',
        threat: 'https://evil.example/login?x=(1)',
        threatType: 'URL',
        campaignId: 'c-1',
      },
    ],
  },
  now,
);
const click = normaliseEvent(
  'clickPermitted',
  {
    GUID: 'g-1',
    id: 'k-1',
    url: 'https://evil.example/login?x=(1)',
    clickTime: '2026-11-24T10:05:00Z',
    clickIP: '203.0.113.9',
    recipient: 'a@x.example',
  },
  now,
);

describe('relationsOf', () => {
  it('names what an event shares with others, the closest first', () => {
    expect(relationsOf(message).map(({ label, value }) => `${label} ${value}`.trim())).toEqual([
      'Same message',
      'Clicks on it',
      'Same threat t-1',
      'Same campaign c-1',
      'Same URL https://evil.example/login?x=(1)',
      `Same file ${'b'.repeat(64)}`,
      `Same file ${'a'.repeat(64)}`,
      'Same sender Bounce@evil.example',
      'Same From address boss@evil.example',
      'Same sender IP 192.0.2.7',
      'Same subject Invoice 7: "now"',
      'Same recipient a@x.example',
      'Same recipient b@x.example',
      'Same recipient c@x.example',
    ]);
  });

  it.each([['the message', message] as const, ['a click on it', click] as const])(
    'asks for %s itself where it says so, as a query that can be written',
    (_, event) => {
      for (const { query, text, hasItself } of relationsOf(event)) {
        const parsed = parseQuery(text, { now, timeZone: 'UTC' });
        expect(parsed, text).toMatchObject({ ok: true, query });
        expect(matches(query, event, facts), text).toBe(hasItself);
      }
    },
  );

  it('leads from a message to its clicks, and back', () => {
    const clicks = relationsOf(message).find(({ id }) => id === 'clicks');
    const origin = relationsOf(click).find(({ id }) => id === 'message');
    const url = relationsOf(click).find(({ label }) => label === 'Same URL');
    expect(clicks && matches(clicks.query, click, facts)).toBe(true);
    expect(origin && matches(origin.query, message, facts)).toBe(true);
    expect(url && matches(url.query, message, facts)).toBe(true);
  });

  it('has none for an event without anything to follow', () => {
    expect(relationsOf(normaliseEvent('messageDelivered', {}, now))).toEqual([]);
  });
});
