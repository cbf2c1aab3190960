import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { ByteSink } from './byte-sink.ts';
import { type ExportColumn, exportColumns, type OutgoingEvent } from './outgoing-event.ts';
import { contentHashColumn, inLots, type OutgoingTable, tableOf } from './outgoing-table.ts';
import {
  type ParquetType,
  type TextPage,
  type WrittenColumn,
  writeColumn,
  writePages,
} from './parquet-column.ts';

/** Rows that are held before they are written as a group: a compromise between memory and how well they pack. */
const groupRows = 10_000;

/** Characters of raw text after which a group is written, however few its rows are. */
const groupLength = 64_000_000;

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];
type RowGroup = ParquetWriter['row_groups'][number];

/** Columns of a Parquet file: all of the fields, with the version's content hash and the exact text last. */
const columns: readonly ExportColumn[] = [
  ...exportColumns.slice(0, -1),
  contentHashColumn,
  ...exportColumns.slice(-1),
];

function hasSeveral({ name, field }: ExportColumn): boolean {
  return field ? field.shape !== 'one' : name === 'tags' || name === 'notes';
}

function typeOf({ field }: ExportColumn): ParquetType {
  if (field?.type === 'time') return 'INT64';
  if (field?.type === 'flag') return 'BOOLEAN';
  return field?.type === 'number' || field?.type === 'score' ? 'DOUBLE' : 'BYTE_ARRAY';
}

function schemaOf(column: ExportColumn): Schema {
  const { name } = column;
  const type = typeOf(column);
  const value: Pick<Schema[number], 'type' | 'converted_type'> = {
    type,
    ...(type === 'INT64' ? { converted_type: 'TIMESTAMP_MILLIS' } : {}),
    ...(type === 'BYTE_ARRAY' ? { converted_type: 'UTF8' } : {}),
  };
  if (!hasSeveral(column)) return [{ name, ...value, repetition_type: 'OPTIONAL' }];
  return [
    { name, converted_type: 'LIST', num_children: 1, repetition_type: 'REQUIRED' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { name: 'element', ...value, repetition_type: 'REQUIRED' },
  ];
}

/** Rows of a Parquet file that stand together, as bytes, and what its footer will say of them. */
export interface ParquetGroup {
  rows: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** Column by column, in the file's order. */
  columns: WrittenColumn[];
}

/**
 * A table as a group of rows; it may be written anywhere in a file.
 * @param raws the exact texts, where they are pages already
 */
export function parquetGroup(table: OutgoingTable, raws?: Iterable<TextPage>): ParquetGroup {
  const sink = new ByteSink(table.length * 1024 + 1024);
  const written = columns.map((column) => {
    if (raws && column.name === 'raw') return writePages(sink, raws);
    const form = { hasSeveral: hasSeveral(column), type: typeOf(column) };
    return writeColumn(sink, table.length, table.cellsOf(column), form);
  });
  return { rows: table.length, bytes: sink.done(), columns: written };
}

/**
 * A Parquet file, every field of the schema a column: fields with several values are lists, times are timestamps, and
 * `raw` is the exact text. It is put together of groups of rows, so that no more of it is held than one.
 */
export class ParquetFile {
  readonly #bytes = new ByteWriter();
  readonly #footer: ParquetWriter;
  #length: number;

  constructor() {
    const schema: Schema = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(schemaOf)];
    this.#footer = new ParquetWriter({ writer: this.#bytes, schema, createdBy: 'Lurescope' });
    this.#length = this.#bytes.offset;
  }

  /** What the file begins with. */
  begin(): Uint8Array<ArrayBuffer> {
    return this.#taken();
  }

  /** Says that a group's bytes are what comes next in the file. */
  place({ rows, bytes, columns: written }: Pick<ParquetGroup, 'rows' | 'bytes' | 'columns'>): void {
    const first = this.#length;
    this.#footer.row_groups.push({
      columns: written.map((one, index) => this.#chunkOf(columns[index] as ExportColumn, one, first)),
      total_byte_size: BigInt(written.reduce((sum, { unpacked }) => sum + unpacked, 0)),
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(bytes.length),
    });
    this.#footer.num_rows += BigInt(rows);
    this.#length += bytes.length;
  }

  /** What the file ends with. */
  end(): Uint8Array<ArrayBuffer> {
    this.#footer.finish();
    return this.#taken();
  }

  #chunkOf(column: ExportColumn, written: WrittenColumn, first: number): RowGroup['columns'][number] {
    const { isPacked, values, nulls, start, data, end, unpacked, least, most } = written;
    const isByDictionary = data > start;
    const bounds =
      least === null || most === null ? {} : { min_value: new Date(least), max_value: new Date(most) };
    return {
      file_offset: BigInt(first + start),
      meta_data: {
        type: typeOf(column),
        encodings: isByDictionary ? ['PLAIN', 'RLE', 'RLE_DICTIONARY'] : ['PLAIN', 'RLE'],
        path_in_schema: hasSeveral(column) ? [column.name, 'list', 'element'] : [column.name],
        codec: isPacked ? 'SNAPPY' : 'UNCOMPRESSED',
        num_values: BigInt(values),
        total_uncompressed_size: BigInt(unpacked),
        total_compressed_size: BigInt(end - start),
        data_page_offset: BigInt(first + data),
        ...(isByDictionary ? { dictionary_page_offset: BigInt(first + start) } : {}),
        statistics: { null_count: BigInt(nulls), ...bounds },
      },
    };
  }

  /** What was written since it was last taken; the file goes on behind it. */
  #taken(): Uint8Array<ArrayBuffer> {
    const written = this.#bytes.getBytes().slice() as Uint8Array<ArrayBuffer>;
    this.#bytes.index = 0;
    return written;
  }
}

/** Events as a Parquet file, group by group. */
export async function* parquetOf(events: AsyncIterable<OutgoingEvent>): AsyncGenerator<Uint8Array> {
  const file = new ParquetFile();
  yield file.begin();
  for await (const lot of inLots(events, groupRows, groupLength)) {
    const group = parquetGroup(tableOf(lot));
    file.place(group);
    yield group.bytes;
  }
  yield file.end();
}
