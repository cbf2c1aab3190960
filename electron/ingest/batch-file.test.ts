import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laneSchema } from '../../shared/journal-batch.ts';
import { batchFileName, parseBatchFileName } from './batch-file.ts';

describe('the name of a batch file', () => {
  it('tells all there is to know of the batch', () => {
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
    const batch = fc.record({
      seq: fc.integer({ min: 0, max: 9_999_999_999 }),
      lane: fc.constantFrom(...laneSchema.options),
      window: fc.record({ from: seconds.map((s) => s * 1000), to: seconds.map((s) => s * 1000) }),
      events: fc.nat(),
    });
    fc.assert(
      fc.property(batch, fc.nat(), (facts, bytes) => {
        expect(parseBatchFileName('a', batchFileName(facts), bytes)).toEqual({
          ...facts,
          source: 'a',
          bytes,
        });
      }),
    );
  });

  it('sorts like the sequence', () => {
    const nameOf = (seq: number) =>
      batchFileName({ seq, lane: 'main', window: { from: 0, to: 0 }, events: 0 });
    expect([10, 9, 100].map(nameOf).sort()).toEqual([9, 10, 100].map(nameOf));
  });

  it.each([
    '',
    'x.tmp',
    '1.main.0-0.0.ndjson.gz',
    '0000000001.other.0-0.0.ndjson.gz',
    '0000000001.main.0-0.0.ndjson.gz.old',
  ])('that is %j is of no batch', (name) => expect(parseBatchFileName('a', name, 1)).toBeUndefined());
});
