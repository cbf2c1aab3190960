import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CodecExtension, makeCodec } from './codec.ts';

const codec = makeCodec();
const there = (value: unknown): unknown => codec.decode(codec.encode(value));

describe('codec', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['not a number', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['negative zero', -0],
    ['bigint', 2n ** 80n],
    ['date', new Date(1234.5)],
    ['invalid date', new Date(Number.NaN)],
    ['regular expression', /a(b)/giu],
    [
      'map',
      new Map<unknown, unknown>([
        ['a', undefined],
        [{ b: 1 }, new Set([1n])],
      ]),
    ],
    ['bytes', new Uint8Array([0, 127, 128, 255])],
    ['many bytes', new Uint8Array(100_000).map((_, index) => index % 256)],
    ['a view of part of a buffer', new Uint16Array(new ArrayBuffer(8), 2, 2)],
    ['an empty array', []],
    ['an array that looks like the codec’s own', ['u', ['r', 0]]],
  ])('carries %s', (_name, value) => {
    expect(there(value)).toStrictEqual(value);
    expect(Object.is(there(-0), -0)).toBe(true);
  });

  test('carries what a structured clone carries, with the same result', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
        (value) => {
          expect(there(value)).toStrictEqual(structuredClone(value));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('keeps cycles and shared parts', () => {
    const shared = { n: 1 };
    const value: Record<string, unknown> = { a: shared, b: [shared] };
    value.self = value;
    const got = there(value) as { a: object; b: object[]; self: object };
    expect(got.self).toBe(got);
    expect(got.b[0]).toBe(got.a);
  });

  test('keeps the kind, message, stack and cause of errors', () => {
    const error = new RangeError('too far', { cause: new Error('before') });
    const got = there(error) as RangeError;
    expect(got).toBeInstanceOf(RangeError);
    expect(got.message).toBe('too far');
    expect(got.stack).toBe(error.stack);
    expect((got.cause as Error).message).toBe('before');
  });

  test('gives a Buffer as bytes, a class instance as an object, an own __proto__ as an ordinary key', () => {
    expect(there(Buffer.from([1, 2]))).toStrictEqual(new Uint8Array([1, 2]));
    class Point {
      x = 1;
    }
    expect(there(new Point())).toStrictEqual({ x: 1 });
    const tricky = JSON.parse('{"__proto__":{"polluted":true}}') as object;
    expect(Object.hasOwn(there(tricky) as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test.each([
    ['function', () => 1],
    ['function inside', { deep: [() => 1] }],
    ['symbol', Symbol('s')],
    ['promise', Promise.resolve()],
    ['weak map', new WeakMap()],
    ['response', new Response()],
  ])('refuses a %s, as a structured clone does', (_name, value) => {
    expect(() => codec.encode(value)).toThrow('An object could not be cloned.');
  });

  test('lets an extension carry functions', () => {
    const functions: unknown[] = [];
    const extension: CodecExtension = {
      pack: (value) => (typeof value === 'function' ? String(functions.push(value) - 1) : undefined),
      unpack: (text) => functions[Number(text)],
    };
    const value = { f: () => 1 };
    expect((codec.decode(codec.encode(value, extension), extension) as typeof value).f).toBe(value.f);
  });
});
