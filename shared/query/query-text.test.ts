import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyQuery } from '../../test/query/any-query.ts';
import { parseQuery } from './parse.ts';
import { queryText } from './query-text.ts';

const context = { now: Date.UTC(2026, 10, 3, 12, 30), timeZone: 'America/New_York' };

describe('a query as text', () => {
  it('reads back as the same query', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const text = queryText(query);
        fc.pre(text.length < 10_000);
        const parsed = parseQuery(text, context);
        expect(parsed).toMatchObject({ ok: true, query });
        expect(parsed.ok && parsed.query).toEqual(query);
        expect(parsed.ok && queryText(parsed.query)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('has no character that cannot be seen', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(queryText(query)).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it.each([
    ['kind:click', 'kind:(clickPermitted, clickBlocked)'],
    ['a b OR c', 'a AND b OR c'],
    ['a (b OR c)', 'a AND (b OR c)'],
    ['-(a b)', 'NOT (a AND b)'],
    ['phish:>80', 'phishScore:>80'],
    ['senderIP:10.1.2.3/8', 'senderIP:10.0.0.0/8'],
    ['senderIP:2001:0db8:0::1', 'senderIP:2001:db8::1'],
    ['senderIP:"10.1.2.3"', 'senderIP:"10.1.2.3"'],
    ['sender:*@Evil.example', 'sender:*@evil.example'],
    ['subject:=Re*', 'subject:=re*'],
    ['threats(status:active) threats:*', 'threats(threatStatus:active) AND threats(*)'],
    ['*', ''],
  ])('of %s is %s', (typed, canonical) => {
    const parsed = parseQuery(typed, context);
    expect(parsed.ok && queryText(parsed.query)).toBe(canonical);
  });
});
