import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityOf } from '../../shared/event/identity.ts';
import { IdentityIndex } from './identity-index.ts';

const salt = new Uint32Array([1, 2, 3, 0xffff_ffff]);
const other = new Uint32Array(4);

const identity = (n: number) => identityOf('messageBlocked', { GUID: `g${n}` });

/** 32 digits that are as good as chance, without the cost of a real hash. */
function quickIdentity(n: number): string {
  let text = '';
  for (let word = 1; word <= 4; word++) {
    let x = Math.imul(n + 0x9e37_79b9 * word, 0x85eb_ca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35);
    text += ((x ^ (x >>> 16)) >>> 0).toString(16).padStart(8, '0');
  }
  return text;
}

describe('the identity index', () => {
  it('finds every identity at its place, and no other', () => {
    const index = new IdentityIndex();
    for (let n = 0; n < 5000; n++) index.add(identity(n), salt, n);
    expect(index.size).toBe(5000);
    for (let n = 0; n < 5000; n++) expect(index.find(identity(n), salt)).toBe(n);
    for (let n = 5000; n < 6000; n++) expect(index.find(identity(n), salt)).toBeUndefined();
    expect(index.identityAt(17, salt)).toBe(identity(17));
    expect(index.find(identity(17), other)).toBeUndefined();
  });

  it('does what a map does, whatever is added, removed and asked', () => {
    const step = fc.record({ what: fc.constantFrom('add', 'remove', 'find'), n: fc.nat({ max: 40 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const index = new IdentityIndex();
        const map = new Map<string, number>();
        let place = 0;
        for (const { what, n } of steps) {
          const name = identity(n);
          if (what === 'add' && !map.has(name)) {
            index.add(name, salt, place);
            map.set(name, place++);
          } else if (what === 'remove') {
            index.remove(name, salt);
            map.delete(name);
          }
          expect(index.find(name, salt)).toBe(map.get(name));
          expect(index.size).toBe(map.size);
        }
      }),
    );
  });

  it('takes at most 24 bytes for each of a million', () => {
    const index = new IdentityIndex();
    for (let n = 0; n < 1_000_000; n++) index.add(quickIdentity(n), salt, n);
    expect(index.bytes / index.size).toBeLessThanOrEqual(24);
    expect(index.find(quickIdentity(123_456), salt)).toBe(123_456);
  });
});
