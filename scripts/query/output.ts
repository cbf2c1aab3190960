import { csvOf } from '../../shared/files/export/csv.ts';
import { exportLine } from '../../shared/files/export/export-line.ts';
import { indicatorTextOf } from '../../shared/files/export/indicators.ts';
import {
  type ExportColumn,
  type OutgoingEvent,
  outgoingValues,
  schemaColumns,
  valueText,
} from '../../shared/files/export/outgoing-event.ts';
import { parquetOf } from '../../shared/files/export/parquet.ts';
import type { Options } from './options.ts';

/** Fields that are told of as a list, however many values there are. */
function isList({ field }: ExportColumn): boolean {
  return field !== null && field.shape !== 'one';
}

/** The chosen columns of an event as an object; what has no value is left out. */
function chosen(outgoing: OutgoingEvent, columns: readonly ExportColumn[]): Record<string, unknown> {
  const valuesOf = outgoingValues(outgoing);
  const cells = columns.flatMap((column) => {
    const values = valuesOf(column).map((value) => {
      const type = column.field?.type;
      if (type === 'flag') return value === 1;
      return type === 'time' ? valueText(column, value) : value;
    });
    if (values.length === 0) return [];
    return [[column.name, isList(column) || values.length > 1 ? values : values[0]]];
  });
  return Object.fromEntries(cells);
}

async function* linesOf(
  events: AsyncIterable<OutgoingEvent>,
  lineOf: (event: OutgoingEvent) => string,
): AsyncGenerator<string> {
  for await (const event of events) yield `${lineOf(event)}\n`;
}

/** Events in the format that was asked for, piece by piece. */
export function written(
  events: AsyncIterable<OutgoingEvent>,
  { format, columns }: Pick<Options, 'format' | 'columns'>,
): AsyncIterable<string | Uint8Array> {
  switch (format) {
    case 'ndjson':
      return linesOf(events, (one) => JSON.stringify(columns ? chosen(one, columns) : one.event));
    case 'export':
      return linesOf(events, exportLine);
    case 'csv':
      return csvOf(events, columns ?? schemaColumns);
    case 'parquet':
      return parquetOf(events);
    case 'indicators':
      return indicatorTextOf(events, false);
  }
}
