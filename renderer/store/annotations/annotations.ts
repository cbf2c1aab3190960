import { saysNothing } from '../../../shared/said/said-state.ts';
import type { Annotation } from './annotation.ts';

/** The first 52 bits of an identity: a number tells whether an event can be one that something is said of. */
export function identityStart(first: number, second: number): number {
  return first * 0x10_0000 + (second >>> 12);
}

function startOfKey(key: string): number {
  const colon = key.lastIndexOf(':');
  return Number.parseInt(key.slice(colon + 1, colon + 14), 16);
}

/** All that is said of events, in memory, by row key (`source:identity`); of events that are not there too. */
export class Annotations {
  readonly #byKey = new Map<string, Annotation>();
  readonly #keysByStart = new Map<number, string[]>();

  get size(): number {
    return this.#byKey.size;
  }

  get keys(): Iterable<string> {
    return this.#byKey.keys();
  }

  of(key: string): Annotation | undefined {
    return this.#byKey.get(key);
  }

  /** Puts what is said of an event in place of what was; nothing where it is empty. */
  put(key: string, annotation: Annotation): void {
    if (saysNothing(annotation)) {
      this.drop(key);
      return;
    }
    if (!this.#byKey.has(key)) {
      const start = startOfKey(key);
      const keys = this.#keysByStart.get(start);
      if (keys) keys.push(key);
      else this.#keysByStart.set(start, [key]);
    }
    this.#byKey.set(key, annotation);
  }

  drop(key: string): void {
    if (!this.#byKey.delete(key)) return;
    const start = startOfKey(key);
    const left = (this.#keysByStart.get(start) ?? []).filter((one) => one !== key);
    if (left.length > 0) this.#keysByStart.set(start, left);
    else this.#keysByStart.delete(start);
  }

  /** Whether something is said of an event whose identity begins so; there may be another one behind it. */
  maySay(start: number): boolean {
    return this.#keysByStart.has(start);
  }
}
