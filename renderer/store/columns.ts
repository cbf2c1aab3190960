import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type EventKind, eventKinds } from '../../shared/event/kinds.ts';
import { type ScoreField, scoreFields } from '../../shared/event/threat-event.ts';
import type { EventRow } from './event-row.ts';
import { HexColumn, wordsOf } from './hex-columns.ts';
import { IdentityIndex } from './identity-index.ts';

/** Stands in a score column for "no score". */
export const noScore = 255;

/** Distinct values of a multi-valued facet, each with a bit; more than 31 share the last one's neighbour. */
export class BitDictionary {
  readonly values: string[] = [];
  readonly #bits = new Map<string, number>();

  /** The bit of a value; 31 values fit, and further ones share the last bit under "other". */
  bitOf(value: string): number {
    const known = this.#bits.get(value);
    if (known !== undefined) return known;
    const place = Math.min(this.values.length, 30);
    const bit = 1 << place;
    this.#bits.set(value, bit);
    if (this.values.length < 30) this.values.push(value);
    else if (this.values.length === 30) {
      this.values.push('other');
      if (!this.#bits.has('other')) this.#bits.set('other', bit);
    }
    return bit;
  }

  /** The bits of a list of values together. */
  maskOf(values: readonly string[]): number {
    return values.reduce((mask, value) => mask | this.bitOf(value), 0);
  }

  /** The bits of those values that occur at all. */
  knownMaskOf(values: readonly string[]): number {
    return values.reduce((mask, value) => mask | (this.#bits.get(value) ?? 0), 0);
  }
}

function grown<T extends Float64Array | Uint8Array | Int32Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}

const kindCodes = new Map<EventKind, number>(eventKinds.map((kind, code) => [kind, code]));

/**
 * What filters ask of events, column by column in memory, so that a look at all of them is one pass over typed
 * arrays. A place is an event's for as long as it is stored.
 */
export class Columns {
  /** Places in use; those of removed events are among them. */
  length = 0;
  time = new Float64Array(1024);
  kind = new Uint8Array(1024);
  scores = Object.fromEntries(scoreFields.map((field) => [field, new Uint8Array(1024)])) as Record<
    ScoreField,
    Uint8Array<ArrayBuffer>
  >;
  classification = new Int32Array(1024);
  threatType = new Int32Array(1024);
  threatStatus = new Int32Array(1024);
  /** 1 where the event was removed. */
  gone = new Uint8Array(1024);
  unparsed = new Uint8Array(1024);
  readonly text: string[] = [];
  /** Which source an event is of: a place in `sources`. */
  source = new Uint8Array(1024);
  readonly sources: { id: string; salt: Uint32Array }[] = [];
  readonly dictionaries = {
    classification: new BitDictionary(),
    threatType: new BitDictionary(),
    threatStatus: new BitDictionary(),
  };
  readonly #index = new IdentityIndex();
  readonly #hashes = new HexColumn();
  readonly #words = new Uint32Array(4);
  #order = new Uint32Array(0);
  #ordered = 0;
  #removed = 0;
  #unparsed = 0;

  /** Events stored. */
  get size(): number {
    return this.length - this.#removed;
  }

  get unparsedCount(): number {
    return this.#unparsed;
  }

  /** The place of an event that is stored. */
  placeOf(source: string, identity: string): number | undefined {
    const code = this.#sourceCode(source);
    return this.#index.find(identity, this.#saltOf(code));
  }

  /** The row's key of the event at a place. */
  keyAt(place: number): string {
    const { id, salt } = this.sources[this.source[place] as number] ?? { id: '', salt: this.#words };
    return `${id}:${this.#index.identityAt(place, salt)}`;
  }

  /** Whether the event at a place says what a content hash stands for. */
  says(place: number, contentHash: string): boolean {
    wordsOf(contentHash, this.#words);
    return this.#hashes.equals(place, this.#words);
  }

  /** Adds an event, or puts its newest version in its place. */
  put(row: EventRow): void {
    const known = this.placeOf(row.source, row.identity);
    if (known !== undefined && this.time[known] === row.time) {
      this.#write(known, row);
      return;
    }
    // The order by time holds for good only while no place changes its time.
    if (known !== undefined) this.remove(row.source, row.identity);
    this.#reserve(this.length + 1);
    const place = this.length++;
    const code = this.#sourceCode(row.source);
    this.source[place] = code;
    this.#index.add(row.identity, this.#saltOf(code), place);
    this.#write(place, row);
    if (!row.parsed) this.#unparsed += 1;
  }

  remove(source: string, identity: string): void {
    const place = this.placeOf(source, identity);
    if (place === undefined) return;
    this.#index.remove(identity, this.#saltOf(this.source[place] as number));
    this.gone[place] = 1;
    this.text[place] = '';
    this.#removed += 1;
    if (this.unparsed[place] === 1) this.#unparsed -= 1;
  }

  #sourceCode(source: string): number {
    const known = this.sources.findIndex(({ id }) => id === source);
    if (known !== -1) return known;
    const salt = new Uint32Array(4);
    wordsOf(bytesToHex(sha256(utf8ToBytes(source))).slice(0, 32), salt);
    return this.sources.push({ id: source, salt }) - 1;
  }

  #saltOf(code: number): Uint32Array {
    return this.sources[code]?.salt ?? this.#words;
  }

  /** All places, newest event first. */
  order(): Uint32Array {
    if (this.#ordered === this.length) return this.#order;
    const { time } = this;
    const later = (a: number, b: number) => (time[b] as number) - (time[a] as number) || b - a;
    const fresh = Uint32Array.from({ length: this.length - this.#ordered }, (_, i) => this.#ordered + i).sort(
      later,
    );
    const merged = new Uint32Array(this.length);
    const old = this.#order;
    let at = 0;
    let next = 0;
    for (const place of fresh) {
      while (next < old.length && later(old[next] as number, place) < 0) merged[at++] = old[next++] as number;
      merged[at++] = place;
    }
    merged.set(old.subarray(next), at);
    this.#order = merged;
    this.#ordered = this.length;
    return merged;
  }

  #write(place: number, row: EventRow): void {
    this.time[place] = row.time;
    this.kind[place] = kindCodes.get(row.kind) ?? 0;
    for (const field of scoreFields) this.scores[field][place] = Math.round(row[field] ?? noScore);
    this.classification[place] = this.dictionaries.classification.maskOf(row.classifications);
    this.threatType[place] = this.dictionaries.threatType.maskOf(row.threatTypes);
    this.threatStatus[place] = this.dictionaries.threatStatus.maskOf(row.threatStatuses);
    this.unparsed[place] = row.parsed ? 0 : 1;
    this.text[place] = row.text;
    wordsOf(row.contentHash, this.#words);
    this.#hashes.set(place, this.#words);
  }

  #reserve(length: number): void {
    if (length <= this.time.length) return;
    const capacity = this.time.length * 2;
    this.time = grown(this.time, capacity);
    this.kind = grown(this.kind, capacity);
    for (const field of scoreFields) this.scores[field] = grown(this.scores[field], capacity);
    this.classification = grown(this.classification, capacity);
    this.threatType = grown(this.threatType, capacity);
    this.threatStatus = grown(this.threatStatus, capacity);
    this.gone = grown(this.gone, capacity);
    this.unparsed = grown(this.unparsed, capacity);
    this.source = grown(this.source, capacity);
  }
}
