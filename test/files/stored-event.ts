import * as fc from 'fast-check';
import { readTags } from '../../renderer/store/annotations/annotation.ts';
import { eventKinds } from '../../shared/event/kinds.ts';
import { anyOutgoing } from './outgoing-events.ts';

const noon = Date.UTC(2026, 10, 24, 12);

/** A version of an event: what it says changes with the status of its threat. */
function versionText(name: string, version: number): string {
  return JSON.stringify({
    GUID: name,
    messageTime: new Date(noon).toISOString(),
    subject: `About ${name}`,
    recipient: ['ana@x.example'],
    threatsInfoMap: [
      {
        threat: 'https://evil.example/a',
        threatStatus: version === 0 ? 'active' : 'cleared',
        threatTime: new Date(noon + version * 60_000).toISOString(),
      },
    ],
  });
}

const versions = fc
  .record({
    name: fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
    count: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ name, count }) => Array.from({ length: count }, (_, version) => versionText(name, version)));
const others = anyOutgoing.map(({ rawText }) => [rawText]);

/** An event as a store may have it: its versions' texts, oldest first, and what was said of it. */
export const anyStored = fc.record({
  kind: fc.constantFrom(...eventKinds),
  texts: fc.oneof(versions, others),
  tags: fc.array(fc.string({ maxLength: 8 }), { maxLength: 2 }).map((tags) => readTags(tags.join(','))),
  note: fc.string({ unit: 'binary', maxLength: 12 }).map((note) => note.trim()),
});
