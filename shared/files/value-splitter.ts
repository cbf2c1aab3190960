import { type EventKind, kindOfArray } from '../event/kinds.ts';
import { formatSize } from '../size.ts';
import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  isClosing,
  isOpening,
  isSpace,
  newline,
  openBrace,
  openBracket,
  quote,
} from './json-bytes.ts';

/** A JSON value of a file: an event where nothing is wrong with it. */
export interface SplitValue {
  /** The line it begins in, counted from 1. */
  line: number;
  /** Its bytes as they stand in the file; only good until the one who was told of it returns. */
  bytes: Uint8Array;
  /** The kind of the array of a SIEM answer it stands in; null where it stands in none. */
  kind: EventKind | null;
}

/** What a splitter finds, in the order it finds it. */
export interface SplitParts {
  value(value: SplitValue): void;
  fault(line: number, reason: string): void;
  /**
   * Reads a whole line as one value, in a file whose lines are values; false where it is none, or more than that: then
   * it is looked at byte by byte. The bytes are only good until this returns.
   */
  whole(line: number, bytes: Uint8Array): boolean;
}

/** What is around the next value: a list, a SIEM answer, or one of its arrays. Nothing around it is the file itself. */
type Frame = { is: 'list' } | { is: 'answer' } | { is: 'items'; kind: EventKind };

/** How the value under way ends: with its bracket, its quote, what follows a word, or its line. */
type Ending = 'bracket' | 'quote' | 'word' | 'line';

const nothing = new Uint8Array(0);

/** Room that is kept for the next value. */
const keptStore = 1024 * 1024;

/**
 * Cuts a file into its events while it comes, holding no more of it than one of them: NDJSON, a list, an event, a SIEM
 * answer, or several of these one behind the other. It looks only at what separates values, so that one with a fault
 * inside costs that one alone.
 *
 * Whether the file is one value a line shows with its first value. Then a line that ends in the middle is a fault of
 * that line; in a file whose values go over several lines it is none.
 */
export class ValueSplitter {
  readonly #parts: SplitParts;
  readonly #longest: number;
  #bytes: Uint8Array = nothing;
  #at = 0;
  /** What is held of the value under way from earlier chunks, and how much of it is in use. */
  #store: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #held = 0;
  /** Where the value under way begins in the bytes; -1 between values. */
  #start = -1;
  #ending: Ending = 'bracket';
  #isLeftOut = false;
  #open: number[] = [];
  #inText = false;
  #isEscaped = false;
  #textStart = 0;
  /** Where the last text right within the value stands, counted from its start. */
  #key = { from: 0, to: 0 };
  #frames: Frame[] = [];
  #lastText = '';
  #line = 1;
  #valueLine = 1;
  #outerLine = 1;
  #shape: 'unknown' | 'lines' | 'document' = 'unknown';
  /** The last byte of a line that may have ended in the middle. */
  #suspect = 0;
  #last = 0;

  /** @param longest how many bytes a value may have; a longer one is left out and told of */
  constructor(parts: SplitParts, longest: number) {
    this.#parts = parts;
    this.#longest = longest;
  }

  /** The line that is being read, counted from 1. */
  get line(): number {
    return this.#line;
  }

  /** Takes the next bytes of the file. */
  write(chunk: Uint8Array): void {
    this.#take(chunk);
    while (this.#at < this.#bytes.length) {
      if (this.#start !== -1) this.#within();
      else if (!this.#isWhole()) this.#between();
    }
    if (this.#start !== -1 && this.#at - this.#start > this.#longest) this.#leaveOut();
    this.#hold();
  }

  /** Says that the file is complete. */
  end(): void {
    if (this.#start !== -1) {
      this.#take(nothing);
      if (this.#ending === 'word' || this.#ending === 'line') this.#finish(this.#at);
    }
    if (this.#start !== -1 || this.#frames.length > 0)
      this.#parts.fault(
        this.#start === -1 ? this.#outerLine : this.#valueLine,
        'what begins here is cut short: the file ends in the middle of it',
      );
    this.cut();
  }

  /** Forgets what is under way: what comes next has nothing to do with it. */
  cut(): void {
    this.#drop();
    this.#frames = [];
  }

  /** Puts a chunk behind what is held of the value under way. */
  #take(chunk: Uint8Array): void {
    const held = this.#held;
    if (this.#start === -1) {
      this.#bytes = chunk;
      this.#at = 0;
      return;
    }
    const length = held + chunk.length;
    if (length > this.#store.length) {
      // Grown by doubling: a long value comes in many chunks.
      const store = new Uint8Array(length * 2);
      store.set(this.#store.subarray(0, held));
      this.#store = store;
    }
    this.#store.set(chunk, held);
    this.#bytes = this.#store.subarray(0, length);
    this.#at = held;
    this.#start = 0;
  }

  /** Keeps what is needed of the value under way: the chunk itself is the caller's. */
  #hold(): void {
    if (this.#start === -1) {
      this.#bytes = nothing;
      this.#held = 0;
      if (this.#store.length > keptStore) this.#store = new Uint8Array(0);
      return;
    }
    const kept = this.#isLeftOut ? nothing : this.#bytes.subarray(this.#start);
    if (kept.buffer !== this.#store.buffer || this.#start > 0) {
      if (kept.length > this.#store.length) this.#store = new Uint8Array(kept.length * 2);
      this.#store.set(kept);
    }
    this.#held = kept.length;
    this.#bytes = nothing;
  }

  /** Whether a line begins here that is one value, which it then goes over. */
  #isWhole(): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    if (this.#shape !== 'lines' || bytes[at] !== openBrace || this.#frames.length > 0) return false;
    const end = bytes.indexOf(newline, at);
    if (end === -1 || end - at > this.#longest) return false;
    if (!this.#parts.whole(this.#line, bytes.subarray(at, end))) return false;
    this.#line += 1;
    this.#at = end + 1;
    return true;
  }

  /** One byte outside of values. */
  #between(): void {
    const byte = this.#bytes[this.#at] as number;
    const frame = this.#frames.at(-1);
    if (byte === newline) this.#endLine();
    else if (!isSpace(byte) && byte !== comma) {
      const ending = frame?.is === 'answer' ? this.#inAnswer(byte) : this.#inList(byte, frame);
      if (ending) {
        this.#begin(ending);
        return;
      }
    }
    this.#at += 1;
  }

  /** A byte of a list, or of the file itself. Answers how the value ends that begins with it. */
  #inList(byte: number, frame: Frame | undefined): Ending | undefined {
    if (frame && byte === closeBracket) this.#leave();
    else if (frame && (byte === closeBrace || byte === colon)) this.#misplaced(byte);
    else if (byte === openBracket && frame?.is !== 'items') this.#enter({ is: 'list' });
    else if (isOpening(byte)) return 'bracket';
    else if (!frame) return 'line';
    else return byte === quote ? 'quote' : 'word';
    return undefined;
  }

  /** A byte of an answer, between its keys and values. Answers how the one ends that begins with it. */
  #inAnswer(byte: number): Ending | undefined {
    const kind = byte === openBracket ? kindOfArray(this.#lastText) : undefined;
    if (kind) this.#enter({ is: 'items', kind });
    else if (isOpening(byte)) return 'bracket';
    else if (byte === closeBrace) this.#leave();
    else if (byte === closeBracket) this.#misplaced(byte);
    else if (byte !== colon) return byte === quote ? 'quote' : 'word';
    return undefined;
  }

  #enter(frame: Frame): void {
    if (this.#frames.length === 0) this.#outerLine = this.#line;
    this.#frames.push(frame);
  }

  #leave(): void {
    this.#frames.pop();
    if (this.#frames.length === 0) this.#complete(this.#outerLine);
  }

  /** A value right within the file is complete. */
  #complete(line: number): void {
    if (this.#shape === 'unknown') this.#shape = line === this.#line ? 'lines' : 'document';
  }

  #misplaced(byte: number): void {
    this.#parts.fault(this.#line, `"${String.fromCharCode(byte)}" stands where it cannot be`);
  }

  #begin(ending: Ending): void {
    this.#start = this.#at;
    this.#ending = ending;
    this.#valueLine = this.#line;
    this.#key = { from: 0, to: 0 };
    this.#suspect = 0;
    if (ending === 'quote') {
      this.#inText = true;
      this.#textStart = 0;
      this.#at += 1;
    }
  }

  /** Goes on in the value under way, to its end or that of the bytes. */
  #within(): void {
    const bytes = this.#bytes;
    if (this.#ending === 'line') {
      const end = bytes.indexOf(newline, this.#at);
      this.#at = end === -1 ? bytes.length : end;
      if (end !== -1) this.#finish(end);
      return;
    }
    let goesOn = true;
    while (goesOn && this.#at < bytes.length) {
      if (this.#inText) goesOn = this.#withinText();
      else if (this.#ending === 'word') goesOn = this.#withinWord();
      else goesOn = this.#withinBrackets();
    }
  }

  /** One byte of a word. Answers whether the value goes on, as the two that follow do. */
  #withinWord(): boolean {
    const byte = this.#bytes[this.#at] as number;
    if (isSpace(byte) || byte === comma || isClosing(byte)) {
      this.#finish(this.#at);
      return false;
    }
    this.#at += 1;
    return true;
  }

  /** One byte within brackets and outside of texts. */
  #withinBrackets(): boolean {
    const byte = this.#bytes[this.#at] as number;
    if (byte === newline) {
      // A bracket alone on its line is how values begin that go over several.
      const isAlone = this.#open.length === 1 && this.#at - this.#start <= 2;
      if (this.#shape === 'lines' && isAlone) this.#shape = 'unknown';
      if (this.#shape === 'unknown') this.#suspect = this.#last;
      else if (this.#shape === 'lines') {
        this.#breakLine();
        return false;
      }
      this.#line += 1;
    } else if (!isSpace(byte)) {
      if (this.#suspect !== 0 && this.#isBroken(byte)) return false;
      if (this.#step(byte)) return false;
    }
    this.#at += 1;
    return true;
  }

  /** A byte that says something. Answers whether the value ends with it. */
  #step(byte: number): boolean {
    this.#last = byte;
    if (byte === quote) {
      this.#inText = true;
      this.#textStart = this.#at - this.#start;
    } else if (isOpening(byte)) {
      if (byte === openBracket && this.#open.length === 1 && this.#becomesAnswer()) return true;
      this.#open.push(byte);
    } else if (isClosing(byte)) {
      this.#open.pop();
      if (this.#open.length > 0) return false;
      this.#at += 1;
      this.#finish(this.#at);
      return true;
    }
    return false;
  }

  /** Goes on in a text, to its end or that of the bytes or the line. */
  #withinText(): boolean {
    const bytes = this.#bytes;
    const { length } = bytes;
    let at = this.#at;
    if (this.#isEscaped && at < length) {
      this.#isEscaped = false;
      at += 1;
    }
    for (; at < length; at++) {
      const byte = bytes[at];
      if (byte === quote) {
        this.#inText = false;
        this.#at = at + 1;
        if (this.#open.length <= 1) this.#key = { from: this.#textStart, to: this.#at - this.#start };
        if (this.#ending !== 'quote') return true;
        this.#finish(this.#at);
        return false;
      }
      if (byte === newline) {
        this.#at = at;
        this.#inText = false;
        // No text of JSON goes over a line, so its quote is missing: the next lines are not to suffer from that.
        if (this.#shape !== 'document') this.#breakLine();
        else if (this.#ending === 'quote') this.#finish(at);
        else return true;
        return false;
      }
      if (byte !== backslash) continue;
      at += 1;
      this.#isEscaped = at >= length;
    }
    this.#at = length;
    return false;
  }

  /**
   * After a line of an unknown file that may have ended in the middle: an event that begins here, where within the
   * value none can be, shows that it did.
   */
  #isBroken(byte: number): boolean {
    const suspect = this.#suspect;
    const mayFollow = suspect === openBracket || (suspect === comma && this.#open.at(-1) === openBracket);
    this.#suspect = 0;
    if (byte !== openBrace || mayFollow) {
      this.#shape = 'document';
      return false;
    }
    this.#shape = 'lines';
    this.#parts.fault(this.#valueLine, 'no valid JSON: the line ends in the middle');
    this.cut();
    return true;
  }

  /** The line ends in the middle of a value: what follows is another. */
  #breakLine(): void {
    this.#shape = 'lines';
    this.#parts.fault(
      this.#start === -1 ? this.#outerLine : this.#valueLine,
      'no valid JSON: the line ends in the middle',
    );
    this.cut();
  }

  #endLine(): void {
    if (this.#frames.length > 0) {
      if (this.#shape === 'lines') this.#breakLine();
      else this.#shape = 'document';
    }
    this.#line += 1;
  }

  /** Whether the list that begins here is one of a SIEM answer; then its events are told of one by one. */
  #becomesAnswer(): boolean {
    const frame = this.#frames.at(-1);
    if (this.#open[0] !== openBrace || this.#isLeftOut || (frame && frame.is !== 'list')) return false;
    const { from, to } = this.#key;
    const kind = kindOfArray(this.#textOf(this.#start + from, this.#start + to));
    if (!kind) return false;
    if (this.#frames.length === 0) this.#outerLine = this.#valueLine;
    this.#frames.push({ is: 'answer' }, { is: 'items', kind });
    this.#drop();
    this.#at += 1;
    return true;
  }

  /** A text without its quotes. Names of arrays need no escapes. */
  #textOf(from: number, to: number): string {
    return new TextDecoder().decode(this.#bytes.subarray(from + 1, to - 1));
  }

  #finish(end: number): void {
    const [line, start, isLeftOut] = [this.#valueLine, this.#start, this.#isLeftOut];
    const frame = this.#frames.at(-1);
    if (!isLeftOut && end - start > this.#longest) this.#leaveOut();
    else if (frame?.is === 'answer') {
      this.#lastText = this.#ending === 'quote' && end - start < 100 ? this.#textOf(start, end) : '';
    } else if (!isLeftOut) {
      const kind = frame?.is === 'items' ? frame.kind : null;
      this.#parts.value({ line, bytes: this.#bytes.subarray(start, end), kind });
    }
    this.#drop();
    if (this.#frames.length === 0) this.#complete(line);
  }

  #leaveOut(): void {
    if (!this.#isLeftOut)
      this.#parts.fault(this.#valueLine, `it is longer than ${formatSize(this.#longest)} and is left out`);
    this.#isLeftOut = true;
  }

  #drop(): void {
    this.#start = -1;
    this.#isLeftOut = false;
    this.#open = [];
    this.#inText = false;
    this.#isEscaped = false;
    this.#suspect = 0;
  }
}
