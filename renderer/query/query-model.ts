import fc from 'fast-check';
import { type EventFacts, type FieldValues, fieldValues } from '../../shared/event/field-values.ts';
import { type Field, type FieldGroup, fieldNamed, fields } from '../../shared/event/fields.ts';
import { eventKinds } from '../../shared/event/kinds.ts';
import { parseEvent } from '../../shared/event/normalise.ts';
import type { ThreatEvent, UnparsedEvent } from '../../shared/event/threat-event.ts';
import type { Query, Test, TextPattern } from '../../shared/query/ast.ts';
import { patternOf } from '../../shared/query/pattern.ts';
import type { ChunkEntry } from '../store/columns/chunk-builder.ts';

/** Values that meet each other often, in several cases and alphabets, of every shape a field can have. */
const hash = '0123456789abcdef'.repeat(4);
const texts = [
  '', 'a', 'A', 'ab', 'Invoice 7', 'INVOICE 7', 'straße', 'STRASSE', 'ΟΔΟΣ', 'оплата', '発注', '🔊 call', 'İstanbul',
  'x@a.example', 'X@A.example', 'y@b.example', '10.0.0.1', '10.0.0.200', '2001:db8::1', hash, hash.toUpperCase(),
  `https://t.example/threat/${hash}`, `https://T.example/threat/${hash}`, `https://t.example/threat/${'f'.repeat(64)}`,
  'f'.repeat(64), hash.slice(32), 'any', 'phish', 'malware', 'active',
]; // biome-ignore format: a list of values
const instants = [
  '2026-11-20T10:00:00.000Z',
  '2026-11-20T10:00:01.000Z',
  '2026-11-21T00:00:00.000Z',
  '2026-01-01T00:00:00Z',
];

const text = fc.constantFrom(...texts);
const oddText = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom(null, 7, true, ['a', 'b'], { odd: 'A' }) },
);
const time = fc.constantFrom(...instants, 'never', null, 1_763_600_000);
const score = fc.constantFrom(-1, 0, 5, 50, 72.5, 100, 140, null, '80', 'high');
const list = fc.oneof(fc.array(text, { maxLength: 3 }), oddText);

function record(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(fields, { requiredKeys: [] });
}

const threat = record({
  threatID: text, threatUrl: text, threat: text, threatStatus: text, classification: text, threatType: text,
  campaignID: text, threatTime: time, detectionType: text, actors: fc.array(text, { maxLength: 2 }), more: text,
}); // biome-ignore format: fields in a row
const part = record({
  filename: text, contentType: text, oContentType: text, disposition: text, sandboxStatus: text, md5: text, sha256: text,
}); // biome-ignore format: fields in a row
const rawEvent = record({
  messageTime: time, clickTime: time, GUID: text, id: text, QID: text, messageID: text, subject: oddText,
  sender: text, senderIP: text, recipient: list, fromAddress: list, toAddresses: list, ccAddresses: list,
  replyToAddress: list, headerFrom: text, url: text, clickIP: text, userAgent: text, quarantineRule: text,
  policyRoutes: list, modulesRun: list, cluster: text, messageSize: fc.constantFrom(0, 10, 1e9, 1e12, 0.5, 'big', null),
  phishScore: score, malwareScore: score, spamScore: score, completelyRewritten: fc.constantFrom(true, 'na', 'what'),
  threatsInfoMap: fc.array(threat, { maxLength: 3 }), messageParts: fc.array(part, { maxLength: 3 }), extra: oddText,
}); // biome-ignore format: fields in a row

/** An event of an identity of its own, or an entry that is none. */
export const anyEntry: fc.Arbitrary<ChunkEntry> = fc
  .tuple(
    fc.constantFrom(...eventKinds),
    fc.oneof(
      { weight: 9, arbitrary: rawEvent.map((raw) => JSON.stringify(raw)) },
      { weight: 1, arbitrary: text },
    ),
    fc.constantFrom('one', 'two'),
    fc.constantFrom(1_763_700_000_000, 1_763_700_000_001),
    fc.integer({ min: 1, max: 3 }),
    fc.record({
      tags: fc.uniqueArray(
        text.filter((tag) => tag !== ''),
        { maxLength: 2 },
      ),
      note: text,
    }),
  )
  .map(([kind, rawText, source, fetched, versions, said]) => {
    const result = parseEvent(kind, rawText, fetched);
    const facts = { source, fetched, versions, ...said };
    return { event: result.ok ? result.event : result.unparsed, facts };
  });

const piece = fc.oneof(
  text,
  text.map((value) => value.slice(1, 4)),
  text.map((value) => value.slice(-2)),
);

const pattern: fc.Arbitrary<TextPattern> = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.constantFrom('any' as const, 'one' as const),
        piece.map((value) => ({ text: value })),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    fc.boolean(),
  )
  .map(([parts, within]) => patternOf(parts, within) ?? { how: 'has', text: 'a' });

const numbers = [0, 1, 5, 49, 50, 72.5, 80, 100, 1e9, ...instants.map((instant) => Date.parse(instant))];
const bound = fc.constantFrom(null, ...numbers);

const test: fc.Arbitrary<Test> = fc.oneof(
  fc.constant<Test>({ is: 'present' }),
  pattern.map((given): Test => ({ is: 'text', pattern: given })),
  fc.record({
    is: fc.constant('within' as const),
    from: bound,
    fromOpen: fc.boolean(),
    to: bound,
    toOpen: fc.boolean(),
  }),
  fc.record({
    is: fc.constant('address' as const),
    address: fc.constantFrom('00000000000000000000ffff0a000001', '20010db8000000000000000000000000'),
    bits: fc.constantFrom(128, 120, 104, 32),
  }),
  fc.boolean().map((value): Test => ({ is: 'flag', value })),
);

function fieldQuery(among: readonly Field[]): fc.Arbitrary<Query> {
  return fc.tuple(fc.constantFrom(...among.map(({ name }) => name)), test).map(([field, asked]): Query => {
    // Blocks of addresses are asked of addresses.
    const isFit = asked.is !== 'address' || fieldNamed(field)?.type === 'ip';
    return { is: 'field', field, test: isFit ? asked : { is: 'present' } };
  });
}

function combined(leaf: fc.Arbitrary<Query>): fc.Arbitrary<Query> {
  const few = fc.array(leaf, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    leaf.map((of): Query => ({ is: 'not', of })),
    few.map((of): Query => ({ is: 'and', of })),
    few.map((of): Query => ({ is: 'or', of })),
  );
}

const all: readonly Field[] = fields;

function entryQuery(group: FieldGroup): fc.Arbitrary<Query> {
  const inside = combined(fieldQuery(all.filter(({ shape }) => shape === group)));
  return inside.map((of): Query => ({ is: 'entry', group, of }));
}

/** Any query there can be, of which several parts are met by some event. */
export const anyQuery: fc.Arbitrary<Query> = combined(
  fc.oneof(
    { weight: 8, arbitrary: combined(fieldQuery(all)) },
    { weight: 2, arbitrary: entryQuery('threats') },
    { weight: 1, arbitrary: entryQuery('parts') },
    { weight: 1, arbitrary: pattern.map((given): Query => ({ is: 'anywhere', pattern: given })) },
    { weight: 1, arbitrary: fc.constant<Query>({ is: 'everything' }) },
  ),
);

/** An event as the plain reading of queries sees it. */
export function valuesOf({
  event,
  facts,
}: {
  event: ThreatEvent | UnparsedEvent;
  facts: EventFacts;
}): FieldValues {
  return fieldValues(event, facts);
}
