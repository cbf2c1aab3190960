import { farthestInstant, formatInstant } from '../../../shared/event/instant.ts';
import { ByteSink } from '../../../shared/files/export/byte-sink.ts';
import type { TextPage } from '../../../shared/files/export/parquet-column.ts';
import { codedTexts, type TextBytes, textBytesOf } from '../../../shared/files/export/text-bytes.ts';
import { jsonText } from '../../../shared/json-text.ts';
import type { ColumnChunk } from '../columns/chunk.ts';
import { DamagedBytes } from './bytes.ts';
import { compiled, type RawRun } from './raw-codec.ts';
import { marks } from './raw-tokens.ts';
import {
  type Numbers,
  numberKeys,
  numbersOf,
  type Texts,
  textKeys,
  textsOf,
  timeKeys,
  withoutMilliseconds,
} from './value-cursor.ts';

/** The values of a key as JSON writes them: each once, and which of them stand where. */
interface SaidValues {
  said: TextBytes;
  /** The same without milliseconds that are none, where the values are times. */
  wholeSeconds: TextBytes;
  /** 0 is none. */
  codes: Uint32Array;
  offsets: Uint32Array | null;
  isList: boolean;
}

/** A template, its marks and the texts between them as numbers. */
interface Plan {
  /** The text before the first mark, and the one after each. */
  between: TextBytes;
  marks: Uint8Array;
  /** -1 where the key before the mark has no column. */
  places: Int32Array;
}

/** What stands in texts beside what templates and values say. */
const signs = { none: 0, open: 1, close: 2, comma: 3 } as const;

const literalMark = marks.literal.charCodeAt(0);
const listMark = marks.list.charCodeAt(0);
const secondsMark = marks.wholeSeconds.charCodeAt(0);

function saidTexts({ run, offsets, isList }: Texts): SaidValues {
  const said = textBytesOf(run.dictionary.map(jsonText));
  return { said, wholeSeconds: said, codes: run.codes, offsets, isList };
}

function saidNumbers({ values, offsets, isTime }: Numbers): SaidValues {
  const timeText = (time: number) =>
    Math.abs(time) > farthestInstant ? undefined : `"${formatInstant(time)}"`;
  const { texts, codes } = codedTexts(values, isTime ? timeText : String);
  const said = textBytesOf(texts);
  const wholeSeconds = isTime ? textBytesOf(texts.map(withoutMilliseconds)) : said;
  return { said, wholeSeconds, codes, offsets, isList: false };
}

/** Fields with columns that raw texts refer to, and the place of each key's among them. */
const fields: string[] = [];
const placeOfKey = new Map<string, number>();
for (const [key, field] of [
  ...Object.entries(textKeys),
  ...[...numberKeys, ...timeKeys].map((key) => [key, key] as const),
]) {
  const known = fields.indexOf(field);
  placeOfKey.set(key, known < 0 ? fields.push(field) - 1 : known);
}

/** Templates that were read last: those of one run are mostly those of the next. */
const mostPlans = 5000;
const plans = new Map<string, Plan>();

function planOf(template: string): Plan {
  const known = plans.get(template);
  if (known) return known;
  const { before, holes } = compiled(template, (key) => placeOfKey.get(key));
  const plan = {
    between: textBytesOf([before, ...holes.map(({ after }) => after)]),
    marks: Uint8Array.from(holes, ({ mark }) => mark.charCodeAt(0)),
    places: Int32Array.from(holes, ({ place }) => place ?? -1),
  };
  if (plans.size >= mostPlans) plans.clear();
  plans.set(template, plan);
  return plan;
}

/** Puts the raw texts of a whole run together. What it says is what `RawReader` gives. */
class RawFiller {
  readonly #chunk: ColumnChunk;
  readonly #raws: RawRun;
  readonly #sink: ByteSink;
  readonly #literals: TextBytes;
  readonly #signs = textBytesOf(['null', '[', ']', ',']);
  readonly #values: (SaidValues | null)[] = [];
  readonly #plans: Plan[];
  readonly #at: Uint32Array;

  constructor(chunk: ColumnChunk, raws: RawRun, sink: ByteSink) {
    this.#chunk = chunk;
    this.#raws = raws;
    this.#sink = sink;
    this.#literals = textBytesOf(raws.literals.dictionary);
    this.#at = new Uint32Array(fields.length);
    this.#plans = raws.templates.dictionary.map(planOf);
  }

  /** Puts the text of an event together. @throws DamagedBytes where columns and raw texts do not fit each other */
  fill(event: number): void {
    const { templates, literals } = this.#raws;
    const end = literals.offsets[event + 1] as number;
    const code = templates.codes[event] as number;
    let literal = literals.offsets[event] as number;
    if (templates.dictionary[code] === '') {
      if (literal < end) this.#copy(this.#literals, literals.codes[literal] as number);
      return;
    }
    const { between, marks: markOf, places } = this.#plans[code] as Plan;
    this.#at.fill(0);
    this.#copy(between, 0);
    for (let hole = 0; hole < markOf.length; hole++) {
      const mark = markOf[hole];
      const place = places[hole] as number;
      if (mark === literalMark) {
        if (literal >= end) throw new DamagedBytes('A raw text refers to values that are not there.');
        this.#copy(this.#literals, literals.codes[literal++] as number);
      } else if (mark === listMark) this.#putList(place, event);
      else {
        const values = place < 0 ? null : this.#valuesAt(place);
        const value = values ? this.#next(values, place, event) : 0;
        if (!values || value === 0) this.#copy(this.#signs, signs.none);
        else this.#copy(mark === secondsMark ? values.wholeSeconds : values.said, value);
      }
      this.#copy(between, hole + 1);
    }
    if (literal !== end) throw new DamagedBytes('A raw text refers to values that are not there.');
  }

  #copy({ bytes, starts }: TextBytes, index: number): void {
    this.#sink.copy(bytes, starts[index] as number, starts[index + 1] as number);
  }

  #putList(place: number, event: number): void {
    const values = place < 0 ? null : this.#valuesAt(place);
    if (!values?.isList) return;
    this.#copy(this.#signs, signs.open);
    let isFirst = true;
    for (let value = this.#next(values, place, event); value > 0; value = this.#next(values, place, event)) {
      if (!isFirst) this.#copy(this.#signs, signs.comma);
      isFirst = false;
      this.#copy(values.said, value);
    }
    this.#copy(this.#signs, signs.close);
  }

  /** The code of the next value at a place, which is gone past; 0 where there is none left. */
  #next({ codes, offsets }: SaidValues, place: number, event: number): number {
    const begin = offsets ? (offsets[event] as number) : event;
    const end = offsets ? (offsets[event + 1] as number) : event + 1;
    for (let at = begin + (this.#at[place] as number); at < end; at++) {
      const code = codes[at] as number;
      if (code === 0) continue;
      this.#at[place] = at + 1 - begin;
      return code;
    }
    return 0;
  }

  #valuesAt(place: number): SaidValues | null {
    const known = this.#values[place];
    if (known !== undefined) return known;
    const field = fields[place] as string;
    const texts = textsOf(this.#chunk, field);
    const numbers = texts ? undefined : numbersOf(this.#chunk, field);
    const values = texts ? saidTexts(texts) : numbers ? saidNumbers(numbers) : null;
    this.#values[place] = values;
    return values;
  }
}

/**
 * The exact texts of all events of a run as UTF-8.
 * @throws DamagedBytes where columns and raw texts do not fit each other
 */
export function rawBytesOf(chunk: ColumnChunk, raws: RawRun): TextBytes {
  const sink = new ByteSink(chunk.length * 2048);
  const starts = new Uint32Array(chunk.length + 1);
  const filler = new RawFiller(chunk, raws, sink);
  for (let event = 0; event < chunk.length; event++) {
    filler.fill(event);
    starts[event + 1] = sink.length;
  }
  return { bytes: sink.done(), starts };
}

/** Events of a page: few enough for the processor to have them at hand when they are packed. */
const pageEvents = 512;
const lengthBytes = 4;

/** The same as pages of Parquet have them. Each page is to be used before the next is asked for. @throws DamagedBytes */
export function* rawPagesOf(chunk: ColumnChunk, raws: RawRun): Generator<TextPage> {
  const sink = new ByteSink(pageEvents * 2048);
  const filler = new RawFiller(chunk, raws, sink);
  for (let from = 0; from < chunk.length; from += pageEvents) {
    const rows = Math.min(pageEvents, chunk.length - from);
    sink.length = 0;
    for (let event = from; event < from + rows; event++) {
      const at = sink.length;
      sink.u32(0);
      filler.fill(event);
      const length = sink.length - at - lengthBytes;
      for (let i = 0; i < lengthBytes; i++) sink.bytes[at + i] = length >>> (8 * i);
    }
    yield { rows, body: sink.done() };
  }
}
