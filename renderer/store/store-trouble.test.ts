import { expect, it } from 'vitest';
import { isUnreadable, storeTroubleSentence } from './store-trouble.ts';

function named(name: string, message = ''): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

it.each([
  [named('QuotaExceededError'), /no room left/],
  [named('AbortError', 'The transaction was aborted: disk I/O error'), /no room left/],
  [named('TypeError', 'Failed to fetch'), /journal could not be read/],
  [new Error('The journal answered 500.'), /journal could not be read/],
  [named('DatabaseClosedError', 'closed'), /does not take events \(DatabaseClosedError closed\)/],
  ['a text', /does not take events \(a text\)/],
])('%s is told in words, with what happens to new events', (error, words) => {
  const sentence = storeTroubleSentence(error);
  expect(sentence).toMatch(words);
  expect(sentence).toContain('New events wait safely in the journal');
});

it('a database that does not open is told from one without room', () => {
  expect(
    isUnreadable(named('UnknownError', 'Internal error opening backing store for indexedDB.open.')),
  ).toBe(true);
  expect(
    isUnreadable(named('QuotaExceededError', 'Encountered full disk while opening backing store.')),
  ).toBe(false);
});
