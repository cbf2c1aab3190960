import { isNumeric } from '../../event/field-values.ts';
import { type ExportColumn, type OutgoingEvent, outgoingValues } from './outgoing-event.ts';
import { type TextBytes, textBytesOf } from './text-bytes.ts';

/**
 * Texts of rows: those of row `i` are `codes[offsets[i]]` to before `codes[offsets[i + 1]]`, or `codes[i]` alone where
 * there are no offsets; each is a place in the dictionary, whose place 0 is '' and says that there is none.
 */
export interface TextCells {
  is: 'texts';
  dictionary: readonly string[];
  codes: Uint32Array;
  offsets: Uint32Array | null;
}

/** Numbers of rows, by the same offsets; NaN says that there is none. Times are ms, flags 1 or 0. */
export interface NumberCells {
  is: 'numbers';
  values: Float64Array;
  offsets: Uint32Array | null;
}

/** 128 bits of each row, four words of them, which are written as 32 hexadecimal digits. */
export interface HashCells {
  is: 'hashes';
  words: Uint32Array;
}

/** One text of each row, nearly all of which differ. */
export interface WholeCells extends TextBytes {
  is: 'wholes';
}

export type Cells = TextCells | NumberCells | HashCells | WholeCells;

/** Events on their way out of Lurescope, column by column. */
export interface OutgoingTable {
  /** How many rows there are. */
  length: number;
  cellsOf(column: ExportColumn): Cells;
}

/** The version's content hash, which Parquet has beside the columns that can be chosen. */
export const contentHashColumn: ExportColumn = { name: 'contentHash', field: null };

type Values = readonly (string | number)[];

function offsetsOf(rows: readonly Values[]): Uint32Array {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((values, i) => {
    offsets[i + 1] = (offsets[i] as number) + values.length;
  });
  return offsets;
}

/** The texts of rows, each row's in their order. */
export function textCells(rows: readonly Values[]): TextCells {
  const dictionary = new Map<string, number>([['', 0]]);
  const codes = rows.flat().map((value) => {
    const text = String(value);
    const code = dictionary.get(text) ?? dictionary.size;
    dictionary.set(text, code);
    return code;
  });
  return {
    is: 'texts',
    dictionary: [...dictionary.keys()],
    codes: Uint32Array.from(codes),
    offsets: offsetsOf(rows),
  };
}

function numberCells(rows: readonly Values[]): NumberCells {
  return { is: 'numbers', values: Float64Array.from(rows.flat(), Number), offsets: offsetsOf(rows) };
}

/** Events that were read one by one as a table. */
export function tableOf(events: readonly OutgoingEvent[]): OutgoingTable {
  const valuesOf = events.map(outgoingValues);
  return {
    length: events.length,
    cellsOf(column) {
      if (column.name === 'raw')
        return { is: 'wholes', ...textBytesOf(events.map(({ rawText }) => rawText)) };
      if (column.name === contentHashColumn.name) {
        return textCells(
          events.map(({ event }) => ['contentHash' in event ? event.contentHash : event.identity]),
        );
      }
      const rows = valuesOf.map((values) => values(column));
      return column.field && isNumeric(column.field) ? numberCells(rows) : textCells(rows);
    },
  };
}

/** Events in lots of so many, or of fewer where their texts are long. */
export async function* inLots(
  events: AsyncIterable<OutgoingEvent>,
  mostRows: number,
  mostLength: number,
): AsyncGenerator<OutgoingEvent[]> {
  let lot: OutgoingEvent[] = [];
  let length = 0;
  for await (const event of events) {
    lot.push(event);
    length += event.rawText.length;
    if (lot.length < mostRows && length < mostLength) continue;
    yield lot;
    lot = [];
    length = 0;
  }
  if (lot.length > 0) yield lot;
}
