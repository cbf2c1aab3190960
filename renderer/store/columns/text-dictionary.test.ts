import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ValueSearch } from './dictionary.ts';
import { TextDictionary } from './text-dictionary.ts';

const digits = '0123456789abcdef'.repeat(4);

function found(dictionary: TextDictionary, search: ValueSearch, from = 0): string[] {
  const marks = new Uint8Array(dictionary.size);
  dictionary.mark(search, from, marks);
  return [...marks.keys()].filter((code) => marks[code] === 1).map((code) => dictionary.textAt(code));
}

describe('a dictionary of texts', () => {
  it('gives every text back as it came, over many pages', () => {
    const dictionary = new TextDictionary();
    const texts = Array.from({ length: 5000 }, (_, i) =>
      i % 3 === 0 ? `Subject ${i}` : i % 3 === 1 ? `発注 Nr ${i}` : `plain ${i}`,
    );
    const codes = texts.map((text) => dictionary.add(text));
    expect(codes.map((code) => dictionary.textAt(code))).toEqual(texts);
    expect(texts.map((text) => dictionary.add(text))).toEqual(codes);
    expect(dictionary.size).toBe(5001);
  });

  it('gives back capitals that their lower case does not lead back to', () => {
    const dictionary = new TextDictionary();
    const texts = [
      'STRAẞE',
      'İstanbul',
      '\u212Aelvin',
      'ΟΔΟΣ',
      'ΟΔΟΣ ΟΔΟΣ',
      '𐐀𐐁',
      'ŒUVRE',
      'Ǆ',
      'ǅ',
      'ß',
      'ÿŸ',
    ];
    const codes = texts.map((text) => dictionary.add(text));
    for (let i = 0; i < 3000; i++) dictionary.add(`fill ${i}`);
    expect(codes.map((code) => dictionary.textAt(code))).toEqual(texts);
  });

  it('finds a text anywhere in a value, in any case, and never across two values', () => {
    const dictionary = new TextDictionary();
    for (let i = 0; i < 3000; i++) dictionary.add(`Invoice ${i}`);
    for (let i = 0; i < 50; i++) dictionary.add(`Rechnung ${i} für Übersee`);
    expect(found(dictionary, { how: 'has', text: 'voice 29' })).toHaveLength(111);
    expect(found(dictionary, { how: 'has', text: 'übersee' })).toHaveLength(50);
    expect(found(dictionary, { how: 'has', text: '1invoice' })).toEqual([]);
    expect(found(dictionary, { how: 'is', text: 'invoice 7' })).toEqual(['Invoice 7']);
    expect(
      found(dictionary, { how: 'passes', test: (lower) => lower.endsWith(' 2999'), needle: '2999' }),
    ).toEqual(['Invoice 2999']);
  });

  it('names the first spelling of values that differ in their case alone', () => {
    const dictionary = new TextDictionary();
    const [first, other, third] = ['Ann@A.example', 'ann@a.example', 'ANN@A.EXAMPLE'].map((text) =>
      dictionary.add(text),
    );
    expect([...dictionary.variants.view]).toEqual([other, first, third, first]);
    expect(found(dictionary, { how: 'is', text: 'ann@a.example' })).toHaveLength(3);
  });

  it('has a code for a list of codes, the same for the same list', () => {
    const dictionary = new TextDictionary();
    const [a, b] = [dictionary.add('a'), dictionary.add('b')] as [number, number];
    const list = dictionary.addList([a, b]);
    expect(dictionary.addList([a, b])).toBe(list);
    expect(dictionary.addList([b, a])).not.toBe(list);
    expect(dictionary.addList([a])).toBe(a);
    expect([...(dictionary.lists.membersOf(list) ?? [])]).toEqual([a, b]);
    expect(dictionary.textAt(list)).toBe('');
  });

  it('holds a text of five million characters and a list of ten thousand values', () => {
    const dictionary = new TextDictionary();
    const long = `Start ${'x'.repeat(5_000_000)} End`;
    const code = dictionary.add(long);
    const codes = Array.from({ length: 10_000 }, (_, i) => dictionary.add(`person${i}@a.example`));
    const list = dictionary.addList(codes);
    expect(dictionary.textAt(code) === long).toBe(true);
    expect(found(dictionary, { how: 'has', text: 'xx end' })).toHaveLength(1);
    expect(dictionary.lists.membersOf(list)).toHaveLength(10_000);
  });

  it('finds parts of numbers and of what stands around them', () => {
    const value = fc.tuple(
      fc.constantFrom('', 'https://T.example/', 'abc', 'x-'),
      fc.constantFrom(digits, 'f'.repeat(64), digits.toUpperCase(), `${digits.slice(1)}0`),
      fc.constantFrom('', '/end', 'ff', 'G'),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 8 }),
        fc.nat(70),
        fc.integer({ min: 1, max: 80 }),
        (values, at, length) => {
          const dictionary = new TextDictionary(64);
          const texts = values.map((parts) => parts.join(''));
          const codes = texts.map((text) => dictionary.add(text));
          expect(codes.map((code) => dictionary.textAt(code))).toEqual(texts);
          for (const needle of texts.map((text) => text.toLowerCase().slice(at, at + length))) {
            if (needle === '') continue;
            const expected = [...new Set(texts)].filter((text) => text.toLowerCase().includes(needle));
            expect(found(dictionary, { how: 'has', text: needle }).sort()).toEqual(expected.sort());
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
