/** Which places hold earlier versions of the event at a place. */
export class History {
  readonly #earlier = new Map<number, number[]>();

  /** Places of earlier versions, in no order. */
  of(place: number): readonly number[] {
    return this.#earlier.get(place) ?? [];
  }

  /** All places that hold an earlier version. */
  places(): Set<number> {
    return new Set([...this.#earlier.values()].flat());
  }

  /** Adds an earlier version to an event's. */
  add(place: number, earlier: number): void {
    const known = this.#earlier.get(place);
    if (known) known.push(earlier);
    else this.#earlier.set(place, [earlier]);
  }

  /** Says that a place holds what is newer than the event of another: that one and its earlier versions are its now. */
  supersede(place: number, before: number): void {
    this.#earlier.set(place, [...this.of(before), before]);
    this.#earlier.delete(before);
  }

  /** Forgets an event and its earlier versions. */
  forget(place: number): void {
    this.#earlier.delete(place);
  }

  /** Forgets earlier versions that are on disk no more; answers the places of the events they were of. */
  keepOnly(isThere: (place: number) => boolean): number[] {
    const changed: number[] = [];
    for (const [place, earlier] of this.#earlier) {
      const kept = earlier.filter(isThere);
      if (kept.length === earlier.length) continue;
      changed.push(place);
      if (kept.length > 0) this.#earlier.set(place, kept);
      else this.#earlier.delete(place);
    }
    return changed;
  }
}
