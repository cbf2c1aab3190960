import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTenant, takeEvents } from '../sample-tenant/tenant.ts';
import click from './fixtures/click.json' with { type: 'json' };
import full from './fixtures/message-full.json' with { type: 'json' };
import { contentHashOf, createdAtOf, identityOf, identityOfUnparsed } from './identity.ts';
import type { RawEvent } from './raw-event.ts';

const message = (changes: RawEvent = {}): RawEvent => ({ ...full, ...changes });
const idOf = (changes: RawEvent = {}): string => identityOf('messageDelivered', message(changes));
const clickIdOf = (changes: RawEvent = {}): string => identityOf('clickPermitted', { ...click, ...changes });

describe('the identity of a message event', () => {
  it('is 32 hexadecimal digits', () => expect(idOf()).toMatch(/^[0-9a-f]{32}$/));

  it('differs between the recipients of one message', () => {
    const recipients = ['ana', 'ben', 'cy'].map((name) => idOf({ recipient: [`${name}@x.example`] }));
    expect(new Set(recipients).size).toBe(3);
  });

  it.each([
    ['GUID', { GUID: 'GUID-other' }],
    ['id', { id: 'other' }],
    ['QID', { QID: 'other' }],
    ['time', { messageTime: '2025-03-04T05:06:08Z' }],
  ])('differs with another %s', (_, changes) => expect(idOf(changes)).not.toBe(idOf()));

  it('differs with the kind', () => {
    expect(identityOf('messageBlocked', message())).not.toBe(idOf());
  });

  it('does not depend on the order of recipients, nor on a lone one being in a list', () => {
    const recipient = ['b@x.example', 'a@x.example', 'c@x.example'];
    expect(idOf({ recipient })).toBe(idOf({ recipient: recipient.toReversed() }));
    expect(idOf({ recipient: 'a@x.example' })).toBe(idOf({ recipient: ['a@x.example'] }));
  });

  it('does not depend on how the time is written', () => {
    const written = ['2025-03-04T05:06:07Z', '2025-03-04T05:06:07.000Z', '2025-03-04T07:06:07+02:00'];
    expect(new Set(written.map((messageTime) => idOf({ messageTime }))).size).toBe(1);
  });

  it('stays when the threat is reclassified, while the content does not', () => {
    const threatsInfoMap = [{ ...full.threatsInfoMap[0], threatStatus: 'cleared' }];
    expect(idOf({ threatsInfoMap })).toBe(idOf());
    expect(contentHashOf(message({ threatsInfoMap }))).not.toBe(contentHashOf(message()));
  });

  it('takes null, empty and missing for the same', () => {
    const { id: _, ...without } = full;
    expect(idOf({ id: null })).toBe(identityOf('messageDelivered', without));
    expect(idOf({ id: '' })).toBe(identityOf('messageDelivered', without));
  });

  it('falls back on the content where nothing names the event', () => {
    const nameless = { messageTime: '2025-03-04T05:06:07Z', recipient: ['a@x.example'] };
    const one = identityOf('messageDelivered', { ...nameless, subject: 'one' });
    const two = identityOf('messageDelivered', { ...nameless, subject: 'two' });
    expect(one).not.toBe(two);
    expect(identityOf('messageDelivered', { subject: 'one', ...nameless })).toBe(one);
    expect(identityOf('messageBlocked', { subject: 'one', ...nameless })).not.toBe(one);
  });

  it('keeps neighbouring fields apart, whatever characters they hold', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\u001e', '\u001f', ',', '"') });
    const named = fc.record({ GUID: text, id: text, QID: text });
    fc.assert(
      fc.property(named, named, (a, b) => {
        const same = a.GUID === b.GUID && a.id === b.id && a.QID === b.QID;
        fc.pre(!same);
        expect(idOf(a)).not.toBe(idOf(b));
      }),
      {
        numRuns: 2000,
        examples: [
          [
            { GUID: 'a\u001ea', id: '', QID: '' },
            { GUID: 'a', id: 'a\u001e', QID: '' },
          ],
        ],
      },
    );
  });
});

describe('the identity of a click', () => {
  it('is its id, whatever else is said', () => {
    expect(clickIdOf({ clickTime: '2025-01-01T00:00:00Z', threatStatus: 'falsePositive' })).toBe(clickIdOf());
    expect(clickIdOf({ id: 'other' })).not.toBe(clickIdOf());
  });

  it.each([
    ['GUID', { GUID: 'other' }],
    ['click time', { clickTime: '2025-03-05T08:00:01Z' }],
    ['recipient', { recipient: 'other@x.example' }],
    ['URL', { url: 'https://other.example/' }],
    ['click IP', { clickIP: '198.51.100.24' }],
  ])('without id differs with another %s', (_, changes) => {
    expect(clickIdOf({ id: null, ...changes })).not.toBe(clickIdOf({ id: null }));
  });

  it('without id stays when the threat is reclassified', () => {
    expect(clickIdOf({ id: null, threatStatus: 'cleared' })).toBe(
      clickIdOf({ id: null, threatStatus: 'active' }),
    );
  });

  it('without anything that names it falls back on the content', () => {
    const one = identityOf('clickBlocked', { userAgent: 'one' });
    expect(one).not.toBe(identityOf('clickBlocked', { userAgent: 'two' }));
    expect(one).toBe(identityOf('clickBlocked', { userAgent: 'one', sender: null }));
  });
});

describe('the identity of an unparsed entry', () => {
  it('is its kind and its exact text', () => {
    expect(identityOfUnparsed('messageBlocked', '{')).toBe(identityOfUnparsed('messageBlocked', '{'));
    expect(identityOfUnparsed('messageBlocked', '{')).not.toBe(identityOfUnparsed('messageBlocked', '{ '));
    expect(identityOfUnparsed('messageBlocked', '{')).not.toBe(identityOfUnparsed('clickBlocked', '{'));
  });
});

const json = fc.jsonValue({ maxDepth: 4 });
const threat = fc.dictionary(fc.constantFrom('threatID', 'threat', 'threatStatus', 'threatTime'), json);
const event = fc
  .tuple(fc.dictionary(fc.string(), json), fc.array(threat, { maxLength: 5 }))
  .map(([fields, threatsInfoMap]): RawEvent => ({ ...fields, threatsInfoMap }));

function shuffledKeys(value: unknown, order: (names: string[]) => string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffledKeys(item, order));
  if (value === null || typeof value !== 'object') return value;
  const fields = value as Record<string, unknown>;
  return Object.fromEntries(
    order(Object.keys(fields)).map((name) => [name, shuffledKeys(fields[name], order)]),
  );
}

describe('the content hash', () => {
  it('does not depend on the order of keys at any depth', () => {
    fc.assert(
      fc.property(event, fc.boolean(), (raw, reverse) => {
        const order = (names: string[]) => (reverse ? names.toReversed() : names.toSorted());
        expect(contentHashOf(shuffledKeys(raw, order) as RawEvent)).toBe(contentHashOf(raw));
      }),
    );
  });

  it('takes null and missing for the same', () => {
    fc.assert(
      fc.property(event, fc.array(fc.string()), (raw, names) => {
        const nulls = Object.fromEntries(names.map((name) => [name, null]));
        expect(contentHashOf({ ...nulls, ...raw })).toBe(contentHashOf(raw));
      }),
    );
  });

  it('does not depend on the order of threats', () => {
    fc.assert(
      fc.property(event, fc.array(fc.nat(), { minLength: 5, maxLength: 5 }), (raw, weights) => {
        const threats = raw.threatsInfoMap as unknown[];
        const shuffled = threats
          .map((one, index) => ({ one, weight: weights[index] ?? 0 }))
          .sort((a, b) => a.weight - b.weight)
          .map(({ one }) => one);
        expect(contentHashOf({ ...raw, threatsInfoMap: shuffled })).toBe(contentHashOf(raw));
      }),
    );
  });

  it('depends on every value, and on the order of all other lists', () => {
    fc.assert(
      fc.property(event, fc.string(), fc.integer(), (raw, name, value) => {
        fc.pre(name !== 'threatsInfoMap' && raw[name] !== value);
        expect(contentHashOf({ ...raw, [name]: value })).not.toBe(contentHashOf(raw));
      }),
    );
    expect(contentHashOf({ recipient: ['a', 'b'] })).not.toBe(contentHashOf({ recipient: ['b', 'a'] }));
    expect(contentHashOf({ a: '1' })).not.toBe(contentHashOf({ a: 1 }));
  });
});

describe('when an event was created', () => {
  it('is the later of its own and its latest threat time', () => {
    expect(createdAtOf('messageDelivered', full)).toBe(Date.UTC(2025, 2, 4, 6));
    expect(createdAtOf('clickPermitted', click)).toBe(Date.UTC(2025, 2, 5, 8, 0, 0, 500));
    expect(createdAtOf('clickPermitted', { ...click, threatTime: '2025-03-06T00:00:00Z' })).toBe(
      Date.UTC(2025, 2, 6),
    );
  });

  it('is not known of an event without any time', () => {
    expect(createdAtOf('messageDelivered', { threatsInfoMap: [null, 'x', { threatTime: 'never' }] })).toBe(
      undefined,
    );
  });
});

describe('hashes that were recorded', () => {
  // Another value would make a new event, or a new version, of everything that is stored.
  it('are still the same for the fixtures', () => {
    expect(idOf()).toBe('d573805cb57a935ac7a18aa4ec0a77da');
    expect(contentHashOf(full)).toBe('2d0cf598eb34ee52e1df5f5cd88f626d');
    expect(clickIdOf()).toBe('b030606afef76c794fda47e7ca6f50b2');
    expect(contentHashOf(click)).toBe('ecf67df774df9b0d4776c41e764f17e7');
    expect(identityOfUnparsed('clickBlocked', '{')).toBe('8cc6a9f2ca006b049ee0ed2c9809ad84');
  });

  it('are still the same for values that are odd', () => {
    const odd = `{"a":1e999,"b":-0,"c":1e21,"d":"\\ud800x","__proto__":{"x":1},"é":[true,false,null],"2":1,"10":2,
      "threatsInfoMap":{"threatsInfoMap":[{"b":[null,{}],"a":"\\u2028"},2,"z"]},"":{"k":[[]]}}`;
    expect(contentHashOf(JSON.parse(odd))).toBe('0bb4c4b179020f35a88e240ed244b368');
  });

  it('are still the same for two thousand events of the sample tenant', () => {
    const tenant = createTenant({ seed: 3, rate: 400 });
    const lines = takeEvents(tenant, 2000, Date.UTC(2026, 10, 24)).map(
      ({ kind, raw }) => `${identityOf(kind, raw)} ${contentHashOf(raw)}\n`,
    );
    expect(bytesToHex(sha256(utf8ToBytes(lines.join(''))))).toBe(
      '4f460b37d0b42ad422c5df98405ff29044a8aa6d165c411f4d1df409427d8814',
    );
  });
});
