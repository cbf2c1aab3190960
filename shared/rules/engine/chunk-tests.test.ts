import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyEntry, anyQuery, valuesOf } from '../../../renderer/query/query-model.ts';
import { placesIn } from '../../bits.ts';
import { matchesValues } from '../../query/matches.ts';
import { ChunkTests, eventBits } from './chunk-tests.ts';
import { FieldSlots, SeenEvent } from './seen-event.ts';

const length = 48;

test('queries over a chunk say what the plain reading of them says, whatever was asked before', () => {
  const slots = new FieldSlots();
  const tests = new ChunkTests(slots, length);
  fc.assert(
    fc.property(
      fc.array(anyQuery, { minLength: 1, maxLength: 4 }),
      fc.array(anyEntry, { minLength: 1, maxLength: length }),
      fc.infiniteStream(fc.boolean()),
      (queries, entries, picks) => {
        const asked = queries.map((query) => tests.of(query));
        const values = entries.map(valuesOf);
        tests.begin(values.map((one) => new SeenEvent(one, slots)));
        for (const [i, query] of queries.entries()) {
          const among = eventBits(length);
          const expected: number[] = [];
          for (const [place, one] of values.entries()) {
            if (picks.next().value === false) continue;
            among[place >> 5] = (among[place >> 5] as number) | (1 << (place & 31));
            if (matchesValues(query, one)) expected.push(place);
          }
          const out = eventBits(length);
          asked[i]?.(among, out);
          expect([...placesIn(out)]).toEqual(expected);
          asked[i]?.(among, among);
          expect([...placesIn(among)]).toEqual(expected);
        }
      },
    ),
    { numRuns: 500 },
  );
});
