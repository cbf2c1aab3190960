import { ByteSink } from '../../../shared/files/export/byte-sink.ts';
import { csvRows } from '../../../shared/files/export/csv.ts';
import { exportLineHead } from '../../../shared/files/export/export-line.ts';
import {
  type ExportColumn,
  exportColumnNamed,
  exportColumns,
} from '../../../shared/files/export/outgoing-event.ts';
import { type ParquetGroup, parquetGroup } from '../../../shared/files/export/parquet.ts';
import type { TextBytes } from '../../../shared/files/export/text-bytes.ts';
import { carriageReturn, newline, space } from '../../../shared/files/json-bytes.ts';
import { noAnnotation } from '../annotations/annotation.ts';
import type { ColumnChunk } from '../columns/chunk.ts';
import { DamagedBytes } from '../segments/bytes.ts';
import { gatherChunk, gatherRaws } from '../segments/gather.ts';
import { rawBytesOf, rawPagesOf } from '../segments/raw-bytes.ts';
import { RawReader, type RawRun } from '../segments/raw-codec.ts';
import { runValues } from '../segments/run-values.ts';
import { readColumns, readRaws } from '../segments/segment-file.ts';
import type { PieceRun, StoredPiece } from '../segments/stored-pieces.ts';
import { tableOfChunk } from './chunk-table.ts';

/** What is written of pieces. */
export interface EncodingOrder {
  format: 'csv' | 'ndjson' | 'parquet';
  /** Names of the columns of CSV; null is all but the exact text. */
  columns: readonly string[] | null;
  /** Names of sources, by id. */
  sources: Readonly<Record<string, string>>;
}

/** A piece as it stands in a file. */
export interface EncodedPiece {
  bytes: Uint8Array<ArrayBuffer>;
  /** What a Parquet file's footer will say of it; null in other files. */
  group: Omit<ParquetGroup, 'bytes'> | null;
  /** Events in it, earlier versions not counted. */
  events: number;
  /** Runs that could not be read: their events are not in it. */
  unread: number[];
}

/** Makes pieces of stored events into pieces of a file; it needs nothing of the store but what it is given. */
export interface Encoding {
  /** So many pieces are worked on at once. */
  lanes: number;
  encode(piece: StoredPiece): Promise<EncodedPiece>;
  /** Says that no more pieces come. */
  close(): void;
}

export type BeginEncoding = (order: EncodingOrder) => Encoding;

/** The columns of some names; of null all there are, without the exact text. */
export function columnsOf(names: EncodingOrder['columns']): readonly ExportColumn[] {
  if (names !== null) return names.flatMap((name) => exportColumnNamed(name) ?? []);
  return exportColumns.filter(({ name }) => name !== 'raw');
}

/** Events that were read, in their order, with what is known of each. */
interface ReadPiece extends Omit<StoredPiece, 'runs' | 'picks'> {
  chunk: ColumnChunk;
  raws: RawRun | undefined;
  unread: number[];
}

interface ReadRun {
  chunk: ColumnChunk;
  raws: RawRun | undefined;
}

async function readRun({ parts, length }: PieceRun): Promise<ReadRun | undefined> {
  try {
    const chunk = await readColumns(parts, length);
    return { chunk, raws: parts.raw && (await readRaws(parts.raw, length)) };
  } catch (error) {
    if (error instanceof DamagedBytes) return undefined;
    throw error;
  }
}

/** Of less than this share of a run only what is wanted is kept while others are read. */
const fewOfRun = 0.5;

/** A run with none but the events at some places, in the order of the places. */
function slimmed({ chunk, raws }: ReadRun, at: Uint32Array): ReadRun {
  const picks = { from: new Uint32Array(at.length), at };
  return {
    chunk: gatherChunk(picks, [chunk], 'quick'),
    raws: raws && gatherRaws(picks, [raws], 'quick'),
  };
}

/** Reads a piece's runs, and says where in them its events are; -1 where they could not be read. */
async function readRuns({ runs, picks }: StoredPiece) {
  const rowsOf: number[][] = runs.map(() => []);
  picks.from.forEach((run, row) => {
    rowsOf[run]?.push(row);
  });
  const read: ReadRun[] = [];
  const from = new Int32Array(picks.from.length).fill(-1);
  const at = new Uint32Array(picks.at.length);
  const unread: number[] = [];
  for (const [index, run] of runs.entries()) {
    const rows = rowsOf[index] ?? [];
    const whole = await readRun(run);
    if (!whole) {
      unread.push(run.id);
      continue;
    }
    const isSlim = rows.length < run.length * fewOfRun;
    rows.forEach((row, place) => {
      from[row] = read.length;
      at[row] = isSlim ? place : (picks.at[row] as number);
    });
    read.push(
      isSlim
        ? slimmed(
            whole,
            Uint32Array.from(rows, (row) => picks.at[row] as number),
          )
        : whole,
    );
  }
  return { read, from, at, unread };
}

async function readPiece(piece: StoredPiece): Promise<ReadPiece> {
  const { read, from, at, unread } = await readRuns(piece);
  const isThere = (_: unknown, row: number) => from[row] !== -1;
  const picks = { from: Uint32Array.from(from.filter(isThere)), at: at.filter(isThere) };
  const chunk = gatherChunk(
    picks,
    read.map((run) => run.chunk),
    'quick',
  );
  const raws = read.flatMap((run) => run.raws ?? []);
  return {
    chunk,
    raws: raws.length === read.length ? gatherRaws(picks, raws, 'quick') : undefined,
    versions: piece.versions.filter(isThere),
    isNewest: piece.isNewest.filter(isThere),
    annotations: piece.annotations.filter(isThere),
    unread,
  };
}

/** Copies JSON as `onOneLine` has it. */
function copyOnOneLine(sink: ByteSink, bytes: Uint8Array, start: number, end: number): void {
  const first = sink.length;
  sink.copy(bytes, start, end);
  let kept = first;
  let isBreakBefore = false;
  for (let at = first; at < sink.length; at++) {
    const byte = sink.bytes[at] as number;
    const isBreak = byte === carriageReturn || byte === newline;
    if (!isBreak || !isBreakBefore) sink.bytes[kept++] = isBreak ? space : byte;
    isBreakBefore = isBreak;
  }
  sink.length = kept;
}

/** Events as lines of an export: what `exportLine` says of each. */
function lines(
  { chunk, raws, versions, annotations }: ReadPiece,
  texts: TextBytes,
  sources: EncodingOrder['sources'],
): Uint8Array<ArrayBuffer> {
  const sink = new ByteSink(texts.bytes.length + chunk.length * 256);
  const hasBreaks = texts.bytes.includes(newline) || texts.bytes.includes(carriageReturn);
  const reader = new RawReader(chunk);
  for (let row = 0; row < chunk.length; row++) {
    const source = runValues.text(chunk, 'source', row);
    const { tags, note } = annotations[row] ?? noAnnotation;
    const facts = {
      source: sources[source] ?? source,
      fetched: runValues.number(chunk, 'fetched', row),
      versions: versions[row] ?? 1,
    };
    const notes = note === '' ? [] : [{ text: note }];
    sink.text(exportLineHead(runValues.text(chunk, 'kind', row), facts, tags, notes));
    if (runValues.number(chunk, 'unparsed', row) === 1) {
      // As a string it comes back whole even where it is no well-formed text.
      sink.text(`,"text":${JSON.stringify(raws ? reader.text(raws, row) : '')}}\n`);
      continue;
    }
    sink.text(',"raw":');
    const start = texts.starts[row] as number;
    const end = texts.starts[row + 1] as number;
    if (hasBreaks) copyOnOneLine(sink, texts.bytes, start, end);
    else sink.copy(texts.bytes, start, end);
    sink.text('}\n');
  }
  return sink.done();
}

/** Makes a piece of stored events into a piece of a file. */
export async function encodePiece(order: EncodingOrder, piece: StoredPiece): Promise<EncodedPiece> {
  const read = await readPiece(piece);
  const { chunk, raws, versions, annotations, isNewest, unread } = read;
  const wanted = () => {
    if (!raws) throw new Error('The exact texts were not read.');
    return raws;
  };
  const raw = () => rawBytesOf(chunk, wanted());
  const events = isNewest.reduce((sum, one) => sum + one, 0);
  const told = { group: null, events, unread };
  if (order.format === 'ndjson') return { ...told, bytes: lines(read, raw(), order.sources) };
  const table = tableOfChunk(chunk, { versions, annotations, sources: order.sources, raw });
  if (order.format === 'csv') return { ...told, bytes: csvRows(table, columnsOf(order.columns)) };
  const { bytes, ...group } = parquetGroup(table, rawPagesOf(chunk, wanted()));
  return { ...told, bytes, group };
}

/** Encodes in this thread. */
export const encodeHere: BeginEncoding = (order) => ({
  lanes: 1,
  encode: (piece) => encodePiece(order, piece),
  close: () => undefined,
});
