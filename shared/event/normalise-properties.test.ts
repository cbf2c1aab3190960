import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventKinds } from './kinds.ts';
import { normaliseEvent, parseEvent } from './normalise.ts';

const fieldNames = [
  'messageTime',
  'messageParts',
  'fromAddress',
  'recipient',
  'threatsInfoMap',
  'completelyRewritten',
  'id',
  'GUID',
  'sender',
  'spamScore',
  'impostorScore',
  'messageSize',
  'cluster',
  'clusterId',
  'modulesRun',
  'clickTime',
  'threatTime',
  'threatURL',
  'threatID',
  'classification',
  'actors',
  'somethingNew',
];

const json = fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' });
const anyEvent = fc.dictionary(fc.constantFrom(...fieldNames), json, { maxKeys: 12 });
const anyKind = fc.constantFrom(...eventKinds);
const fetchedAt = Date.UTC(2025, 3, 1);

describe('whatever the fields hold', () => {
  it('normalising never throws, and every value fits the schema', () => {
    fc.assert(
      fc.property(anyKind, anyEvent, (kind, raw) => {
        const event = normaliseEvent(kind, raw, fetchedAt);
        expect(Number.isFinite(Date.parse(event.time))).toBe(true);
        expect(Number.isFinite(Date.parse(event.created))).toBe(true);
        for (const score of [event.spamScore, event.impostorScore]) {
          if (score !== null) expect(score >= 0 && score <= 100).toBe(true);
        }
        for (const list of [event.fromAddress, event.recipient, event.modulesRun])
          for (const item of list) expect(typeof item).toBe('string');
        for (const text of [event.id, event.GUID, event.sender, event.cluster])
          expect(text === null || typeof text === 'string').toBe(true);
        expect(event.raw).toBe(raw);
      }),
      { numRuns: 500 },
    );
  });

  it('an object is an event, anything else is kept as its text', () => {
    fc.assert(
      fc.property(anyKind, json, (kind, value) => {
        const rawText = JSON.stringify(value);
        const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
        const result = parseEvent(kind, rawText, fetchedAt);
        expect(result.ok).toBe(isObject);
        if (!result.ok) expect(result.unparsed.rawText).toBe(rawText);
      }),
      { numRuns: 300 },
    );
  });
});
