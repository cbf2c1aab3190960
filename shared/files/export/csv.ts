import { carriageReturn, comma, newline } from '../json-bytes.ts';
import { copyBytes } from './byte-sink.ts';
import { hexBytesOf } from './hex-bytes.ts';
import { type ExportColumn, type OutgoingEvent, valueText } from './outgoing-event.ts';
import { inLots, type NumberCells, type OutgoingTable, type TextCells, tableOf } from './outgoing-table.ts';
import { codedTexts, type TextBytes, textBytesOf, textOf } from './text-bytes.ts';

/** What stands between the values of a field that has several. */
const between = '; ';

/**
 * What a spreadsheet takes for the beginning of a formula, at the beginning of a cell. The wide forms are taken for the
 * narrow ones where text is written in them.
 */
const atStart = /^(?=[=+\-@\t\r＝＋－＠])/;

/** The same within a cell, where it would begin one for a spreadsheet whose separator is a semicolon or a tab. */
const within = /[;\t\r\n][ "]*(?=[=+\-@＝＋－＠])/g;

/** What any of this, or a quote, would be for: most cells have none of it. */
const notPlain = /^[=+\-@\s＝＋－＠]|[",;\r\n\t]|\s$/;

/** Events that are made lines of together, where they come one by one; and characters of them. */
const lotRows = 1000;
const lotLength = 16_000_000;

/**
 * A cell of a CSV file (RFC 4180). An apostrophe stands in front of what would be a formula, which makes spreadsheets
 * show it as text: mail is written by strangers, and a subject may be `=HYPERLINK(…)`.
 */
export function csvCell(text: string): string {
  if (!notPlain.test(text)) return text;
  const safe = text.replaceAll(within, "$&'").replace(atStart, "'");
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Cells as a line, with its line break. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** What a column's cells say, each once, ready to be written, and which of it the cell of each row says. */
interface SaidCells {
  said: TextBytes;
  codes: Uint32Array;
}

/** Cells of several values each: those of one value say what is known of it, and others what they have together. */
function severalSaid(
  rows: number,
  offsets: Uint32Array,
  /** What each value's code says; of code 0 nothing. */
  texts: readonly string[],
  codes: Uint32Array,
): SaidCells {
  const said = texts.map(csvCell);
  const codeOfRow = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    let code = 0;
    let cell = '';
    for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at++) {
      const one = codes[at] as number;
      if (one === 0) continue;
      if (code === 0) code = one;
      else cell = (cell === '' ? (texts[code] as string) : cell) + between + (texts[one] as string);
    }
    codeOfRow[row] = cell === '' ? code : said.push(csvCell(cell)) - 1;
  }
  return { said: textBytesOf(said), codes: codeOfRow };
}

function textsSaid(rows: number, { dictionary, codes, offsets }: TextCells): SaidCells {
  if (offsets) return severalSaid(rows, offsets, dictionary, codes);
  return { said: textBytesOf(dictionary.map(csvCell)), codes };
}

function numbersSaid(rows: number, { values, offsets }: NumberCells, column: ExportColumn): SaidCells {
  const { texts, codes } = codedTexts(values, (value) => valueText(column, value));
  return textsSaid(rows, { is: 'texts', dictionary: texts, codes, offsets });
}

function saidIn(table: OutgoingTable, column: ExportColumn): SaidCells {
  const cells = table.cellsOf(column);
  const rows = table.length;
  switch (cells.is) {
    case 'texts':
      return textsSaid(rows, cells);
    case 'numbers':
      return numbersSaid(rows, cells, column);
    case 'hashes':
      return { said: hexBytesOf(cells), codes: Uint32Array.from({ length: rows }, (_, i) => i) };
    case 'wholes': {
      const said = Array.from({ length: rows }, (_, i) => csvCell(textOf(cells, i)));
      return { said: textBytesOf(said), codes: Uint32Array.from({ length: rows }, (_, i) => i) };
    }
  }
}

/** How many bytes lines of cells have together. */
function lengthOf(rows: number, cells: readonly SaidCells[]): number {
  let length = rows * (Math.max(0, cells.length - 1) + 2);
  for (const { said, codes } of cells) {
    const { starts } = said;
    for (let row = 0; row < rows; row++) {
      const code = codes[row] as number;
      length += (starts[code + 1] as number) - (starts[code] as number);
    }
  }
  return length;
}

/** A table's rows as lines of CSV. */
export function csvRows(table: OutgoingTable, columns: readonly ExportColumn[]): Uint8Array<ArrayBuffer> {
  const cells = columns.map((column) => saidIn(table, column));
  const into = new Uint8Array(lengthOf(table.length, cells));
  // One by one: what is looked up for each cell then lies in lists of like things.
  const bytesOf = cells.map(({ said }) => said.bytes);
  const startsOf = cells.map(({ said }) => said.starts);
  const codesOf = cells.map(({ codes }) => codes);
  const last = cells.length - 1;
  let to = 0;
  for (let row = 0; row < table.length; row++) {
    for (let column = 0; column <= last; column++) {
      const code = (codesOf[column] as Uint32Array)[row] as number;
      const starts = startsOf[column] as Uint32Array;
      const start = starts[code] as number;
      const end = starts[code + 1] as number;
      copyBytes(into, to, bytesOf[column] as Uint8Array, start, end);
      to += end - start;
      if (column < last) into[to++] = comma;
    }
    into[to++] = carriageReturn;
    into[to++] = newline;
  }
  return into;
}

/** The first line: the names of the columns. */
export function csvHead(columns: readonly ExportColumn[]): string {
  return csvLine(columns.map(({ name }) => name));
}

/** Events as CSV, a line each, the first line the names of the columns. */
export async function* csvOf(
  events: AsyncIterable<OutgoingEvent>,
  columns: readonly ExportColumn[],
): AsyncGenerator<string> {
  yield csvHead(columns);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const lot of inLots(events, lotRows, lotLength)) {
    yield decoder.decode(csvRows(tableOf(lot), columns));
  }
}
