import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { z } from 'zod';
import { parseInstant } from '../event/instant.ts';
import { eventKinds } from '../event/kinds.ts';
import { rawEventOf } from '../event/raw-event.ts';
import type { FileEntry, FileEvent } from './event-line.ts';
import type { EventNote } from './export/export-line.ts';

/** A file of which any part can be read. */
export type PartsOfFile = AsyncBuffer;

/** What is read of a row: the other columns say again what stands in `raw`. */
const rowSchema = z.object({
  kind: z.enum(eventKinds),
  source: z.string().nullable().default(null),
  fetched: z.date().nullable().default(null),
  versions: z.number().nullish(),
  tags: z.array(z.string()).nullish(),
  notes: z.array(z.string()).nullish(),
  raw: z.string(),
});

const columns = Object.keys(rowSchema.shape);

/** A row group of more bytes than this, unpacked, is not Lurescope's and would take all of the memory. */
const longestGroup = 2_000_000_000;

function faulty(line: number, reason: string): FileEntry {
  return { ok: false, line, reason };
}

/** A note as it stands in a cell: behind the time it was written, where that is known. */
function noteOf(text: string): EventNote {
  const at = /^(\S+) /.exec(text)?.[1];
  return at !== undefined && /^\d{4}-\d\d-\d\dT/.test(at) && parseInstant(at) !== undefined
    ? { at, text: text.slice(at.length + 1) }
    : { text };
}

function entryOf(line: number, row: unknown): FileEntry {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success) return faulty(line, 'no row of an export: one of its columns is missing or wrong');
  const { kind, source, fetched, versions, tags, notes, raw: rawText } = parsed.data;
  const facts: Omit<FileEvent, 'raw'> = {
    ok: true,
    line,
    kind,
    source,
    fetched: fetched?.getTime() ?? null,
    versions: versions ?? 1,
    tags: tags ?? [],
    notes: (notes ?? []).map(noteOf),
    rawText,
  };
  try {
    return { ...facts, raw: rawEventOf(JSON.parse(rawText)) };
  } catch {
    // It was no JSON when it was fetched, and is kept as its text.
    return { ...facts, raw: undefined };
  }
}

function isExport({ schema }: FileMetaData): boolean {
  const names = new Set(schema.map(({ name }) => name));
  return names.has('raw') && names.has('kind') && names.has('fetched');
}

/**
 * The events of a Parquet file as Lurescope exports it, group of rows by group, so that no more of it is held than
 * one. What is wrong is told of by the number of the row.
 * @throws what reading the bytes throws
 */
export async function* readParquetEvents(file: PartsOfFile): AsyncGenerator<FileEntry> {
  let metadata: FileMetaData;
  try {
    metadata = await parquetMetadataAsync(file);
  } catch {
    yield faulty(1, 'This Parquet file is damaged or cut short: its end does not say what is in it.');
    return;
  }
  if (!isExport(metadata)) {
    yield faulty(
      1,
      'This Parquet file is no export of Lurescope: it has no columns "kind", "fetched" and "raw". Turn it into NDJSON with a tool such as DuckDB.',
    );
    return;
  }
  let from = 0;
  for (const group of metadata.row_groups) {
    const to = from + Number(group.num_rows);
    if (Number(group.total_byte_size) > longestGroup) {
      yield faulty(from + 1, `rows ${from + 1} to ${to} are more at once than an export of Lurescope has`);
      return;
    }
    let rows: Record<string, unknown>[];
    try {
      rows = await parquetReadObjects({ file, metadata, columns, rowStart: from, rowEnd: to });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      yield faulty(from + 1, `rows ${from + 1} to ${to} are damaged: ${why}`);
      rows = [];
    }
    for (const [index, row] of rows.entries()) yield entryOf(from + index + 1, row);
    from = to;
  }
}
