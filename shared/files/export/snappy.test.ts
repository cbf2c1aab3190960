import * as fc from 'fast-check';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { expect, it } from 'vitest';
import { ByteSink } from './byte-sink.ts';
import { snappyInto } from './snappy.ts';

function back(input: Uint8Array): Uint8Array {
  const sink = new ByteSink(16);
  snappyInto(sink, input);
  const output = new Uint8Array(input.length);
  snappyUncompress(sink.done(), output);
  return output;
}

it('packs any bytes so that they come back', () => {
  const repeated = fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 90 }), fc.integer({ min: 1, max: 60 }))
    .map(([part, times]) => Array.from({ length: times }, () => [...part]).flat());
  const bytes = fc
    .array(
      fc.oneof(
        repeated,
        fc.uint8Array({ maxLength: 400 }).map((one) => [...one]),
      ),
      { maxLength: 12 },
    )
    .map((parts) => Uint8Array.from(parts.flat()));
  fc.assert(
    fc.property(bytes, (input) => {
      expect(back(input)).toEqual(input);
    }),
    { numRuns: 300 },
  );
});

it('packs more than a copy reaches back, and literals of every length', () => {
  let state = 1;
  const chance = Uint8Array.from({ length: 200_000 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
  const twice = new Uint8Array(chance.length * 2);
  twice.set(chance);
  twice.set(chance, chance.length);
  expect(back(twice)).toEqual(twice);
  for (const length of [0, 1, 59, 60, 61, 255, 256, 257, 65_536, 65_537]) {
    expect(back(chance.subarray(0, length))).toEqual(chance.subarray(0, length));
  }
});
