import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  isSpace,
  openBrace,
  openBracket,
  quote,
} from '../../shared/files/json-bytes.ts';

/** What the splitter finds in a SIEM answer, in the order it finds it. */
export interface AnswerParts {
  /** One item of a top-level array, as its exact text. */
  item(key: string, text: string): void;
  /** A top-level value that is no array, as its exact text. */
  value(key: string, text: string): void;
  /** A top-level array has begun: told even when it is empty. */
  array(key: string): void;
}

/** A body that is not the JSON object a SIEM answer is. */
export class MalformedAnswer extends Error {
  readonly reason: 'not-json' | 'truncated';

  constructor(reason: 'not-json' | 'truncated', message: string) {
    super(message);
    this.name = 'MalformedAnswer';
    this.reason = reason;
  }
}

/** Where in the answer the next byte stands. */
type State = 'start' | 'key' | 'key-text' | 'colon' | 'value' | 'after-value' | 'item' | 'after-item' | 'end';

/**
 * Cuts a SIEM answer into its events while it arrives, without holding more of it than one event. It looks only at
 * what separates values (strings, brackets, commas), so that one event with a fault inside costs that event alone.
 *
 * The answer's shape is `{"queryEndTime": "…", "messagesDelivered": [ {…}, … ], …}` (SIEM API, JSON format).
 */
export class AnswerSplitter {
  readonly #parts: AnswerParts;
  #state: State = 'start';
  #key = '';
  #inArray = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The text of the value under way that lies in earlier chunks. */
  #earlier: Buffer[] = [];

  constructor(parts: AnswerParts) {
    this.#parts = parts;
  }

  /** Takes the next bytes of the body. @throws MalformedAnswer when they cannot belong to an answer */
  write(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    let at = 0;
    while (at < bytes.length) {
      const byte = bytes[at] as number;
      if (this.#state === 'value' || this.#state === 'item' || this.#state === 'key-text') {
        const end = this.#scan(bytes, at);
        if (end === -1) {
          this.#earlier.push(Buffer.from(bytes.subarray(start)));
          return;
        }
        this.#finish(this.#takeText(bytes.subarray(start, end)));
        at = end;
        continue;
      }
      at += 1;
      if (isSpace(byte) || this.#skipsMark(byte)) continue;
      if (this.#step(byte)) {
        at -= 1;
        start = at;
      }
    }
  }

  /** Says that the body is complete. @throws MalformedAnswer when the answer is not */
  end(): void {
    if (this.#state === 'start') throw new MalformedAnswer('truncated', 'the answer is empty');
    if (this.#state !== 'end') throw new MalformedAnswer('truncated', 'the answer ends in the middle');
  }

  /** A UTF-8 byte order mark before the first brace is no fault. */
  #skipsMark(byte: number): boolean {
    return this.#state === 'start' && (byte === 0xef || byte === 0xbb || byte === 0xbf);
  }

  /** One byte outside of values. Answers true when this byte begins a value, a key or an item. */
  #step(byte: number): boolean {
    switch (this.#state) {
      case 'start':
        if (byte !== openBrace) throw new MalformedAnswer('not-json', 'the answer is no JSON object');
        this.#state = 'key';
        return false;
      case 'key':
        if (byte === closeBrace) this.#state = 'end';
        else if (byte === quote) return this.#begin('key-text');
        else if (byte !== comma) throw this.#unexpected(byte, 'a key');
        return false;
      case 'colon':
        if (byte !== colon) throw this.#unexpected(byte, 'a colon');
        this.#state = 'after-value';
        this.#inArray = false;
        return false;
      case 'after-value':
        return this.#afterValue(byte);
      case 'after-item':
        if (byte === closeBracket) this.#state = 'key';
        else if (byte !== comma) return this.#begin('item');
        return false;
      case 'end':
        throw this.#unexpected(byte, 'the end');
      default:
        return false;
    }
  }

  #afterValue(byte: number): boolean {
    if (byte !== openBracket) return this.#begin('value');
    this.#inArray = true;
    this.#parts.array(this.#key);
    this.#state = 'after-item';
    return false;
  }

  #begin(state: State): true {
    this.#state = state;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    return true;
  }

  /** The index just past the value that is under way, or -1 when it goes on in the next chunk. */
  #scan(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length) {
      if (this.#inString) {
        at = this.#scanString(bytes, at);
        if (this.#inString) return -1;
        if (this.#depth === 0) return at;
        continue;
      }
      const byte = bytes[at] as number;
      if (byte === quote) {
        this.#inString = true;
      } else if (byte === openBrace || byte === openBracket) {
        this.#depth += 1;
      } else if (byte === closeBrace || byte === closeBracket) {
        // A closing bracket at depth 0 belongs to what surrounds a bare word or number.
        if (this.#depth === 0) return at;
        this.#depth -= 1;
        if (this.#depth === 0) return at + 1;
      } else if (this.#depth === 0 && (byte === comma || isSpace(byte))) {
        return at;
      }
      at += 1;
    }
    return -1;
  }

  /** The index just past the string that is under way, or the end of the chunk when it goes on in the next one. */
  #scanString(bytes: Buffer, from: number): number {
    const { length } = bytes;
    let at = from;
    if (this.#escaped && at < length) {
      this.#escaped = false;
      at += 1;
    }
    for (; at < length; at++) {
      const byte = bytes[at];
      if (byte === quote) {
        this.#inString = false;
        return at + 1;
      }
      if (byte !== backslash) continue;
      at += 1;
      this.#escaped = at >= length;
    }
    return length;
  }

  #takeText(last: Buffer): string {
    if (this.#earlier.length === 0) return last.toString('utf8');
    const whole = Buffer.concat([...this.#earlier, last]).toString('utf8');
    this.#earlier = [];
    return whole;
  }

  #finish(text: string): void {
    if (text === '') throw new MalformedAnswer('not-json', 'a value is missing');
    if (this.#state === 'key-text') {
      this.#key = keyOf(text);
      this.#state = 'colon';
    } else if (this.#inArray) {
      this.#parts.item(this.#key, text);
      this.#state = 'after-item';
    } else {
      if (!isJson(text)) throw new MalformedAnswer('not-json', `the value of "${this.#key}" is no JSON`);
      this.#parts.value(this.#key, text);
      this.#state = 'key';
    }
  }

  #unexpected(byte: number, expected: string): MalformedAnswer {
    const found = JSON.stringify(String.fromCharCode(byte));
    return new MalformedAnswer('not-json', `${found} stands where ${expected} is expected`);
  }
}

/** Whether a text is valid JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function keyOf(text: string): string {
  try {
    const key: unknown = JSON.parse(text);
    if (typeof key === 'string') return key;
  } catch {
    // Falls through to the one message for both.
  }
  throw new MalformedAnswer('not-json', 'a key of the answer is no JSON text');
}
