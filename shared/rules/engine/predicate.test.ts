import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyEntry, anyQuery, valuesOf } from '../../../renderer/query/query-model.ts';
import { eventKinds } from '../../event/kinds.ts';
import { matchesValues } from '../../query/matches.ts';
import { kindsOf, predicateOf } from './predicate.ts';
import { FieldSlots, SeenEvent } from './seen-event.ts';

test('a query as a function says what the plain reading of it says, of any event', () => {
  const slots = new FieldSlots();
  fc.assert(
    fc.property(anyQuery, fc.array(anyEntry, { minLength: 1, maxLength: 8 }), (query, entries) => {
      const passes = predicateOf(query, slots);
      for (const entry of entries) {
        const values = valuesOf(entry);
        const expected = matchesValues(query, values);
        expect(passes(new SeenEvent(values, slots))).toBe(expected);
        const bit = 1 << eventKinds.indexOf(entry.event.kind);
        if (expected) expect(kindsOf(query) & bit).toBe(bit);
      }
    }),
    { numRuns: 1500 },
  );
});

test('one of many values is looked up, and says the same', () => {
  const slots = new FieldSlots();
  const values = ['a', 'ab', 'x@a.example', 'y@b.example', '10.0.0.1', 'any', 'phish'];
  const query = {
    is: 'or' as const,
    of: values.map((text) => ({
      is: 'field' as const,
      field: 'recipient',
      test: { is: 'text' as const, pattern: { how: 'is' as const, text } },
    })),
  };
  const passes = predicateOf(query, slots);
  fc.assert(
    fc.property(anyEntry, (entry) => {
      const seen = new SeenEvent(valuesOf(entry), slots);
      expect(passes(seen)).toBe(matchesValues(query, valuesOf(entry)));
    }),
  );
});
