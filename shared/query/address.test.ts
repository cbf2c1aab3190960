import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressHex, isInBlock, readBlock, writeBlock } from './address.ts';

function isIn(address: string, block: string): boolean {
  const hex = addressHex(address);
  const found = readBlock(block);
  if (hex === undefined || typeof found !== 'object') throw new Error('It is no address or block.');
  return isInBlock(hex, found);
}

describe('addresses', () => {
  it.each([
    ['10.1.2.3', '00000000000000000000ffff0a010203'],
    ['::ffff:10.1.2.3', '00000000000000000000ffff0a010203'],
    ['2001:DB8::1', '20010db8000000000000000000000001'],
    ['10.1.2', undefined],
    ['010.1.2.3', undefined],
    ['0x7f.0.0.1', undefined],
    ['fe80::1%eth0', undefined],
    ['10.1.2.256', undefined],
    ['', undefined],
  ])('%s is %s', (text, hex) => {
    expect(addressHex(text)).toBe(hex);
  });

  it.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.99.99.99/8', true],
    ['192.168.5.130', '192.168.5.128/25', true],
    ['192.168.5.127', '192.168.5.128/25', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '0.0.0.0/0', true],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['2001:db8:1::', '2001:db8::/32', true],
    ['2001:db9::', '2001:db8::/32', false],
    ['2001:db8::8000', '2001:db8::/113', false],
  ])('%s in %s: %s', (address, block, expected) => {
    expect(isIn(address, block)).toBe(expected);
  });

  it('are written as they are read', () => {
    const blocks = fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
      fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
    );
    fc.assert(
      fc.property(blocks, ([address, bits]) => {
        const block = readBlock(`${address}/${bits}`);
        if (typeof block !== 'object') throw new Error('It is no block.');
        expect(readBlock(writeBlock(block))).toEqual(block);
        expect(isIn(address, `${address}/${bits}`)).toBe(true);
      }),
    );
  });
});
