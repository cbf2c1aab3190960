import * as fc from 'fast-check';
import { eventKinds } from '../../shared/event/kinds.ts';
import { parseEvent } from '../../shared/event/normalise.ts';
import type { OutgoingEvent } from '../../shared/files/export/outgoing-event.ts';

/** An event with its text, ready to be exported. */
export function outgoing(
  kind: (typeof eventKinds)[number],
  rawText: string,
  beside: Partial<Pick<OutgoingEvent, 'tags' | 'notes'>> = {},
): OutgoingEvent {
  const fetched = Date.UTC(2026, 10, 20);
  const parsed = parseEvent(kind, rawText, fetched);
  return {
    event: parsed.ok ? parsed.event : parsed.unparsed,
    facts: { source: 'Harbour', fetched, versions: 1 },
    tags: [],
    notes: [],
    rawText,
    ...beside,
  };
}

const text = fc.string({ unit: 'binary', maxLength: 12 });
const raw = fc.record(
  {
    GUID: text,
    id: text,
    messageTime: fc.constantFrom('2026-11-01T10:00:00Z', '2026-11-01T10:00:00.123Z', 'never'),
    subject: text,
    sender: fc.emailAddress(),
    recipient: fc.array(fc.emailAddress(), { maxLength: 3 }),
    phishScore: fc.integer({ min: -1, max: 100 }),
    impostorScore: fc.double({ min: 0, max: 100, noNaN: true }),
    threatsInfoMap: fc.array(
      fc.record({ threat: text, threatTime: fc.constant('2026-11-01T10:00:00Z'), actors: fc.array(text) }),
      { maxLength: 3 },
    ),
    somethingNew: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
);
const printed = fc.oneof(
  raw.map((value) => JSON.stringify(value)),
  raw.map((value) => JSON.stringify(value, null, 2)),
  fc.constantFrom('{broken', '7', 'null', '"x,\\"raw\\":{}"', '{"GUID":"x",  "spamScore":1.0}'),
);

/** Any event, readable or not, with whatever was written about it. */
export const anyOutgoing = fc
  .record({
    kind: fc.constantFrom(...eventKinds),
    rawText: printed,
    tags: fc.array(text, { maxLength: 2 }),
    notes: fc.array(fc.record({ at: fc.constant('2026-11-01T10:00:00.000Z'), text }), { maxLength: 2 }),
  })
  .map(({ kind, rawText, tags, notes }) => outgoing(kind, rawText, { tags, notes }));

/** Things one after another, as a stream. */
export async function* streamOf<T>(things: Iterable<T>): AsyncGenerator<T> {
  yield* things;
}
