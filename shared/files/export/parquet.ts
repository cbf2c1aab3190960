import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { type ExportColumn, exportColumns, type OutgoingEvent, outgoingValues } from './outgoing-event.ts';

/** Rows that are held before they are written as a group: a compromise between memory and how well they pack. */
const groupRows = 10_000;

/** Characters of raw text after which a group is written, however few its rows are. */
const groupLength = 64_000_000;

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];

/** Columns of a Parquet file: all of the fields, with the version's content hash and the exact text last. */
const columns: readonly ExportColumn[] = [
  ...exportColumns.slice(0, -1),
  { name: 'contentHash', field: null },
  ...exportColumns.slice(-1),
];

function hasSeveral({ name, field }: ExportColumn): boolean {
  return field ? field.shape !== 'one' : name === 'tags' || name === 'notes';
}

type ValueType = Pick<Schema[number], 'type' | 'converted_type'>;

function valueType({ field }: ExportColumn): ValueType {
  if (field?.type === 'time') return { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' };
  if (field?.type === 'flag') return { type: 'BOOLEAN' };
  if (field?.type === 'number' || field?.type === 'score') return { type: 'DOUBLE' };
  return { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
}

function schemaOf(column: ExportColumn): Schema {
  const { name } = column;
  if (!hasSeveral(column)) return [{ name, ...valueType(column), repetition_type: 'OPTIONAL' }];
  return [
    { name, converted_type: 'LIST', num_children: 1, repetition_type: 'REQUIRED' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { name: 'element', ...valueType(column), repetition_type: 'REQUIRED' },
  ];
}

type Cell = string | number | boolean | Date | null;

function cellOf({ field }: ExportColumn, value: string | number): Cell {
  if (field?.type === 'time') return new Date(value);
  if (field?.type === 'flag') return value === 1;
  // Half of a character pair has no UTF-8: without this the whole text would be lost to it.
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** Rows, column by column. */
class RowGroup {
  readonly #data = columns.map(() => [] as (Cell | Cell[])[]);
  rows = 0;
  length = 0;

  add(outgoing: OutgoingEvent): void {
    const valuesOf = outgoingValues(outgoing);
    const { event, rawText } = outgoing;
    columns.forEach((column, index) => {
      const values =
        column.name === 'contentHash'
          ? ['contentHash' in event ? event.contentHash : event.identity]
          : valuesOf(column);
      const cells = values.map((value) => cellOf(column, value));
      this.#data[index]?.push(hasSeveral(column) ? cells : (cells[0] ?? null));
    });
    this.rows += 1;
    this.length += rawText.length;
  }

  writeTo(writer: ParquetWriter): void {
    const columnData = columns.map(({ name }, index) => ({ name, data: this.#data[index] ?? [] }));
    writer.write({ columnData, rowGroupSize: Math.max(1, this.rows) });
  }
}

/** What was written since it was last taken; the file goes on behind it. */
function taken(bytes: ByteWriter): Uint8Array {
  const written = bytes.getBytes().slice();
  bytes.index = 0;
  return written;
}

/**
 * Events as a Parquet file, every field of the schema a column: fields with several values are lists, times are
 * timestamps, and `raw` is the exact text. It is written group by group, so that no more of it is held than one.
 */
export async function* parquetOf(events: AsyncIterable<OutgoingEvent>): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  const schema: Schema = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(schemaOf)];
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'Lurescope' });
  let group = new RowGroup();
  for await (const event of events) {
    group.add(event);
    if (group.rows < groupRows && group.length < groupLength) continue;
    group.writeTo(writer);
    group = new RowGroup();
    yield taken(bytes);
  }
  if (group.rows > 0) group.writeTo(writer);
  writer.finish();
  yield taken(bytes);
}
