import type { EventRun } from './segment-file.ts';

/** Segments that are kept unpacked: an analyst who reads one event often reads its neighbours next. */
const mostSegments = 4;

/** Runs that are in memory whole: all of the tail, and the segments that were read last. */
export class RunCache {
  readonly #tail = new Map<number, EventRun>();
  readonly #segments = new Map<number, EventRun>();

  get(id: number): EventRun | undefined {
    const inTail = this.#tail.get(id);
    if (inTail) return inTail;
    const segment = this.#segments.get(id);
    if (segment) {
      // The one used last is forgotten last.
      this.#segments.delete(id);
      this.#segments.set(id, segment);
    }
    return segment;
  }

  keep(id: number, run: EventRun, isTail: boolean): void {
    if (isTail) {
      this.#tail.set(id, run);
      return;
    }
    this.#segments.set(id, run);
    for (const oldest of this.#segments.keys()) {
      if (this.#segments.size <= mostSegments) break;
      this.#segments.delete(oldest);
    }
  }

  drop(id: number): void {
    this.#tail.delete(id);
    this.#segments.delete(id);
  }
}
