import { isClick, kindLabel } from '../../../shared/event/kinds.ts';
import type { CellValue, TableRow } from '../../store/table-row.ts';
import { tableTime, type Zone } from '../../ui/time-text.ts';
import { type Column, fieldIn, valueIn } from './table-columns.ts';

/** A cell shows no more of a value than can be seen of it; the event's detail has all. */
const shownLength = 400;

function listOf(value: CellValue): readonly (string | number)[] {
  return Array.isArray(value) ? value : [];
}

function strings(row: TableRow, field: string): string[] {
  return listOf(valueIn(row, field)).map(String);
}

/** What is most urgent: somebody got through to a threat that is still active. */
export function isLoud(row: TableRow): boolean {
  return row.kind === 'clickPermitted' && strings(row, 'threatStatus').includes('active');
}

function threatText(row: TableRow): string {
  if (!row.parsed) return 'could not be read';
  const statuses = strings(row, 'threatStatus').filter((status) => status !== 'active');
  return [...new Set([...strings(row, 'classification'), ...statuses])].join(', ');
}

function textOf(value: CellValue, isTime: boolean, zone: Zone): string {
  if (value === null) return '';
  if (Array.isArray(value)) {
    const [first = '', second] = value as readonly (string | number)[];
    const text = textOf(first, isTime, zone);
    if (second === undefined) return text;
    // Two fit often; of more, how many there are says more than the next few.
    return value.length === 2
      ? `${text}, ${textOf(second, isTime, zone)}`
      : `${text} and ${(value.length - 1).toLocaleString('en-US')} more`;
  }
  if (typeof value === 'number') return isTime ? tableTime(value, zone) : value.toLocaleString('en-US');
  return String(value).slice(0, shownLength);
}

/** What a cell says, in words. */
export function cellText(row: TableRow, column: Column, stop: string, zone: Zone): string {
  if (column.id === 'verdict') return threatText(row);
  if (column.id === 'kind') return kindLabel[row.kind];
  const value = valueIn(row, fieldIn(row, column, stop));
  return textOf(value, column.isTime, zone);
}

/** A value of a cell with the field it belongs to: what is included, excluded or copied. */
export interface CellTarget {
  field: string;
  value: string;
}

/** What the keyboard acts on in a cell; of several values the first. Undefined where the cell is empty. */
export function cellTarget(row: TableRow, column: Column, stop: string): CellTarget | undefined {
  const field = fieldIn(row, column, stop);
  const value = valueIn(row, field);
  const first = Array.isArray(value)
    ? (value as readonly (string | number)[])[0]
    : (value as string | number);
  if (first === null || first === undefined || first === '') return undefined;
  return { field, value: column.isTime ? new Date(Number(first)).toISOString() : String(first) };
}

/** What a row is about, for reading out. */
export function rowText(row: TableRow): string {
  const headline = valueIn(row, isClick(row.kind) ? 'url' : 'subject');
  return `${kindLabel[row.kind]}: ${textOf(headline, false, 'utc').slice(0, 120)}`;
}
