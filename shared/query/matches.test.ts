import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyQuery } from '../../test/query/any-query.ts';
import { fieldValues } from '../event/field-values.ts';
import { normaliseEvent, parseEvent } from '../event/normalise.ts';
import type { ThreatEvent } from '../event/threat-event.ts';
import { anywhereFields, matches, matchesValues } from './matches.ts';
import { parseQuery } from './parse.ts';
import { queryText } from './query-text.ts';

const context = { now: Date.UTC(2025, 2, 6), timeZone: 'UTC' };
const facts = { source: 'My logs', fetched: Date.UTC(2025, 2, 5, 12), versions: 2 };

function fixture(kind: 'messageDelivered' | 'clickPermitted', name: string): ThreatEvent {
  const text = readFileSync(new URL(`../event/fixtures/${name}.json`, import.meta.url), 'utf8');
  return normaliseEvent(kind, JSON.parse(text), facts.fetched);
}

const message = fixture('messageDelivered', 'message-full');
const other = fixture('messageDelivered', 'message-other-spellings');
const click = fixture('clickPermitted', 'click');

function isFound(text: string, event: ThreatEvent): boolean {
  const parsed = parseQuery(text, context);
  if (!parsed.ok) throw new Error(parsed.errors.map((error) => error.message).join(' '));
  return matches(parsed.query, event, facts);
}

describe('a full message', () => {
  it.each([
    '',
    'subject:INVOICE',
    'subject:🧾',
    'subject:"invoice 🧾 for"',
    'subject:inv*march',
    'subject:=inv*march',
    'invoice march',
    'eu-1',
    'high',
    'rest:eu-1',
    'ta9999',
    'supplier.example',
    'sender:bounce+7@supplier.example',
    'sender:*@supplier.example',
    'senderDomain:supplier.example',
    'senderDomain:*.example',
    'domain:harbour.example',
    'to:ana@harbour.example',
    'toAddresses:(x, BEN@harbour.example)',
    'toAddresses:(ana@harbour.example AND ben@harbour.example)',
    'senderIP:192.0.2.0/24',
    'ip:192.0.2.7',
    'spamScore:12',
    'impostor:56.5',
    'impostor:50..60',
    'score:100',
    'malware:>=100',
    'malware:[99 TO *]',
    'size:>48kb',
    'time:2025-03-04',
    'time:<now-1d',
    'time:[2025-03-04T05:06 TO 2025-03-04T05:07}',
    'recognised:2025-03-04T06:00',
    'fetched:2025-03-05',
    'kind:delivered',
    'kind:message',
    'kind:*Delivered',
    'completelyRewritten:na',
    'campaignID:*',
    'threats(classification:malware status:active)',
    'threats(*)',
    'parts(filename:=*.pdf oContentType:application/octet-stream)',
    'filename:rechnung',
    'filename:MÄRZ',
    'sandboxStatus:threat',
    'hash:0123456789abcdef0123456789abcdef',
    'messageID:<one@supplier.example>',
    'source:"my logs"',
    'versions:>1',
    'unparsed:false',
    'NOT hasProblems:true',
    'NOT clickTime:*',
    'policyRoutes:finance -policyRoutes:hr',
  ])('is found by %s', (text) => {
    expect(isFound(text, message)).toBe(true);
    if (text !== '') expect(isFound(`NOT (${text})`, message)).toBe(false);
  });

  it.each([
    'subject:="invoice"',
    'sender:supplier.example',
    'senderDomain:*.supplier.example',
    'senderDomain:example',
    'quarantineRule:module',
    'malware:<100',
    'impostor:56',
    'time:2025-03-05',
    'kind:blocked',
    'kind:click',
    'delivered',
    '"my logs"',
    'senderIP:10.0.0.0/8',
    'threats(classification:malware NOT status:active)',
    'toAddresses:"ana@harbour.example, ben@harbour.example"',
  ])('is not found by %s', (text) => {
    expect(isFound(text, message)).toBe(false);
  });
});

describe('threats', () => {
  it('are asked together only within threats(…)', () => {
    expect(isFound('classification:malware status:falsePositive', other)).toBe(true);
    expect(isFound('threats(classification:malware status:falsePositive)', other)).toBe(false);
    expect(isFound('threats(classification:phish status:falsePositive)', other)).toBe(true);
    expect(isFound('threats(classification:phish OR status:active)', other)).toBe(true);
  });

  it('of a click are its own', () => {
    expect(isFound('threats(classification:phish status:cleared) kind:"click permitted"', click)).toBe(true);
    expect(isFound('url:login.bad.example', click)).toBe(true);
    expect(isFound('url:https://login.bad.example/?a=1', click)).toBe(true);
    expect(isFound('parts:*', click)).toBe(false);
  });
});

describe('an entry that could not be read', () => {
  const parsed = parseEvent('clickBlocked', '{"url": "https://half.exam', facts.fetched);
  if (parsed.ok) throw new Error('It was read.');
  const { unparsed } = parsed;

  it.each([
    ['unparsed:true', true],
    ['kind:click', true],
    ['half.exam', true],
    ['time:2025-03-05', true],
    ['url:half', false],
    ['threats(*)', false],
  ])('%s: %s', (text, expected) => {
    const query = parseQuery(text, context);
    expect(query.ok && matches(query.query, unparsed, facts)).toBe(expected);
  });
});

describe('any query', () => {
  it('holds for an event or does not, and its text says the same', () => {
    fc.assert(
      fc.property(anyQuery, fc.constantFrom(message, other, click), (query, event) => {
        const values = fieldValues(event, facts);
        const parsed = parseQuery(queryText(query), context);
        expect(parsed.ok && matchesValues(parsed.query, values)).toBe(matchesValues(query, values));
        expect(matchesValues({ is: 'not', of: query }, values)).toBe(!matchesValues(query, values));
      }),
    );
  });

  it('looks for bare words in text of the event only', () => {
    const names = anywhereFields.map(({ name }) => name);
    expect(names).toContain('rest');
    for (const name of ['kind', 'source', 'time', 'phishScore']) expect(names).not.toContain(name);
  });
});
