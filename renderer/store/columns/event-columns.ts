import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { wordsOf } from '../hex-columns.ts';
import { IdentityIndex } from '../identity-index.ts';
import { blockShift, blockWords } from './blocks.ts';
import type { ColumnChunk } from './chunk.ts';
import { FieldColumns, type Writer } from './field-columns.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { type Stretches, TimeOrder } from './time-order.ts';

const noSalt = new Uint32Array(4);

/** The earliest and latest time in a block; removed events may still be counted in. */
interface TimeSpan {
  from: number;
  to: number;
}

/**
 * All events in memory, column by column. A place is an event's for as long as it is stored; a block is a run of
 * places, and its stamp changes whenever anything in it does, so that whatever was found out about a block holds for
 * as long as its stamp is the same.
 */
export class EventColumns {
  readonly fields = new FieldColumns();
  /** A bit for each place whose event is stored. */
  live = new Uint32Array(blockWords);
  /** Changes with every change of a block. */
  stamps = new Uint32Array(1);
  readonly spans: TimeSpan[] = [];
  /** Changes with every change. */
  revision = 0;
  /** How often a place got other values than it had, which what is counted by place cannot follow. */
  rewrites = 0;
  #length = 0;
  #size = 0;
  #snapshot = new Uint32Array(0);
  #snapshotAt = 0;
  readonly #index = new IdentityIndex();
  /** Half of the content hash: within one identity that is plenty. */
  readonly #hashes = new GrowingNumbers(1024);
  readonly #order = new TimeOrder((place) => this.fields.time.at(place));
  /** A run whose events replace others one by one is translated once. */
  readonly #writers = new WeakMap<ColumnChunk, Writer[]>();
  /** Salts of the sources by their code in the column. */
  readonly #salts = new Map<number, Uint32Array>();

  /** Places in use; those of removed events are among them. */
  get length(): number {
    return this.#length;
  }

  /** Events stored. */
  get size(): number {
    return this.#size;
  }

  get blocks(): number {
    return (this.#length + (1 << blockShift) - 1) >> blockShift;
  }

  /** Bytes taken, near enough. */
  get bytes(): number {
    return (
      this.fields.bytes +
      this.#index.bytes +
      this.#hashes.bytes +
      this.#order.bytes +
      this.live.byteLength +
      this.stamps.byteLength
    );
  }

  /**
   * Adds a run of events behind those that are there, each at the place after the one before.
   * @param isDead events of the run that are not stored any more: they take a place and nothing sees them
   * @returns the place of the first
   */
  append(chunk: ColumnChunk, isDead: (index: number) => boolean = () => false): number {
    const first = this.#length;
    const { length } = chunk;
    this.#reserve(first + length);
    for (const write of this.fields.writersOf(chunk)) {
      for (let index = 0; index < length; index++) write(index, first + index, true);
    }
    for (let index = 0; index < length; index++) {
      const place = first + index;
      this.#hashes.push(chunk.contentHash[index * 4] as number);
      this.#hashes.push(chunk.contentHash[index * 4 + 1] as number);
      this.#widen(place);
      if (isDead(index)) continue;
      this.#index.addWords(chunk.identity, index * 4, this.#saltAt(place), place);
      this.#setLive(place, true);
    }
    this.#length += length;
    this.#touch(first, this.#length);
    return first;
  }

  /** Puts another version of an event, one of a run, in its place. */
  replace(place: number, chunk: ColumnChunk, index: number): void {
    let writers = this.#writers.get(chunk);
    if (!writers) {
      writers = this.fields.writersOf(chunk);
      this.#writers.set(chunk, writers);
    }
    for (const write of writers) write(index, place, false);
    this.#hashes.set(place * 2, chunk.contentHash[index * 4] as number);
    this.#hashes.set(place * 2 + 1, chunk.contentHash[index * 4 + 1] as number);
    this.#widen(place);
    this.#order.move(place);
    this.rewrites += 1;
    this.#touch(place, place + 1);
  }

  /** Puts another number in the place of an event's, such as how many versions of it are known. */
  setNumber(place: number, field: string, value: number): void {
    const found = this.fields.of(field);
    if (found?.is === 'level') found.column.codes.set(place, found.column.dictionary.add(value));
    else if (found?.is === 'measure') found.column.set(place, value);
    this.rewrites += 1;
    this.#touch(place, place + 1);
  }

  /** Puts what analysts say of events in place of what they said before. */
  annotate(said: readonly { place: number; tags: readonly string[]; note: string }[]): void {
    const tags = this.fields.of('tag');
    const notes = this.fields.of('note');
    if (said.length === 0 || tags?.is !== 'text' || notes?.is !== 'text') return;
    const { dictionary } = tags.column;
    const codeOf = (values: readonly string[]) =>
      values.length === 0 ? 0 : dictionary.addList(values.map((value) => dictionary.add(value)));
    tags.column.codes.setAll(said.map((one) => ({ place: one.place, code: codeOf(one.tags) })));
    notes.column.codes.setAll(
      said.map(({ place, note }) => ({ place, code: notes.column.dictionary.add(note) })),
    );
    this.rewrites += 1;
    this.revision += 1;
    for (const { place } of said) this.stamps[place >> blockShift] = this.revision;
  }

  remove(place: number): void {
    if (!this.isLive(place)) return;
    this.#index.remove(this.#identityAt(place), this.#saltAt(place));
    this.#setLive(place, false);
    this.#touch(place, place + 1);
  }

  isLive(place: number): boolean {
    return (((this.live[place >> 5] ?? 0) >>> (place & 31)) & 1) === 1;
  }

  /** The place of an event that is stored. */
  placeOf(source: string, identity: string): number | undefined {
    const field = this.fields.of('source');
    if (field?.is !== 'text') return undefined;
    return this.#index.find(identity, this.#saltOf(field.column.dictionary.add(source)));
  }

  /** The row's key of the event at a place: `source:identity`. */
  keyAt(place: number): string {
    return `${this.sourceAt(place)}:${this.#identityAt(place)}`;
  }

  /** The place of a row's key, undefined where its event is not stored. */
  placeOfKey(key: string): number | undefined {
    const colon = key.lastIndexOf(':');
    return colon === -1 ? undefined : this.placeOf(key.slice(0, colon), key.slice(colon + 1));
  }

  sourceAt(place: number): string {
    const field = this.fields.of('source');
    return field?.is === 'text' ? field.column.dictionary.textAt(field.column.codes.at(place)) : '';
  }

  /** Whether the event at a place says what a content hash stands for. */
  says(place: number, contentHash: string): boolean {
    const words = new Uint32Array(4);
    wordsOf(contentHash, words);
    return this.saysWords(place, words);
  }

  /** The same for a content hash as four words. */
  saysWords(place: number, words: Uint32Array): boolean {
    return this.#hashes.at(place * 2) === words[0] && this.#hashes.at(place * 2 + 1) === words[1];
  }

  timeAt(place: number): number {
    return this.fields.time.at(place);
  }

  /** A bit for each place whose event is stored now; it stays as it is when more events come. */
  snapshot(): Uint32Array {
    if (this.#snapshotAt !== this.revision) {
      this.#snapshot = this.live.slice(0, (this.#length + 31) >> 5);
      this.#snapshotAt = this.revision;
    }
    return this.#snapshot;
  }

  /** All places, those of removed events among them: newest first, of equal times the later place first. */
  order(): Uint32Array {
    return this.#order.upTo(this.#length);
  }

  /** The order in stretches, so that those without any wanted event can be skipped. */
  get stretches(): Stretches {
    this.order();
    return this.#order.stretches;
  }

  #identityAt(place: number): string {
    return this.#index.identityAt(place, this.#saltAt(place));
  }

  #saltAt(place: number): Uint32Array {
    const field = this.fields.of('source');
    return field?.is === 'text' ? this.#saltOf(field.column.codes.at(place)) : noSalt;
  }

  #saltOf(code: number): Uint32Array {
    let salt = this.#salts.get(code);
    if (!salt) {
      const field = this.fields.of('source');
      const source = field?.is === 'text' ? field.column.dictionary.textAt(code) : '';
      const bytes = sha256(utf8ToBytes(source));
      salt = new Uint32Array(4);
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      for (let word = 0; word < 4; word++) salt[word] = view.getUint32(word * 4);
      this.#salts.set(code, salt);
    }
    return salt;
  }

  #setLive(place: number, isLive: boolean): void {
    const word = place >> 5;
    const bit = 1 << (place & 31);
    const held = this.live[word] as number;
    this.live[word] = isLive ? held | bit : held & ~bit;
    this.#size += isLive ? 1 : -1;
  }

  #widen(place: number): void {
    const at = place >> blockShift;
    const time = this.fields.time.at(place);
    const span = this.spans[at];
    if (!span) this.spans[at] = { from: time, to: time };
    else {
      if (time < span.from) span.from = time;
      if (time > span.to) span.to = time;
    }
  }

  #touch(from: number, to: number): void {
    this.revision += 1;
    for (let block = from >> blockShift; block << blockShift < to; block++)
      this.stamps[block] = this.revision;
  }

  #reserve(length: number): void {
    const blocks = (length + (1 << blockShift) - 1) >> blockShift;
    if (blocks <= this.stamps.length) return;
    const capacity = Math.ceil(Math.max(blocks, this.stamps.length * 1.25));
    const live = new Uint32Array(capacity * blockWords);
    live.set(this.live);
    this.live = live;
    const stamps = new Uint32Array(capacity);
    stamps.set(this.stamps);
    this.stamps = stamps;
  }
}
