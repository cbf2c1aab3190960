import { expect, test } from 'vitest';
import { nextSort, sortedBy, sortPlace } from './sort-keys.ts';

const from = { field: 'fromAddress', descending: false };
const phish = { field: 'phishScore', descending: true };

test('clicks go through both directions and back to newest first', () => {
  const first = nextSort([], ['fromAddress'], false, false);
  expect(first).toEqual([from]);
  const second = nextSort(first, ['fromAddress'], false, false);
  expect(second).toEqual([{ ...from, descending: true }]);
  expect(nextSort(second, ['fromAddress'], false, false)).toEqual([]);
});

test('the time, by which the table is sorted unsaid, is turned at once', () => {
  const oldest = nextSort([], ['time'], true, false);
  expect(oldest).toEqual([{ field: 'time', descending: false }]);
  expect(nextSort(oldest, ['time'], true, false)).toEqual([]);
  expect(nextSort([from], ['time'], true, false)).toEqual([]);
});

test('with Shift a column is added, turned and taken out again, the others stay', () => {
  const two = nextSort([phish], ['fromAddress'], false, true);
  expect(two).toEqual([phish, from]);
  const turned = nextSort(two, ['phishScore'], true, true);
  expect(turned).toEqual([{ ...phish, descending: false }, from]);
  expect(nextSort(turned, ['phishScore'], true, true)).toEqual([from]);
  expect(nextSort([], ['phishScore'], true, true)).toEqual([phish]);
});

test('a click on one of several makes it the only one', () => {
  expect(nextSort([phish, from], ['fromAddress'], false, false)).toEqual([from]);
});

test('a direction can be said outright', () => {
  expect(sortedBy([phish], ['fromAddress'], false, false)).toEqual([from]);
  expect(sortedBy([phish], ['fromAddress'], false, true)).toEqual([phish, from]);
  expect(sortedBy([phish, from], ['fromAddress'], true, true)).toEqual([
    phish,
    { ...from, descending: true },
  ]);
  expect(sortedBy([phish], ['time'], true, false)).toEqual([]);
});

test('a column knows its place in the order', () => {
  expect(sortPlace([], 'time')).toEqual({ place: 1, of: 1, descending: true });
  expect(sortPlace([phish, from], 'fromAddress')).toEqual({ place: 2, of: 2, descending: false });
  expect(sortPlace([phish], 'subject')).toBeUndefined();
});

test('a column with a second choice has one place in the order, and both turn together', () => {
  const fields = ['fromAddress', 'sender'];
  const sender = { field: 'sender', descending: false };
  const two = nextSort([phish], fields, false, true);
  expect(two).toEqual([phish, from, sender]);
  expect(sortPlace(two, 'fromAddress')).toEqual({ place: 2, of: 2, descending: false });
  expect(sortPlace(two, 'sender')).toBeUndefined();
  const turned = nextSort(two, fields, false, true);
  expect(turned).toEqual([phish, { ...from, descending: true }, { ...sender, descending: true }]);
  expect(nextSort(turned, fields, false, true)).toEqual([phish]);
  expect(
    nextSort(nextSort(nextSort([], fields, false, false), fields, false, false), fields, false, false),
  ).toEqual([]);
});
