import { type ExportColumn, type OutgoingEvent, outgoingValues, valueText } from './outgoing-event.ts';

/** What stands between the values of a field that has several. */
const between = '; ';

/**
 * What a spreadsheet takes for the beginning of a formula, at the beginning of a cell. The wide forms are taken for the
 * narrow ones where text is written in them.
 */
const atStart = /^(?=[=+\-@\t\r＝＋－＠])/;

/** The same within a cell, where it would begin one for a spreadsheet whose separator is a semicolon or a tab. */
const within = /[;\t\r\n][ "]*(?=[=+\-@＝＋－＠])/g;

/** Most cells: nothing in them means anything to anybody. */
const plain = /^(?:\w[\w.:/]*)?$/;

/**
 * A cell of a CSV file (RFC 4180). An apostrophe stands in front of what would be a formula, which makes spreadsheets
 * show it as text: mail is written by strangers, and a subject may be `=HYPERLINK(…)`.
 */
export function csvCell(text: string): string {
  if (plain.test(text)) return text;
  const safe = text.replaceAll(within, "$&'").replace(atStart, "'");
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Cells as a line, with its line break. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Events as CSV, a line each, the first line the names of the columns. */
export async function* csvOf(
  events: AsyncIterable<OutgoingEvent>,
  columns: readonly ExportColumn[],
): AsyncGenerator<string> {
  yield csvLine(columns.map(({ name }) => name));
  for await (const event of events) {
    const valuesOf = outgoingValues(event);
    yield csvLine(
      columns.map((column) =>
        valuesOf(column)
          .map((value) => valueText(column, value))
          .join(between),
      ),
    );
  }
}
