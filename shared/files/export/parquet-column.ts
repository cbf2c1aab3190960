import { ByteSink } from './byte-sink.ts';
import { hexBytesOf } from './hex-bytes.ts';
import type { Cells, NumberCells, TextCells } from './outgoing-table.ts';
import { bitsFor, writeHybrid } from './parquet-levels.ts';
import { snappyInto } from './snappy.ts';
import { type TextBytes, textBytesOf } from './text-bytes.ts';

/** What a column of Parquet holds. */
export type ParquetType = 'BYTE_ARRAY' | 'INT64' | 'DOUBLE' | 'BOOLEAN';

/** A column's pages, and what the file's footer says of them. Places are counted from the first byte of the group. */
export interface WrittenColumn {
  isPacked: boolean;
  /** Values and, where a row has none, that it has none. */
  values: number;
  nulls: number;
  start: number;
  /** Where the first page of values begins; the dictionary's lies before it, where there is one. */
  data: number;
  end: number;
  /** How long all pages are before they are packed, with their headers. */
  unpacked: number;
  least: number | null;
  most: number | null;
}

/** Numbers of https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift. */
const pages = { dictionary: 2, dataV2: 3 } as const;
const encodings = { plain: 0, dictionary: 8 } as const;

/** A dictionary is worth it where values come at least twice on average. */
const worthDictionary = 0.5;

/** Thrift's compact protocol: whole numbers as zigzag varints behind a byte of field and type. */
const thrift = { i32: 5, struct: 12, false: 2, stop: 0 } as const;

class ThriftStruct {
  readonly #sink: ByteSink;
  #last = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  #field(id: number, type: number): void {
    this.#sink.byte(((id - this.#last) << 4) | type);
    this.#last = id;
  }

  int(id: number, value: number): void {
    this.#field(id, thrift.i32);
    this.#sink.varint(value * 2);
  }

  no(id: number): void {
    this.#field(id, thrift.false);
  }

  struct(id: number, write: (inner: ThriftStruct) => void): void {
    this.#field(id, thrift.struct);
    const inner = new ThriftStruct(this.#sink);
    write(inner);
    inner.end();
  }

  end(): void {
    this.#sink.byte(thrift.stop);
  }
}

/** A column's values without those that are missing, and how they lie in rows. */
interface Levels {
  rows: number;
  /** 1 where there is a value; one for each value, and one for a row without any. */
  defined: Uint8Array;
  /** 0 where a row begins; null where each has one value at most. */
  repeated: Uint8Array | null;
  /** Places of the values among the cells' values. */
  places: Uint32Array;
}

function levelsOf(
  rows: number,
  offsets: Uint32Array | null,
  hasSeveral: boolean,
  isThere: (at: number) => boolean,
): Levels {
  const most = offsets ? (offsets[rows] as number) + rows : rows;
  const defined = new Uint8Array(most);
  const repeated = hasSeveral ? new Uint8Array(most) : null;
  const places = new Uint32Array(most);
  let levels = 0;
  let values = 0;
  for (let row = 0; row < rows; row++) {
    const begin = levels;
    const end = offsets ? (offsets[row + 1] as number) : row + 1;
    for (let at = offsets ? (offsets[row] as number) : row; at < end; at++) {
      if (!isThere(at) || (!hasSeveral && levels > begin)) continue;
      if (repeated && levels > begin) repeated[levels] = 1;
      defined[levels++] = 1;
      places[values++] = at;
    }
    if (levels === begin) levels += 1;
  }
  return {
    rows,
    defined: defined.subarray(0, levels),
    repeated: repeated?.subarray(0, levels) ?? null,
    places: places.subarray(0, values),
  };
}

/** What was packed last. */
const packing = new ByteSink();

/** Pages of one column. */
class ColumnWriter {
  readonly #sink: ByteSink;
  readonly #isPacked: boolean;
  readonly #start: number;
  #unpacked = 0;

  constructor(sink: ByteSink, isPacked: boolean) {
    this.#sink = sink;
    this.#isPacked = isPacked;
    this.#start = sink.length;
  }

  /** @returns bytes that are there until others are packed */
  #body(body: Uint8Array): Uint8Array {
    if (!this.#isPacked) return body;
    packing.length = 0;
    snappyInto(packing, body);
    return packing.done();
  }

  dictionary(count: number, body: Uint8Array): void {
    const packed = this.#body(body);
    const begin = this.#sink.length;
    const header = new ThriftStruct(this.#sink);
    header.int(1, pages.dictionary);
    header.int(2, body.length);
    header.int(3, packed.length);
    header.struct(7, (inner) => {
      inner.int(1, count);
      inner.int(2, encodings.plain);
    });
    header.end();
    this.#unpacked += this.#sink.length - begin + body.length;
    this.#sink.all(packed);
  }

  data(
    { rows, defined, repeated, places }: Levels,
    isByDictionary: boolean,
    body: Uint8Array,
  ): WrittenColumn {
    const levels = new ByteSink();
    if (repeated) writeHybrid(levels, repeated, 1);
    const repeatedLength = levels.length;
    writeHybrid(levels, defined, 1);
    // Codes are packed already.
    const packs = this.#isPacked && !isByDictionary && body.length > 0;
    const packed = packs ? this.#body(body) : body;
    const data = this.#sink.length;
    const nulls = defined.length - places.length;
    const header = new ThriftStruct(this.#sink);
    header.int(1, pages.dataV2);
    header.int(2, levels.length + body.length);
    header.int(3, levels.length + packed.length);
    header.struct(8, (inner) => {
      inner.int(1, defined.length);
      inner.int(2, nulls);
      inner.int(3, rows);
      inner.int(4, isByDictionary ? encodings.dictionary : encodings.plain);
      inner.int(5, levels.length - repeatedLength);
      inner.int(6, repeatedLength);
      if (!packs) inner.no(7);
    });
    header.end();
    this.#unpacked += this.#sink.length - data + levels.length + body.length;
    this.#sink.all(levels.done());
    this.#sink.all(packed);
    return {
      isPacked: this.#isPacked,
      values: defined.length,
      nulls,
      start: this.#start,
      data,
      end: this.#sink.length,
      unpacked: this.#unpacked,
      least: null,
      most: null,
    };
  }
}

/** Codes of a dictionary that begins at code 0, behind the byte that says how wide they are. */
function codesBody(codes: Uint32Array, largest: number): Uint8Array {
  const bits = bitsFor(largest);
  const sink = new ByteSink(Math.ceil((codes.length * bits) / 8) + 16);
  sink.byte(bits);
  writeHybrid(sink, codes, bits);
  return sink.done();
}

/** Texts, each behind its length; those at some places, or all from one on. */
function plainTexts({ bytes, starts }: TextBytes, places: Uint32Array | { from: number }): Uint8Array {
  const count = 'from' in places ? starts.length - 1 - places.from : places.length;
  const sink = new ByteSink(bytes.length + count * 4);
  for (let i = 0; i < count; i++) {
    const place = 'from' in places ? places.from + i : (places[i] as number);
    const start = starts[place] as number;
    const end = starts[place + 1] as number;
    sink.u32(end - start);
    sink.copy(bytes, start, end);
  }
  return sink.done();
}

function writeTexts(sink: ByteSink, rows: number, cells: TextCells, hasSeveral: boolean): WrittenColumn {
  const { dictionary, codes, offsets } = cells;
  const levels = levelsOf(rows, offsets, hasSeveral, (at) => codes[at] !== 0);
  const said = levels.places.map((place) => codes[place] as number);
  const texts = textBytesOf(dictionary);
  const writer = new ColumnWriter(sink, true);
  const distinct = dictionary.length - 1;
  if (distinct >= said.length * worthDictionary) return writer.data(levels, false, plainTexts(texts, said));
  writer.dictionary(distinct, plainTexts(texts, { from: 1 }));
  return writer.data(
    levels,
    true,
    codesBody(
      said.map((code) => code - 1),
      distinct - 1,
    ),
  );
}

function writeWholes(sink: ByteSink, rows: number, texts: TextBytes, isPacked: boolean): WrittenColumn {
  const levels = levelsOf(rows, null, false, () => true);
  return new ColumnWriter(sink, isPacked).data(levels, false, plainTexts(texts, { from: 0 }));
}

/** One text of each of some rows, each behind its length in four bytes. */
export interface TextPage {
  rows: number;
  body: Uint8Array;
}

/** Writes a column of texts that are pages already. */
export function writePages(sink: ByteSink, pagesOfTexts: Iterable<TextPage>): WrittenColumn {
  const writer = new ColumnWriter(sink, true);
  let all: WrittenColumn | undefined;
  for (const { rows, body } of pagesOfTexts) {
    const page = writer.data(
      levelsOf(rows, null, false, () => true),
      false,
      body,
    );
    all = all ? { ...page, data: all.data, values: all.values + page.values } : page;
  }
  return all ?? writeWholes(sink, 0, textBytesOf([]), true);
}

/** Numbers as they are: times as 64 bits, flags as single ones. */
function plainNumbers(values: Float64Array, type: ParquetType): Uint8Array {
  if (type === 'DOUBLE') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (type === 'BOOLEAN') {
    const bits = new Uint8Array(Math.ceil(values.length / 8));
    for (let i = 0; i < values.length; i++) {
      if (values[i] === 1) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
    }
    return bits;
  }
  const words = new Int32Array(values.length * 2);
  for (let i = 0; i < values.length; i++) {
    const whole = Math.trunc(values[i] as number);
    words[2 * i] = whole;
    words[2 * i + 1] = Math.floor(whole / 2 ** 32);
  }
  return new Uint8Array(words.buffer);
}

/** Distinct numbers and the code of each; undefined where they are too many. */
function codedNumbers(values: Float64Array): { distinct: Float64Array; codes: Uint32Array } | undefined {
  if (values.length === 0) return undefined;
  const known = new Map<number, number>();
  const codes = new Uint32Array(values.length);
  const most = values.length * worthDictionary;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    let code = known.get(value);
    if (code === undefined) {
      code = known.size;
      if (code > most) return undefined;
      known.set(value, code);
    }
    codes[i] = code;
  }
  return { distinct: Float64Array.from(known.keys()), codes };
}

function writeNumbers(
  sink: ByteSink,
  rows: number,
  { values, offsets }: NumberCells,
  hasSeveral: boolean,
  type: ParquetType,
): WrittenColumn {
  const levels = levelsOf(rows, offsets, hasSeveral, (at) => !Number.isNaN(values[at]));
  const said = new Float64Array(levels.places.length);
  for (let i = 0; i < said.length; i++) said[i] = values[levels.places[i] as number] as number;
  const writer = new ColumnWriter(sink, false);
  const coded = type === 'BOOLEAN' ? undefined : codedNumbers(said);
  if (coded) writer.dictionary(coded.distinct.length, plainNumbers(coded.distinct, type));
  const written = coded
    ? writer.data(levels, true, codesBody(coded.codes, Math.max(0, coded.distinct.length - 1)))
    : writer.data(levels, false, plainNumbers(said, type));
  if (type !== 'INT64') return written;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of said) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return said.length === 0 ? written : { ...written, least: Math.trunc(least), most: Math.trunc(most) };
}

/** Writes a column of a group's rows: the page of its dictionary, where one is worth it, and one of all values. */
export function writeColumn(
  sink: ByteSink,
  rows: number,
  cells: Cells,
  { hasSeveral, type }: { hasSeveral: boolean; type: ParquetType },
): WrittenColumn {
  switch (cells.is) {
    case 'texts':
      return writeTexts(sink, rows, cells, hasSeveral);
    case 'numbers':
      return writeNumbers(sink, rows, cells, hasSeveral, type);
    case 'hashes':
      // They are as good as chance.
      return writeWholes(sink, rows, hexBytesOf(cells), false);
    case 'wholes':
      return writeWholes(sink, rows, cells, true);
  }
}
