import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerSplitter, MalformedAnswer } from './answer-splitter.ts';

interface Found {
  arrays: Record<string, string[]>;
  values: Record<string, string>;
}

/** More than any answer here has: a splitter that goes round in circles is stopped and said to. */
const endless = 10_000;

function split(chunks: readonly Uint8Array[]): Found {
  const found: Found = { arrays: {}, values: {} };
  let items = 0;
  const splitter = new AnswerSplitter({
    array(key) {
      found.arrays[key] = [];
    },
    item(key, text) {
      items += 1;
      if (items > endless) throw new Error('the splitter goes round in circles');
      found.arrays[key]?.push(text);
    },
    value(key, text) {
      found.values[key] = text;
    },
  });
  for (const chunk of chunks) splitter.write(chunk);
  splitter.end();
  return found;
}

function splitText(text: string): Found {
  return split([Buffer.from(text)]);
}

function byteByByte(text: string): Uint8Array[] {
  return [...Buffer.from(text)].map((byte) => Uint8Array.of(byte));
}

function reasonOf(text: string): string {
  try {
    splitText(text);
  } catch (error) {
    return error instanceof MalformedAnswer ? error.reason : String(error);
  }
  return 'none';
}

const awkward = fc.string({
  unit: fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    ' ',
    '\n',
    'ä',
    '漢',
    '👩🏽‍💻',
    '\u0000',
    'a',
  ),
});
const json = fc.jsonValue({ maxDepth: 3 });
const value = fc.oneof(json, awkward, fc.dictionary(awkward, awkward));
const indent = fc.constantFrom(undefined, 1, '\t');
const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 2 });

/** An answer's text as somebody might print it, and the parts it is made of. */
const answer = fc
  .record({
    arrays: fc.dictionary(awkward, fc.array(value, { maxLength: 6 }), { maxKeys: 4 }),
    values: fc.dictionary(
      awkward,
      value.filter((one) => !Array.isArray(one)),
      { maxKeys: 3 },
    ),
    indent,
    space,
  })
  .map(({ arrays, values, indent: by, space: gap }) => {
    const found: Found = { arrays: {}, values: {} };
    const members: string[] = [];
    for (const [key, items] of Object.entries(arrays)) {
      found.arrays[key] = items.map((item) => JSON.stringify(item, null, by));
      members.push(
        `${JSON.stringify(key)}${gap}:${gap}[${gap}${found.arrays[key].join(`${gap},${gap}`)}${gap}]`,
      );
    }
    for (const [key, item] of Object.entries(values)) {
      if (key in arrays) continue;
      found.values[key] = JSON.stringify(item, null, by);
      members.push(`${JSON.stringify(key)}${gap}:${gap}${found.values[key]}`);
    }
    return { found, text: `${gap}{${gap}${members.join(`${gap},${gap}`)}${gap}}${gap}` };
  });
const cuts = fc.array(fc.nat({ max: 2000 }), { maxLength: 12 });

function cutAt(bytes: Buffer, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe('any JSON answer', () => {
  it('cut anywhere gives the same items as parsing it whole', () => {
    fc.assert(
      fc.property(answer, cuts, ({ text, found }, places) => {
        expect(split(cutAt(Buffer.from(text), places))).toEqual(found);
        const parsed = JSON.parse(text) as Record<string, unknown>;
        const counted = Object.values(parsed).map((part) => (Array.isArray(part) ? part.length : -1));
        const expected = [...Object.values(found.arrays).map(({ length }) => length)];
        expect(counted.filter((length) => length >= 0).sort()).toEqual(expected.sort());
      }),
      { numRuns: 500 },
    );
  });

  it('cut short anywhere is truncated', () => {
    fc.assert(
      fc.property(answer, fc.nat({ max: 5000 }), ({ text }, place) => {
        const bytes = Buffer.from(text.trim());
        const part = bytes.subarray(0, place % bytes.length);
        expect(() => split([part])).toThrowError(expect.objectContaining({ reason: 'truncated' }));
      }),
      { numRuns: 200 },
    );
  });

  it('that is garbage is refused or read, and never read for ever', () => {
    const garbage = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', 'a', '1', ' ') });
    fc.assert(
      fc.property(garbage, (text) => {
        expect(reasonOf(`{"messagesDelivered":${text}`)).not.toMatch(/circles/);
      }),
      { numRuns: 3000, examples: [['[}'], ['[{}}'], [']']] },
    );
  });
});

describe('an answer', () => {
  it('gives each item as its exact text', () => {
    const text = '{"a":[ {"x" : 1.0e2} ,\n"t\\u00e4,]}", -5 ,null,true,[[1],{"y":[2]}] ], "b" : 7}';
    expect(splitText(text)).toEqual({
      arrays: { a: ['{"x" : 1.0e2}', '"t\\u00e4,]}"', '-5', 'null', 'true', '[[1],{"y":[2]}]'] },
      values: { b: '7' },
    });
    expect(split(byteByByte(text))).toEqual(splitText(text));
  });

  it('keeps characters whole whose bytes lie in two chunks', () => {
    const text = '{"a":["漢👩🏽‍💻ä"],"é":"ß"}';
    expect(split(byteByByte(text))).toEqual({ arrays: { a: ['"漢👩🏽‍💻ä"'] }, values: { é: '"ß"' } });
  });

  it('tells of empty arrays', () => {
    expect(splitText('{"a":[],"b":[ ]}')).toEqual({ arrays: { a: [], b: [] }, values: {} });
  });

  it('may begin with a byte order mark and end with spaces', () => {
    expect(splitText('\uFEFF {"a":1} \r\n')).toEqual({ arrays: {}, values: { a: '1' } });
  });

  it('with one event that is no JSON keeps its neighbours', () => {
    const text = '{"a":[{"x":1},{"x":oops,"y":},nonsense,{"x":2}],"b":[3]}';
    expect(splitText(text).arrays).toEqual({
      a: ['{"x":1}', '{"x":oops,"y":}', 'nonsense', '{"x":2}'],
      b: ['3'],
    });
  });

  it.each([
    ['nothing', '', 'truncated'],
    ['spaces', ' \n', 'truncated'],
    ['half a key', '{"messa', 'truncated'],
    ['a key without a value', '{"a":', 'truncated'],
    ['half an item', '{"a":[{"x":"}', 'truncated'],
    ['no closing brace', '{"a":[1]', 'truncated'],
    ['HTML', '<!doctype html><html></html>', 'not-json'],
    ['a list', '[{"a":1}]', 'not-json'],
    ['a text', '"oops"', 'not-json'],
    ['null', 'null', 'not-json'],
    ['trailing garbage', '{"a":[1]} x', 'not-json'],
    ['two answers', '{"a":[1]}{"a":[2]}', 'not-json'],
    ['a key without quotes', '{a:1}', 'not-json'],
    ['no colon', '{"a" 1}', 'not-json'],
    ['a key that is no JSON text', '{"a\\x":1}', 'not-json'],
    ['a value that is missing', '{"a":[1],"broken":}', 'not-json'],
    ['an array that a brace ends', '{"a":[}', 'not-json'],
    ['an array that a brace ends after an item', '{"a":[{"x":1}}', 'not-json'],
  ])('that is %s is refused', (_, text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });
});
