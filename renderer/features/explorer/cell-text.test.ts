import { expect, test } from 'vitest';
import type { TableRow } from '../../store/table-row.ts';
import { cellTarget, cellText, isLoud } from './cell-text.ts';
import { columnOf } from './table-columns.ts';
import { besideCell } from './table-cursor.ts';

const message: TableRow = {
  key: 's:1',
  kind: 'messageDelivered',
  time: Date.UTC(2020, 0, 2, 3, 4, 5),
  scores: { phishScore: 92, malwareScore: null, impostorScore: 0, spamScore: 12 },
  parsed: true,
  cells: {
    fromAddress: [],
    headerFrom: null,
    sender: 'bounce@evil.example',
    recipient: ['a@x.example', 'b@x.example', 'c@x.example'],
    subject: 'Invoice',
    url: null,
    classification: ['phish', 'malware', 'phish'],
    threatStatus: ['active', 'cleared'],
    messageSize: 12345,
    threatTime: [Date.UTC(2020, 0, 2)],
    completelyRewritten: null,
  },
};

const click: TableRow = {
  ...message,
  kind: 'clickPermitted',
  cells: { ...message.cells, url: 'https://evil.example/', subject: null },
};

function column(id: string) {
  const found = columnOf(id);
  if (!found) throw new Error(`There is no column ${id}.`);
  return found;
}

const text = (row: TableRow, id: string) => cellText(row, column(id), id, 'utc');

test('each column says what its fields hold', () => {
  expect(text(message, 'kind')).toBe('delivered');
  expect(text(message, 'from')).toBe('bounce@evil.example');
  expect(text(message, 'to')).toBe('a@x.example and 2 more');
  expect(text(message, 'headline')).toBe('Invoice');
  expect(text(click, 'headline')).toBe('https://evil.example/');
  expect(text(message, 'verdict')).toBe('phish, malware, cleared');
  expect(text(message, 'messageSize')).toBe('12,345');
  expect(text(message, 'completelyRewritten')).toBe('');
  expect(text(message, 'threatTime')).toBe('2020-01-02 00:00');
});

test('a text of any size is cut to what can be seen', () => {
  const large = { ...message, cells: { ...message.cells, subject: 'x'.repeat(5_000_000) } };
  expect(text(large, 'headline').length).toBeLessThan(1000);
});

test('what the keyboard acts on is the field that is shown, with the value as a query has it', () => {
  expect(cellTarget(message, column('from'), 'from')).toEqual({
    field: 'sender',
    value: 'bounce@evil.example',
  });
  expect(cellTarget(message, column('to'), 'to')).toEqual({ field: 'recipient', value: 'a@x.example' });
  expect(cellTarget(message, column('kind'), 'kind')).toEqual({ field: 'kind', value: 'messageDelivered' });
  expect(cellTarget(message, column('scores'), 'phishScore')).toEqual({ field: 'phishScore', value: '92' });
  expect(cellTarget(message, column('scores'), 'impostorScore')).toEqual({
    field: 'impostorScore',
    value: '0',
  });
  expect(cellTarget(message, column('scores'), 'malwareScore')).toBeUndefined();
  expect(cellTarget(message, column('time'), 'time')).toEqual({
    field: 'time',
    value: '2020-01-02T03:04:05.000Z',
  });
  expect(cellTarget(click, column('headline'), 'headline')).toEqual({
    field: 'url',
    value: 'https://evil.example/',
  });
  expect(cellTarget(message, column('completelyRewritten'), 'completelyRewritten')).toBeUndefined();
});

test('only a permitted click on an active threat is loud', () => {
  expect(isLoud(click)).toBe(true);
  expect(isLoud(message)).toBe(false);
  expect(isLoud({ ...click, cells: { ...click.cells, threatStatus: ['cleared'] } })).toBe(false);
});

test('steps to the side stand on each score, and lead back to the row', () => {
  const columns = [column('time'), column('scores'), column('from')];
  let cell = besideCell(columns, undefined, 1);
  const stops = [cell?.stop];
  for (let i = 0; i < 6; i++) {
    cell = besideCell(columns, cell, 1);
    stops.push(cell?.stop);
  }
  expect(stops).toEqual([
    'time', 'phishScore', 'malwareScore', 'impostorScore', 'spamScore', 'from', 'from',
  ]); // biome-ignore format: a line reads better than a column
  expect(besideCell(columns, { column: 'time', stop: 'time' }, -1)).toBeUndefined();
  expect(besideCell(columns, undefined, -1)).toBeUndefined();
});
