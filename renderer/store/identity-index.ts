import { HexColumn, hexOf, wordsOf } from './hex-columns.ts';

/** Slots of the table: the place plus one, 0 where none is, `gone` where one was removed. */
const gone = 0xffff_ffff;

/** The table grows when more of it is taken than this: up to it a probe finds its place in a few steps. */
const fullest = 0.82;
const growth = 1.4;

/**
 * Finds the place of an event by its identity, in memory: 16 bytes for the identity and about 6 for its slot. An
 * open-addressing table with linear probing; an identity is a hash already, so it is its own hash.
 */
export class IdentityIndex {
  readonly #identities = new HexColumn();
  readonly #words = new Uint32Array(4);
  #slots = new Uint32Array(1024);
  /** Slots that are not 0. */
  #taken = 0;
  #size = 0;

  /** Identities held. */
  get size(): number {
    return this.#size;
  }

  /** Bytes taken, table and identities together. */
  get bytes(): number {
    return this.#identities.bytes + this.#slots.byteLength;
  }

  /**
   * The place of an identity, or undefined where it is not known.
   * @param identity 32 hexadecimal digits
   * @param salt four words that tell the identities of one source from the same ones of another
   */
  find(identity: string, salt: Uint32Array): number | undefined {
    this.#read(identity, salt);
    const slot = this.#slotOf(this.#words);
    return slot === undefined ? undefined : (this.#slots[slot] as number) - 1;
  }

  /** Puts an identity that is not known yet at a place. */
  add(identity: string, salt: Uint32Array, place: number): void {
    this.#read(identity, salt);
    this.#addRead(place);
  }

  /** Puts an identity, four words of a list from one on, at a place. */
  addWords(words: Uint32Array, from: number, salt: Uint32Array, place: number): void {
    for (let word = 0; word < 4; word++) this.#words[word] = words[from + word] as number;
    this.#mix(salt);
    this.#addRead(place);
  }

  #addRead(place: number): void {
    if (this.#taken + 1 > this.#slots.length * fullest) this.#grow();
    this.#identities.set(place, this.#words);
    this.#put(this.#words[0] as number, place);
    this.#size += 1;
  }

  remove(identity: string, salt: Uint32Array): void {
    this.#read(identity, salt);
    const slot = this.#slotOf(this.#words);
    if (slot === undefined) return;
    this.#slots[slot] = gone;
    this.#size -= 1;
  }

  /** The identity at a place, that was added with this salt. */
  identityAt(place: number, salt: Uint32Array): string {
    this.#identities.words(place, this.#words);
    this.#mix(salt);
    return hexOf(this.#words);
  }

  #read(identity: string, salt: Uint32Array): void {
    wordsOf(identity, this.#words);
    this.#mix(salt);
  }

  #mix(salt: Uint32Array): void {
    for (let word = 0; word < 4; word++) {
      this.#words[word] = ((this.#words[word] as number) ^ (salt[word] as number)) >>> 0;
    }
  }

  #begin(word: number, length: number): number {
    return Math.floor((word / 4_294_967_296) * length);
  }

  #slotOf(words: Uint32Array): number | undefined {
    const slots = this.#slots;
    let slot = this.#begin(words[0] as number, slots.length);
    for (;;) {
      const held = slots[slot] as number;
      if (held === 0) return undefined;
      if (held !== gone && this.#identities.equals(held - 1, words)) return slot;
      slot = slot + 1 === slots.length ? 0 : slot + 1;
    }
  }

  #put(word: number, place: number): void {
    const slots = this.#slots;
    let slot = this.#begin(word, slots.length);
    while (slots[slot] !== 0) slot = slot + 1 === slots.length ? 0 : slot + 1;
    slots[slot] = place + 1;
    this.#taken += 1;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(Math.ceil(Math.max(1024, this.#size * growth) / fullest));
    this.#taken = 0;
    for (const held of old) {
      if (held !== 0 && held !== gone) this.#put(this.#identities.first(held - 1), held - 1);
    }
  }
}
