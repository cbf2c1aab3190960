import type { ExportColumn } from '../../../shared/files/export/outgoing-event.ts';
import {
  type Cells,
  contentHashColumn,
  type NumberCells,
  type OutgoingTable,
  type TextCells,
  textCells,
} from '../../../shared/files/export/outgoing-table.ts';
import type { TextBytes } from '../../../shared/files/export/text-bytes.ts';
import type { Annotation } from '../annotations/annotation.ts';
import type { ColumnChunk } from '../columns/chunk.ts';
import { layoutOf } from '../columns/field-layout.ts';
import { numbersOf } from '../segments/value-cursor.ts';

/** What is known of a chunk's events beside what their columns say, row by row. */
export interface BesideChunk {
  /** How many versions of each there are. */
  versions: Uint32Array;
  annotations: readonly Annotation[];
  /** Names of sources, by id. */
  sources: Readonly<Record<string, string>>;
  /** The exact texts; asked for where a column of them is wanted. */
  raw(): TextBytes;
}

const noTexts: TextCells = { is: 'texts', dictionary: [''], codes: new Uint32Array(0), offsets: null };

/** Offsets of lists within entries, which are themselves within events. */
function within(outer: Uint32Array, inner: Uint32Array): Uint32Array {
  return outer.map((entry) => inner[entry] as number);
}

/** What analysts say: mostly nothing of any. */
function saidCells(
  annotations: readonly Annotation[],
  textsOf: (annotation: Annotation) => readonly string[],
): TextCells {
  const isSilent = annotations.every((one) => textsOf(one).length === 0);
  if (isSilent) return { ...noTexts, codes: new Uint32Array(annotations.length) };
  return textCells(annotations.map(textsOf));
}

function textsIn(chunk: ColumnChunk, name: string): TextCells {
  const string = chunk.strings[name];
  if (string) return { is: 'texts', ...string, offsets: null };
  const list = chunk.lists[name];
  if (list) return { is: 'texts', ...list };
  for (const { offsets, strings, lists } of Object.values(chunk.groups)) {
    const inEntries = strings[name];
    if (inEntries) return { is: 'texts', ...inEntries, offsets };
    const inLists = lists[name];
    if (inLists) return { is: 'texts', ...inLists, offsets: within(offsets, inLists.offsets) };
  }
  return { ...noTexts, codes: new Uint32Array(chunk.length) };
}

function numbersIn(chunk: ColumnChunk, name: string): NumberCells {
  const found = numbersOf(chunk, name);
  if (found) return { is: 'numbers', values: found.values, offsets: found.offsets };
  return { is: 'numbers', values: new Float64Array(chunk.length).fill(Number.NaN), offsets: null };
}

function besideCells(name: string, chunk: ColumnChunk, { annotations, raw }: BesideChunk): Cells {
  switch (name) {
    case 'identity':
      return { is: 'hashes', words: chunk.identity };
    case contentHashColumn.name:
      return { is: 'hashes', words: chunk.contentHash };
    case 'raw':
      return { is: 'wholes', ...raw() };
    case 'tags':
      return saidCells(annotations, ({ tags }) => tags);
    default:
      return saidCells(annotations, ({ note }) => (note === '' ? [] : [note]));
  }
}

/** The events of a chunk as they leave Lurescope: what `outgoingValues` says of each of them. */
export function tableOfChunk(chunk: ColumnChunk, beside: BesideChunk): OutgoingTable {
  return {
    length: chunk.length,
    cellsOf({ name, field }: ExportColumn): Cells {
      if (!field) return besideCells(name, chunk, beside);
      if (name === 'versions')
        return { is: 'numbers', values: Float64Array.from(beside.versions), offsets: null };
      if (name === 'source') {
        const { dictionary, ...cells } = textsIn(chunk, name);
        return { ...cells, dictionary: dictionary.map((id) => beside.sources[id] ?? id) };
      }
      return layoutOf(field).kind.endsWith('number') ? numbersIn(chunk, name) : textsIn(chunk, name);
    },
  };
}
