import { farthestInstant, formatInstant } from '../../../shared/event/instant.ts';
import type { ColumnChunk, GroupRun, ListRun, StringRun } from '../columns/chunk.ts';

/** Where the values of one field lie in a chunk: those of event `i` from `offsets[i]`, or one at `i`. */
export interface Texts {
  run: StringRun;
  offsets: Uint32Array | null;
  /** Whether the event itself has the list, and not each of its entries one value. */
  isList: boolean;
  /** Of each code: 0 where it was not asked yet, 1 where JSON writes its text as it is, 2 where it does not. */
  plain: Uint8Array;
}

export interface Numbers {
  values: Float64Array;
  offsets: Uint32Array | null;
  isTime: boolean;
}

/** The keys of an event's JSON, in all spellings, whose texts stand in columns as they came. */
export const textKeys: Record<string, string> = Object.fromEntries([
  ...[
    'threatID',
    'threatUrl',
    'threatStatus',
    'classification',
    'threat',
    'campaignID',
    'threatType',
    'detectionType',
    'contentType',
    'disposition',
    'filename',
    'md5',
    'oContentType',
    'sandboxStatus',
    'sha256',
    'fromAddress',
    'toAddresses',
    'ccAddresses',
    'replyToAddress',
    'recipient',
    'policyRoutes',
    'modulesRun',
    'id',
    'QID',
    'GUID',
    'sender',
    'senderIP',
    'messageID',
    'cluster',
    'subject',
    'quarantineFolder',
    'quarantineRule',
    'headerFrom',
    'headerReplyTo',
    'headerTo',
    'headerCC',
    'xmailer',
    'clickIP',
    'url',
    'userAgent',
  ].map((name) => [name, name]),
  ['threatURL', 'threatUrl'],
  ['threatId', 'threatID'],
  ['campaignId', 'campaignID'],
  ['clusterId', 'cluster'],
]);

export const numberKeys = ['phishScore', 'malwareScore', 'impostorScore', 'spamScore', 'messageSize'];
export const timeKeys = ['messageTime', 'clickTime', 'threatTime'];

/** Columns that raw texts refer to: without one of them, the texts that say its values cannot be had. */
export const referredFields: ReadonlySet<string> = new Set([
  ...Object.values(textKeys),
  ...numberKeys,
  ...timeKeys,
]);

export function textsOf(chunk: ColumnChunk, field: string): Texts | undefined {
  const { strings, lists, groups } = chunk;
  const textsIn = (run: StringRun, offsets: Uint32Array | null, isList: boolean): Texts => {
    return { run, offsets, isList, plain: new Uint8Array(run.dictionary.length) };
  };
  if (strings[field]) return textsIn(strings[field], null, false);
  const list: ListRun | undefined = lists[field];
  if (list) return textsIn(list, list.offsets, true);
  const group: GroupRun | undefined = Object.values(groups).find((one) => one.strings[field]);
  const run = group?.strings[field];
  return group && run ? textsIn(run, group.offsets, false) : undefined;
}

export function numbersOf(chunk: ColumnChunk, field: string): Numbers | undefined {
  const isTime = timeKeys.includes(field);
  const values = chunk.numbers[field];
  if (values) return { values, offsets: null, isTime };
  const group = Object.values(chunk.groups).find((one) => one.numbers[field]);
  const inGroup = group?.numbers[field];
  return group && inGroup ? { values: inGroup, offsets: group.offsets, isTime } : undefined;
}

/** The next value of a key, as its JSON may say it. It is good until the next one is asked for. */
export interface NextValue {
  is: 'text' | 'number' | 'time';
  text: string;
  /** Whether JSON writes it as it is, but for its quotes. */
  isPlain: boolean;
}

/** What JSON may write in another way: quotes, backslashes, control characters, and halves of pairs. */
const needsEscapes = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** A time as `formatInstant` writes it, without its milliseconds where they are none. */
export function withoutMilliseconds(time: string): string {
  return time.replace('.000Z', 'Z');
}

/** Where a value ends that begins at a place of a text, as JSON writes strings; -1 where another one is there. */
export function endOfQuoted({ text: value, isPlain }: NextValue, text: string, from: number): number {
  if (!isPlain) {
    const json = JSON.stringify(value);
    return text.startsWith(json, from) ? from + json.length : -1;
  }
  const end = from + 1 + value.length;
  return text[from] === '"' && text[end] === '"' && text.startsWith(value, from + 1) ? end + 1 : -1;
}

/**
 * Gives the values of an event's columns by the keys of its JSON, each in the order of its entries. Writing and
 * reading a raw text take the same steps, so that each meets the same value at the same key.
 */
export class ValueCursor {
  readonly #texts: (Texts | undefined)[] = [];
  readonly #numbers: (Numbers | undefined)[] = [];
  readonly #places = new Map<string, number>();
  readonly #at: Uint32Array;
  readonly #value: NextValue = { is: 'text', text: '', isPlain: true };
  #event = 0;

  constructor(chunk: ColumnChunk) {
    const fields = new Map<string, number>();
    const placeOf = (field: string): number => {
      const known = fields.get(field);
      if (known !== undefined) return known;
      this.#texts.push(textsOf(chunk, field));
      this.#numbers.push(numbersOf(chunk, field));
      fields.set(field, this.#texts.length - 1);
      return this.#texts.length - 1;
    };
    for (const [key, field] of Object.entries(textKeys)) this.#places.set(key, placeOf(field));
    for (const key of [...numberKeys, ...timeKeys]) this.#places.set(key, placeOf(key));
    this.#at = new Uint32Array(this.#texts.length);
  }

  /** Goes to the first value of every key of an event. */
  begin(event: number): void {
    this.#event = event;
    this.#at.fill(0);
  }

  /** Whether a key's values stand in a column. */
  place(key: string): number | undefined {
    return this.#places.get(key);
  }

  /**
   * A list's values from the next one to the last as JSON writes them, which takes them all; undefined where the
   * place has no list of its own.
   */
  restOfList(place: number): string | undefined {
    const texts = this.#texts[place];
    if (!texts?.isList) return undefined;
    const values: string[] = [];
    for (let value = this.next(place); value; value = this.next(place)) values.push(value.text);
    return JSON.stringify(values);
  }

  /**
   * Where the list ends in a text that `restOfList` gives, if it begins at a place of it; -1 where it does not. It
   * takes the values all the same.
   */
  endOfList(place: number, text: string, from: number): number {
    if (!this.#texts[place]?.isList || text[from] !== '[') return -1;
    let at = from + 1;
    for (let value = this.next(place); value; value = this.next(place)) {
      if (at > from + 1 && text[at++] !== ',') return -1;
      at = endOfQuoted(value, text, at);
      if (at === -1) return -1;
    }
    return text[at] === ']' ? at + 1 : -1;
  }

  /** Whether there is a value left at a place. */
  isAtEnd(place: number): boolean {
    const at = this.#at[place] as number;
    const isAtEnd = this.next(place) === undefined;
    this.#at[place] = at;
    return isAtEnd;
  }

  /** Where a place's values go on, to be gone back to. */
  position(place: number): number {
    return this.#at[place] as number;
  }

  goBack(place: number, position: number): void {
    this.#at[place] = position;
  }

  /** Where the values of all places go on, to be gone back to. */
  positions(): Uint32Array {
    return this.#at.slice();
  }

  goBackTo(positions: Uint32Array): void {
    this.#at.set(positions);
  }

  #told(is: NextValue['is'], text: string, isPlain: boolean): NextValue {
    this.#value.is = is;
    this.#value.text = text;
    this.#value.isPlain = isPlain;
    return this.#value;
  }

  /** The next value at a place; undefined where there is none left. */
  next(place: number): NextValue | undefined {
    const texts = this.#texts[place];
    if (texts) {
      const { offsets, run, plain } = texts;
      const begin = offsets ? (offsets[this.#event] as number) : this.#event;
      const end = offsets ? (offsets[this.#event + 1] as number) : begin + 1;
      for (let at = begin + (this.#at[place] as number); at < end; at++) {
        const code = run.codes[at] as number;
        if (code === 0) continue;
        this.#at[place] = at + 1 - begin;
        const text = run.dictionary[code] as string;
        if (plain[code] === 0) plain[code] = needsEscapes.test(text) ? 2 : 1;
        return this.#told('text', text, plain[code] === 1);
      }
      return undefined;
    }
    const numbers = this.#numbers[place];
    if (!numbers) return undefined;
    const { offsets, values, isTime } = numbers;
    const begin = offsets ? (offsets[this.#event] as number) : this.#event;
    const end = offsets ? (offsets[this.#event + 1] as number) : begin + 1;
    for (let at = begin + (this.#at[place] as number); at < end; at++) {
      const value = values[at] as number;
      if (Number.isNaN(value)) continue;
      this.#at[place] = at + 1 - begin;
      if (!isTime) return this.#told('number', String(value), true);
      return Math.abs(value) <= farthestInstant ? this.#told('time', formatInstant(value), true) : undefined;
    }
    return undefined;
  }
}
