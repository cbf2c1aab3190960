import { openBracket, quote } from '../../../shared/files/json-bytes.ts';
import type { ColumnChunk, ListRun, StringRun } from '../columns/chunk.ts';
import { DamagedBytes } from './bytes.ts';
import { beginsNumber, endOfNumber, endOfString, isKeyBefore, letterN, marks } from './raw-tokens.ts';
import { TemplateTree } from './template-tree.ts';
import { endOfQuoted, ValueCursor, withoutMilliseconds } from './value-cursor.ts';

/**
 * The exact texts of a run of events, without what their columns say already. A template is a text with marks where
 * values were: `\0` the next value of the key before it, as JSON writes it, or null where there is none left; `\x02`
 * the same for a time without its milliseconds, which are none; `\x03` all values of a list; `\x01` the event's next
 * literal. Template 0 is the first literal and nothing else.
 */
export interface RawRun {
  templates: StringRun;
  literals: ListRun;
}

/** Which place a key has is the same for all runs. */
const metBefore = new TemplateTree();

/** Cuts raw texts into templates and literals, given the columns their events have in the same chunk. */
class RawWriter {
  readonly #cursor: ValueCursor;
  readonly #reader: RawReader;
  readonly #templates = new Map<string, number>([['', 0]]);
  readonly #literals = new Map<string, number>([['', 0]]);
  readonly #templateCodes: Uint32Array;
  readonly #literalCodes: number[] = [];
  readonly #offsets: Uint32Array;
  #pending: string[] = [];

  constructor(chunk: ColumnChunk) {
    this.#cursor = new ValueCursor(chunk);
    this.#reader = new RawReader(chunk);
    this.#templateCodes = new Uint32Array(chunk.length);
    this.#offsets = new Uint32Array(chunk.length + 1);
  }

  add(event: number, text: string): void {
    this.#pending = [];
    // Most texts are of a form that was met before, and are then checked while they are compared with it.
    const template =
      metBefore.find(this.#cursor, event, text, this.#pending) ?? this.#newTemplate(event, text);
    this.#templateCodes[event] = codeIn(this.#templates, template);
    for (const literal of this.#pending) this.#literalCodes.push(codeIn(this.#literals, literal));
    this.#offsets[event + 1] = this.#literalCodes.length;
  }

  #newTemplate(event: number, text: string): string {
    this.#pending = [];
    const template = this.#templateOf(event, text);
    // A text that would not come back as it is is kept as it is.
    if (template === '' || this.#reader.fill(event, template, this.#pending) !== text) {
      this.#pending = [text];
      return '';
    }
    metBefore.add(template, this.#reader.compile(template));
    return template;
  }

  done(): RawRun {
    return {
      templates: { dictionary: [...this.#templates.keys()], codes: this.#templateCodes },
      literals: {
        dictionary: [...this.#literals.keys()],
        codes: Uint32Array.from(this.#literalCodes),
        offsets: this.#offsets,
      },
    };
  }

  #templateOf(event: number, text: string): string {
    this.#cursor.begin(event);
    let template = '';
    let copied = 0;
    let place: number | undefined;
    for (let at = 0; at < text.length; ) {
      const code = text.charCodeAt(at);
      let end = at + 1;
      let mark: string | undefined;
      if (code === quote) {
        end = endOfString(text, at);
        if (isKeyBefore(text, end)) place = this.#cursor.place(text.slice(at + 1, end - 1));
        else mark = this.#markFor(text.slice(at, end), place);
      } else if (beginsNumber(code)) {
        end = endOfNumber(text, at);
        mark = this.#markFor(text.slice(at, end), place);
      } else if (code === openBracket && place !== undefined) {
        const length = this.#lengthOfList(text, at, place);
        if (length > 0) mark = marks.list;
        end += Math.max(0, length - 1);
      } else if (code === letterN && text.startsWith('null', at)) {
        end += 3;
        if (place !== undefined && this.#cursor.isAtEnd(place)) mark = marks.value;
      }
      if (mark !== undefined) {
        template += text.slice(copied, at) + mark;
        copied = end;
      }
      at = end;
    }
    return template + text.slice(copied);
  }

  /** How long the list is that begins at a place of the text, where it is all that its column has left; or 0. */
  #lengthOfList(text: string, at: number, place: number): number {
    const position = this.#cursor.position(place);
    const list = this.#cursor.restOfList(place);
    if (list !== undefined && text.startsWith(list, at)) return list.length;
    this.#cursor.goBack(place, position);
    return 0;
  }

  #markFor(token: string, place: number | undefined): string {
    const value = place === undefined ? undefined : this.#cursor.next(place);
    if (value) {
      if (value.is === 'number' && value.text === token) return marks.value;
      if (value.is !== 'number' && endOfQuoted(value, token, 0) === token.length) return marks.value;
      if (value.is === 'time' && token === `"${withoutMilliseconds(value.text)}"`) return marks.wholeSeconds;
    }
    this.#pending.push(token);
    return marks.literal;
  }
}

function codeIn(dictionary: Map<string, number>, text: string): number {
  const known = dictionary.get(text);
  if (known !== undefined) return known;
  dictionary.set(text, dictionary.size);
  return dictionary.size - 1;
}

/** A mark of a template and the text after it. */
export interface Hole {
  mark: string;
  /** Where the values of the key before it lie. */
  place: number | undefined;
  after: string;
}

/** A template, taken apart. */
export interface CompiledTemplate {
  before: string;
  holes: Hole[];
}

/** Puts raw texts together again. */
export class RawReader {
  readonly #cursor: ValueCursor;
  readonly #compiled = new Map<string, CompiledTemplate>();

  constructor(chunk: ColumnChunk) {
    this.#cursor = new ValueCursor(chunk);
  }

  /** The exact text of an event. @throws DamagedBytes where columns and raw texts do not fit each other */
  text(run: RawRun, event: number): string {
    const template = run.templates.dictionary[run.templates.codes[event] as number] ?? '';
    const { offsets, codes, dictionary } = run.literals;
    const literals = Array.from(
      codes.subarray(offsets[event], offsets[event + 1]),
      (code) => dictionary[code] as string,
    );
    if (template === '') return literals[0] ?? '';
    const text = this.fill(event, template, literals);
    if (text === undefined) throw new DamagedBytes('A raw text refers to values that are not there.');
    return text;
  }

  /** A template with an event's values; undefined where it has too few. */
  fill(event: number, template: string, literals: readonly string[]): string | undefined {
    this.#cursor.begin(event);
    const { before, holes } = this.compile(template);
    let text = before;
    let literal = 0;
    for (const { mark, place, after } of holes) {
      const list = mark === marks.list && place !== undefined ? this.#cursor.restOfList(place) : undefined;
      const value = place === undefined || mark === marks.list ? undefined : this.#cursor.next(place);
      if (mark === marks.literal) {
        if (literal >= literals.length) return undefined;
        text += literals[literal++];
      } else if (mark === marks.list) text += list ?? '';
      else if (!value) text += 'null';
      else if (value.is === 'number') text += value.text;
      else if (value.is === 'time') {
        text += `"${mark === marks.value ? value.text : withoutMilliseconds(value.text)}"`;
      } else text += JSON.stringify(value.text);
      text += after;
    }
    return literal === literals.length ? text : undefined;
  }

  /** A template, taken apart. */
  compile(template: string): CompiledTemplate {
    const known = this.#compiled.get(template);
    if (known) return known;
    const made = compiled(template, (key) => this.#cursor.place(key));
    this.#compiled.set(template, made);
    return made;
  }
}

/** A template as the text before its first mark, and its marks. @param placeOf where the values of a key lie */
export function compiled(template: string, placeOf: (key: string) => number | undefined): CompiledTemplate {
  const holes: Hole[] = [];
  let before: string | undefined;
  let copied = 0;
  let place: number | undefined;
  const copy = (end: number) => {
    const last = holes.at(-1);
    if (last) last.after = template.slice(copied, end);
    else before = template.slice(copied, end);
  };
  for (let at = 0; at < template.length; ) {
    const code = template.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(template, at);
      if (isKeyBefore(template, end)) place = placeOf(template.slice(at + 1, end - 1));
      at = end;
    } else if (code <= 3) {
      copy(at);
      holes.push({ mark: template[at] as string, place, after: '' });
      at += 1;
      copied = at;
    } else at += 1;
  }
  copy(template.length);
  return { before: before ?? '', holes };
}

/** The raw texts of a chunk's events, in its order, without what the chunk says of them. */
export function rawRunOf(chunk: ColumnChunk, texts: readonly string[]): RawRun {
  const writer = new RawWriter(chunk);
  texts.forEach((text, event) => {
    writer.add(event, text);
  });
  return writer.done();
}
