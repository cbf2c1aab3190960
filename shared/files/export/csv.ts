import { ByteSink } from './byte-sink.ts';
import { hexBytesOf } from './hex-bytes.ts';
import { type ExportColumn, type OutgoingEvent, valueText } from './outgoing-event.ts';
import { inLots, type NumberCells, type OutgoingTable, type TextCells, tableOf } from './outgoing-table.ts';
import { type TextBytes, textBytesOf, textOf } from './text-bytes.ts';

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

/** Gives the texts of cells their codes; the first is the empty cell's. */
class SaidTexts {
  readonly texts: string[] = [''];
  readonly #codes = new Map<string, number>([['', 0]]);

  codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    this.#codes.set(text, this.texts.length);
    return this.texts.push(csvCell(text)) - 1;
  }
}

function severalSaid(
  rows: number,
  offsets: Uint32Array,
  textAt: (value: number) => string | undefined,
): SaidCells {
  const said = new SaidTexts();
  const codes = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    let cell: string | undefined;
    for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at++) {
      const text = textAt(at);
      if (text !== undefined) cell = cell === undefined ? text : cell + between + text;
    }
    if (cell !== undefined) codes[row] = said.codeOf(cell);
  }
  return { said: textBytesOf(said.texts), codes };
}

function textsSaid(rows: number, { dictionary, codes, offsets }: TextCells): SaidCells {
  if (!offsets) return { said: textBytesOf(dictionary.map(csvCell)), codes };
  return severalSaid(rows, offsets, (at) => (codes[at] === 0 ? undefined : dictionary[codes[at] as number]));
}

function numbersSaid(rows: number, { values, offsets }: NumberCells, column: ExportColumn): SaidCells {
  if (offsets) {
    return severalSaid(rows, offsets, (at) =>
      Number.isNaN(values[at]) ? undefined : valueText(column, values[at] as number),
    );
  }
  const texts = [''];
  const known = new Map<number, number>();
  const codes = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    let code = known.get(value);
    if (code === undefined) {
      code = texts.push(csvCell(valueText(column, value))) - 1;
      known.set(value, code);
    }
    codes[row] = code;
  }
  return { said: textBytesOf(texts), codes };
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

const comma = 0x2c;
const lineBreak = [0x0d, 0x0a] as const;

/** A table's rows as lines of CSV. */
export function csvRows(table: OutgoingTable, columns: readonly ExportColumn[]): Uint8Array<ArrayBuffer> {
  const cells = columns.map((column) => saidIn(table, column));
  const sink = new ByteSink(table.length * 1024 + 1024);
  for (let row = 0; row < table.length; row++) {
    for (let column = 0; column < cells.length; column++) {
      const { said, codes } = cells[column] as SaidCells;
      const code = codes[row] as number;
      if (column > 0) sink.byte(comma);
      const start = said.starts[code] as number;
      const end = said.starts[code + 1] as number;
      if (start < end) sink.copy(said.bytes, start, end);
    }
    sink.byte(lineBreak[0]);
    sink.byte(lineBreak[1]);
  }
  return sink.done();
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
