import { describe, expect, it } from 'vitest';
import type { EventKind } from '../../shared/event/kinds.ts';
import { createSimulatedClock } from '../simulated-clock.ts';
import { FreshEntries } from './fresh-entries.ts';
import { SeenTexts } from './seen-texts.ts';

function create(seen = new SeenTexts(createSimulatedClock({ frozen: true }))) {
  const taken: [EventKind, string, boolean][] = [];
  const target = {
    entry(kind: EventKind, text: string, valid: boolean): undefined {
      taken.push([kind, text, valid]);
    },
  };
  return { seen, taken, fresh: new FreshEntries(seen, target) };
}

describe('an entry', () => {
  it('that is new goes through as it is, valid or not', () => {
    const { fresh, taken } = create();
    fresh.entry('messageDelivered', '{"a":1}', true);
    fresh.entry('messageDelivered', '{"a":', false);
    expect(taken).toEqual([
      ['messageDelivered', '{"a":1}', true],
      ['messageDelivered', '{"a":', false],
    ]);
    expect(fresh.dropped).toBe(0);
  });

  it('that comes twice in one answer goes through once', () => {
    const { fresh, taken } = create();
    for (let i = 0; i < 3; i++) fresh.entry('clickPermitted', '{"a":1}', true);
    expect(taken).toHaveLength(1);
    expect(fresh.dropped).toBe(2);
  });

  it('of another kind or another text is another', () => {
    const { fresh, taken } = create();
    fresh.entry('clickPermitted', '{"a":1}', true);
    fresh.entry('clickBlocked', '{"a":1}', true);
    fresh.entry('clickBlocked', '{"a":1,"threatStatus":"cleared"}', true);
    expect(taken).toHaveLength(3);
  });

  it('is not remembered before it is durable', () => {
    const { fresh, seen } = create();
    fresh.entry('clickPermitted', '{"a":1}', true);
    const meanwhile = create(seen);
    meanwhile.fresh.entry('clickPermitted', '{"a":1}', true);
    expect(meanwhile.taken).toHaveLength(1);
    fresh.committed();
    const later = create(seen);
    later.fresh.entry('clickPermitted', '{"a":1}', true);
    expect(later.taken).toEqual([]);
    expect(later.fresh.dropped).toBe(1);
  });

  it('of an answer that was given up comes again', () => {
    const { fresh, seen } = create();
    fresh.entry('clickPermitted', '{"a":1}', true);
    const again = create(seen);
    again.fresh.entry('clickPermitted', '{"a":1}', true);
    again.fresh.committed();
    expect(again.taken).toHaveLength(1);
  });

  it('holds the network back for as long as its target does', async () => {
    const seen = new SeenTexts(createSimulatedClock({ frozen: true }));
    const slow = Promise.resolve();
    const fresh = new FreshEntries(seen, { entry: () => slow });
    expect(fresh.entry('clickPermitted', '{"a":1}', true)).toBe(slow);
    expect(fresh.entry('clickPermitted', '{"a":1}', true)).toBeUndefined();
  });

  it('that its target refuses is never taken for durable', async () => {
    const seen = new SeenTexts(createSimulatedClock({ frozen: true }));
    const fresh = new FreshEntries(seen, { entry: () => Promise.reject(new Error('disk full')) });
    await expect(fresh.entry('clickPermitted', '{"a":1}', true)).rejects.toThrow('disk full');
    const again = create(seen);
    again.fresh.entry('clickPermitted', '{"a":1}', true);
    expect(again.taken).toHaveLength(1);
  });
});
