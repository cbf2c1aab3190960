import { describe, expect, it } from 'vitest';
import { searchWords } from './words.ts';

describe('the words of a search', () => {
  it.each([
    ['', []],
    ['  \t ', []],
    ['Invoice', ['invoice']],
    ['two  Words', ['two', 'words']],
    ['"two  Words"', ['two  words']],
    ['a "b c" d', ['a', 'b c', 'd']],
    ['"never closed', ['never closed']],
    ['""', []],
    ['" "', []],
    ['a"b', ['a"b']],
    ['user@x.example .*', ['user@x.example', '.*']],
    ['ÄÖÜ', ['äöü']],
  ])('of %j are %j', (text, words) => expect(searchWords(text)).toEqual(words));
});
