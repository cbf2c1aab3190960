import { Annotations, identityStart } from '../annotations/annotations.ts';
import type { ColumnChunk } from '../columns/chunk.ts';
import type { EventColumns } from '../columns/event-columns.ts';
import { isNewer } from '../event-row.ts';
import { History } from './history.ts';
import { Places } from './places.ts';
import { runValues, timesOf, type VersionTimes, versionTimes } from './run-values.ts';

/** Tells a few thousand identities apart at once: 53 of their bits and the source. */
function shortIdentity(chunk: ColumnChunk, event: number): number {
  const source = chunk.strings.source?.codes[event] ?? 0;
  const first = ((chunk.identity[event * 4] as number) ^ Math.imul(source, 0x9e37_79b1)) >>> 0;
  return first * 0x20_0000 + ((chunk.identity[event * 4 + 1] as number) >>> 11);
}

/**
 * All stored events in memory: their columns, where each lies on disk, and which are earlier versions of which. Of
 * each event the newest version is live; the others have places too, that nothing but their event's history sees.
 */
export class Memory {
  readonly columns: EventColumns;
  readonly places = new Places();
  readonly history = new History();
  /** What analysts say of events, those that are not in memory among them. */
  readonly annotations = new Annotations();
  readonly #counts = new Map<string, number>();
  #unparsed = 0;

  constructor(columns: EventColumns) {
    this.columns = columns;
  }

  get unparsed(): number {
    return this.#unparsed;
  }

  /** How many events each source has. */
  get bySource(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  /** Whether a version of an event is stored, be it the newest or an earlier one. */
  hasVersion(place: number, contentHash: string): boolean {
    return [place, ...this.history.of(place)].some((one) => this.columns.says(one, contentHash));
  }

  /**
   * Takes a run into memory: each of its events finds its place among the versions that are there already.
   * @param isRemoved events of the run that were removed and not yet taken off the disk
   */
  admit(run: number, chunk: ColumnChunk, isRemoved?: (chunk: ColumnChunk, event: number) => boolean): void {
    const { columns, history } = this;
    const first = columns.length;
    const isDead = new Uint8Array(chunk.length);
    const superseded: number[] = [];
    const recounted = new Set<number>();
    const mine = new Map<number, number>();
    for (let event = 0; event < chunk.length; event++) {
      if (isRemoved?.(chunk, event)) {
        isDead[event] = 1;
        continue;
      }
      const short = shortIdentity(chunk, event);
      const before = mine.get(short);
      const rival = before === undefined ? this.#placeOf(chunk, event) : first + before;
      if (rival === undefined) {
        mine.set(short, event);
        continue;
      }
      const saysTheSame = (place: number) =>
        place >= first
          ? runValues.contentHash(chunk, place - first) === runValues.contentHash(chunk, event)
          : columns.says(place, runValues.contentHash(chunk, event));
      if ([rival, ...history.of(rival)].some(saysTheSame)) {
        isDead[event] = 1;
        continue;
      }
      const isRivalHere = rival >= first;
      const times = versionTimes(chunk, event);
      const rivalTimes = isRivalHere ? versionTimes(chunk, rival - first) : this.timesAt(rival);
      // Of two versions of the same moment the one that was stored first stays.
      const cameFirst = !isRivalHere && run < (this.places.locate(rival)?.run ?? 0);
      if (isNewer(times, rivalTimes) || (cameFirst && !isNewer(rivalTimes, times))) {
        history.supersede(first + event, rival);
        recounted.delete(rival);
        recounted.add(first + event);
        if (rival >= first) isDead[rival - first] = 1;
        else superseded.push(rival);
        mine.set(short, event);
      } else {
        isDead[event] = 1;
        history.add(rival, first + event);
        recounted.add(rival);
      }
    }
    // Their identities have to be free before the newer versions take them.
    for (const place of superseded) this.remove(place);
    columns.append(chunk, (event) => isDead[event] === 1);
    this.places.add(first, chunk.length, run);
    if (this.annotations.size > 0) this.#annotateRun(first, chunk);
    for (const place of recounted) this.#countVersions(place);
    for (let event = 0; event < chunk.length; event++) {
      if (isDead[event] === 0) this.#count(runValues.text(chunk, 'source', event), first + event, 1);
    }
  }

  /** Puts what is said of events into their columns. */
  annotate(keys: readonly string[]): void {
    this.columns.annotate(
      keys.flatMap((key) => {
        const place = this.columns.placeOfKey(key);
        const { tags = [], note = '' } = this.annotations.of(key) ?? {};
        return place === undefined ? [] : [{ place, tags, note }];
      }),
    );
  }

  /** Events of a run of which something was said already, be it of an earlier version. */
  #annotateRun(first: number, { identity, length }: ColumnChunk): void {
    const keys: string[] = [];
    for (let event = 0; event < length; event++) {
      const start = identityStart(identity[event * 4] as number, identity[event * 4 + 1] as number);
      if (!this.annotations.maySay(start) || !this.columns.isLive(first + event)) continue;
      keys.push(this.columns.keyAt(first + event));
    }
    this.annotate(keys);
  }

  /** Takes an event out of sight; what is known of its earlier versions stays. */
  remove(place: number): void {
    if (!this.columns.isLive(place)) return;
    this.#count(this.columns.sourceAt(place), place, -1);
    this.columns.remove(place);
  }

  /** Forgets earlier versions that are on disk no more. */
  forgetLost(): void {
    for (const place of this.history.keepOnly((one) => this.places.locate(one) !== undefined)) {
      this.#countVersions(place);
    }
  }

  /** The number a field has at a place; NaN where there is none. */
  numberAt(field: string, place: number): number {
    const held = this.columns.fields.of(field);
    if (held?.is === 'measure') return held.column.at(place);
    if (held?.is === 'level') return held.column.dictionary.valueAt(held.column.codes.at(place));
    return Number.NaN;
  }

  #placeOf(chunk: ColumnChunk, event: number): number | undefined {
    return this.columns.placeOf(runValues.text(chunk, 'source', event), runValues.identity(chunk, event));
  }

  /** When the version at a place was created and fetched. */
  timesAt(place: number): VersionTimes {
    return timesOf(this.numberAt('created', place), this.numberAt('fetched', place));
  }

  #countVersions(place: number): void {
    this.columns.setNumber(place, 'versions', 1 + this.history.of(place).length);
  }

  #count(source: string, place: number, by: 1 | -1): void {
    this.#counts.set(source, (this.#counts.get(source) ?? 0) + by);
    if (this.numberAt('unparsed', place) === 1) this.#unparsed += by;
  }
}
