import { hash } from 'node:crypto';
import type { EventKind } from '../../shared/event/kinds.ts';

/** A generation is dropped when it is this old, so an entry is remembered for one to two of these, ms. */
const generation = 90 * 60 * 1000;

/** At most so many entries in a generation (some 100 bytes each). */
const largest = 300_000;

/**
 * The exact texts that are durable already. The sweep reads the last hour again every ten minutes, and nearly all of
 * what it gets is word for word what the journal has taken: such an entry is dropped before it is written, stored
 * and archived once more. Only what was committed is remembered, and only in memory, so that a restart, a damaged
 * batch or an overflow costs entries that the store recognises as duplicates, never one that is lost.
 */
export class SeenTexts {
  readonly #clock: { now(): number };
  #young = new Set<string>();
  #old = new Set<string>();
  #bornAt: number;
  #forgotten = 0;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
    this.#bornAt = clock.now();
  }

  /** Names an entry by what it says: 128 bits of SHA-256. */
  static nameOf(kind: EventKind, text: string): string {
    return hash('sha256', `${kind}\n${text}`, 'base64url').slice(0, 22);
  }

  has(name: string): boolean {
    return this.#young.has(name) || this.#old.has(name);
  }

  /** Remembers what is durable from now on. */
  add(names: Iterable<string>): void {
    const age = this.#clock.now() - this.#bornAt;
    // A clock that went back makes a generation of unknown age: it is as good as over.
    if (age > generation || age < 0 || this.#young.size > largest) {
      this.#old = this.#young;
      this.#young = new Set();
      this.#bornAt = this.#clock.now();
    }
    for (const name of names) this.#young.add(name);
  }

  /** How often everything was forgotten: what was recognised before that may not be durable any more. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Forgets everything, since something that was durable is not any more. */
  forget(): void {
    this.#forgotten += 1;
    this.#young.clear();
    this.#old.clear();
  }
}
