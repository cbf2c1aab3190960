import { describe, expect, it } from 'vitest';
import { Sequence } from './sequence.ts';

function kept(next = 1) {
  const writes: number[] = [];
  let value = { next };
  return {
    writes,
    get: () => value,
    set(given: { next: number }) {
      value = given;
      writes.push(given.next);
    },
  };
}

describe('a sequence', () => {
  it('gives each number once, also over restarts, with few writes', () => {
    const document = kept();
    const given: number[] = [];
    for (let restart = 0; restart < 3; restart++) {
      const sequence = new Sequence(document, 1);
      for (let i = 0; i < 1500; i++) given.push(sequence.take());
    }
    expect(new Set(given).size).toBe(given.length);
    expect([...given].sort((a, b) => a - b)).toEqual(given);
    expect(document.writes.length).toBeLessThan(10);
  });

  it('begins behind what lies in the journal, whatever was written down', () => {
    expect(new Sequence(kept(), 778).take()).toBe(778);
    expect(new Sequence(kept(5000), 778).take()).toBe(5000);
  });

  it('gives no number that could not be written down', () => {
    const document = kept();
    const broken = {
      get: document.get,
      set: () => {
        throw new Error('ENOSPC');
      },
    };
    const sequence = new Sequence(broken, 1);
    expect(() => sequence.take()).toThrow('ENOSPC');
    expect(() => sequence.take()).toThrow('ENOSPC');
  });
});
