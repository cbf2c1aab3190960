/** Where an event lies on disk. */
export interface Location {
  run: number;
  index: number;
}

interface PlacedRun {
  first: number;
  length: number;
  run: number;
  /** The index of each place's event in its run; null where they lie in the order of their places. */
  indexes: Uint32Array | null;
}

const nowhere = 0xffff_ffff;

/**
 * Which run on disk the event at a place in memory lies in. Runs are taken into memory whole, so a few numbers a run
 * tell it; those that were joined since keep the index of each event.
 */
export class Places {
  readonly #runs: PlacedRun[] = [];

  /** Says that a run lies at the places from `first` on. Runs are added in the order of their places. */
  add(first: number, length: number, run: number): void {
    this.#runs.push({ first, length, run, indexes: null });
  }

  /** Undefined where the event is on disk no more. */
  locate(place: number): Location | undefined {
    let low = 0;
    let high = this.#runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#runs[middle] as PlacedRun).first <= place) low = middle;
      else high = middle - 1;
    }
    const held = this.#runs[low];
    if (!held || place < held.first || place >= held.first + held.length) return undefined;
    const index = held.indexes ? (held.indexes[place - held.first] as number) : place - held.first;
    return index === nowhere ? undefined : { run: held.run, index };
  }

  /**
   * Which runs the events at some places lie in, and where in them: `at` is where in the list the place stands. What is
   * on disk no more is left out.
   */
  byRun(places: readonly number[]): Map<number, { at: number; index: number }[]> {
    const runs = new Map<number, { at: number; index: number }[]>();
    for (const [at, place] of places.entries()) {
      const location = this.locate(place);
      if (!location) continue;
      const one = { at, index: location.index };
      const known = runs.get(location.run);
      if (known) known.push(one);
      else runs.set(location.run, [one]);
    }
    return runs;
  }

  /** The places of a run's events, with their indexes in it. */
  *of(run: number): Generator<{ place: number; index: number }> {
    for (const held of this.#runs) {
      if (held.run !== run) continue;
      for (let i = 0; i < held.length; i++) {
        const index = held.indexes ? (held.indexes[i] as number) : i;
        if (index !== nowhere) yield { place: held.first + i, index };
      }
    }
  }

  /**
   * Says that runs were written anew as one.
   * @param indexOf the new index of an event of one of them; undefined where it was left out
   */
  rewrite(
    runs: ReadonlySet<number>,
    into: number,
    indexOf: (location: Location) => number | undefined,
  ): void {
    for (const held of this.#runs) {
      if (!runs.has(held.run)) continue;
      const indexes = new Uint32Array(held.length);
      for (let i = 0; i < held.length; i++) {
        const index = held.indexes ? (held.indexes[i] as number) : i;
        indexes[i] = index === nowhere ? nowhere : (indexOf({ run: held.run, index }) ?? nowhere);
      }
      held.indexes = indexes;
      held.run = into;
    }
  }

  /** Says that a run is on disk no more. */
  drop(run: number): void {
    this.rewrite(new Set([run]), run, () => undefined);
  }
}
