import type { FieldValues } from '../../../shared/event/field-values.ts';
import type { EventKind } from '../../../shared/event/kinds.ts';
import type { Arrival } from '../../../shared/rules/engine/arrival.ts';
import type { ColumnChunk } from '../columns/chunk.ts';
import { ChunkValues } from '../columns/chunk-values.ts';
import { isNewer } from '../event-row.ts';
import { hexOf } from '../hex-columns.ts';
import type { Memory } from './memory.ts';
import { rowAt } from './memory-rows.ts';
import { runValues } from './run-values.ts';
import type { Runs } from './runs.ts';
import type { RunOnDisk } from './segment-disk.ts';
import type { UndetectedRow } from './segment-tables.ts';

/** Stored events in a slice, and how far through all of them it is. */
export interface StoredSlice {
  arrivals: Arrival[];
  done: number;
  total: number;
}

/** Some words on an event: what it is, whom it is about, and the ids a query finds it by. */
export interface EventBrief {
  key: string;
  kind: EventKind;
  time: number;
  from: string;
  to: string;
  headline: string;
  ids: { GUID?: string; id?: string };
}

/** Events of a slice: so few that looks are answered in between. */
export const sliceLength = 256;

/** Columns that stay at hand: versions of one day's events lie in few runs. */
const mostChunks = 6;

/** Stands for a version before whose values no rule asks for. */
const untold: FieldValues = { texts: () => [], numbers: () => [], entries: () => [] };

interface Found {
  chunk: ColumnChunk;
  index: number;
}

/** Reads stored events as the rules take them: from columns, with the version before. */
export class EventReader {
  readonly #memory: Memory;
  readonly #runs: Runs;
  readonly #chunks = new Map<object, ColumnChunk>();
  /** The run that was read last, and its columns. */
  #latest: { run: object; chunk: ColumnChunk } | undefined;

  constructor(memory: Memory, runs: Runs) {
    this.#memory = memory;
    this.#runs = runs;
  }

  /**
   * Some of the events that no rule has looked at yet. Those that were removed meanwhile are left out; a version that
   * was out of date when it came stands for what the next newer one was before.
   * @param events which of them, by their place
   * @param withBefore whether what the version before said is wanted
   */
  async arrivals(row: UndetectedRow, events: readonly number[], withBefore: boolean): Promise<Arrival[]> {
    const found: Arrival[] = [];
    for (const i of events) {
      const source = row.sources[row.sourceOf[i] ?? 0] ?? '';
      const hash = row.contentHash.subarray(i * 4, i * 4 + 4);
      const live = this.#memory.columns.placeOf(source, hexOf(row.identity.subarray(i * 4, i * 4 + 4)));
      if (live === undefined || !this.#memory.columns.isLive(live)) continue;
      const earlier = this.#memory.history.of(live);
      const isTold = (place: number) => this.#memory.columns.saysWords(place, hash);
      const place = isTold(live) ? live : earlier.find(isTold);
      if (place === undefined) continue;
      // Nearly all events have one version, and lie in columns that are at hand: they wait for nothing.
      const arrival =
        earlier.length === 0
          ? this.#only(live, this.#atHand(place) ?? (await this.#at(place)))
          : await this.#arrival(live, place, [live, ...earlier], withBefore);
      if (arrival) found.push(arrival);
    }
    return found;
  }

  /** An event of which one version is known. */
  #only(place: number, found: Found | undefined): Arrival | undefined {
    if (!found) return undefined;
    return {
      identity: this.#memory.columns.keyAt(place),
      time: runValues.number(found.chunk, 'time', found.index) || 0,
      values: new ChunkValues(found.chunk, found.index, 1),
      before: undefined,
    };
  }

  async #arrival(
    live: number,
    place: number,
    versions: readonly number[],
    withBefore: boolean,
  ): Promise<Arrival | undefined> {
    const { earlier, outdatedBy } = this.#neighbours(place, versions);
    // Filling goes from the newest to the oldest: one that is out of date says what a later one was before.
    const shown = outdatedBy ?? place;
    const before = outdatedBy === undefined ? earlier : place;
    if (outdatedBy !== undefined && !withBefore) return undefined;
    const found = await this.#at(shown);
    if (!found) return undefined;
    const told = before !== undefined && withBefore ? await this.#at(before) : undefined;
    const valuesBefore = told ? new ChunkValues(told.chunk, told.index, 1) : untold;
    return {
      identity: this.#memory.columns.keyAt(live),
      time: runValues.number(found.chunk, 'time', found.index) || 0,
      values: new ChunkValues(found.chunk, found.index, versions.length),
      before: before === undefined ? undefined : valuesBefore,
    };
  }

  /** The version before one, and the next newer one that was here before it. */
  #neighbours(
    place: number,
    versions: readonly number[],
  ): { earlier: number | undefined; outdatedBy: number | undefined } {
    if (versions.length === 1) return { earlier: undefined, outdatedBy: undefined };
    const own = this.#memory.timesAt(place);
    const others = versions
      .filter((one) => one !== place)
      .map((one) => ({ one, times: this.#memory.timesAt(one) }))
      .sort((a, b) => (isNewer(a.times, b.times) ? 1 : -1));
    const isOutdating = ({ times }: (typeof others)[number]) =>
      times.created > own.created && times.fetchedAt <= own.fetchedAt;
    return {
      earlier: others.findLast(({ times }) => !isNewer(times, own))?.one,
      outdatedBy: others.find(isOutdating)?.one,
    };
  }

  /** The columns of an event, where they were read last. */
  #atHand(place: number): Found | undefined {
    const location = this.#memory.places.locate(place);
    const run = location && this.#runs.get(location.run);
    if (!run || run !== this.#latest?.run) return undefined;
    return { chunk: this.#latest.chunk, index: location.index };
  }

  async #at(place: number): Promise<Found | undefined> {
    const location = this.#memory.places.locate(place);
    const run = location && this.#runs.get(location.run);
    if (!run) return undefined;
    const known = this.#chunks.get(run);
    const chunk = known ?? (await this.#runs.columnsOf(run));
    if (!chunk) return undefined;
    this.#chunks.delete(run);
    this.#chunks.set(run, chunk);
    this.#latest = { run, chunk };
    for (const oldest of this.#chunks.keys()) {
      if (this.#chunks.size <= mostChunks) break;
      this.#chunks.delete(oldest);
    }
    return { chunk, index: location.index };
  }

  /** Some words on events, by their keys; those that are stored no more are left out. */
  async briefs(keys: readonly string[]): Promise<EventBrief[]> {
    const briefs: EventBrief[] = [];
    for (const key of keys) {
      const place = this.#memory.columns.placeOfKey(key);
      if (place === undefined || !this.#memory.columns.isLive(place)) continue;
      const { kind, time, from, to, headline } = rowAt(this.#memory, place);
      const found = await this.#at(place);
      const idOf = (field: string) => (found ? runValues.text(found.chunk, field, found.index) : '');
      const [guid, id] = [idOf('GUID'), idOf('id')];
      briefs.push({
        ...{ key, kind, time, from, to, headline },
        ids: { ...(guid ? { GUID: guid } : {}), ...(id ? { id } : {}) },
      });
    }
    return briefs;
  }

  /**
   * All stored events that occurred since an instant, each as its newest version says, the oldest runs first.
   * Whoever reads them may stop at any slice.
   */
  async *stored(since: number): AsyncGenerator<StoredSlice> {
    const seen = new Set<RunOnDisk>();
    let done = 0;
    for (;;) {
      // Runs may have been joined meanwhile: what they became is read too, since an event may come twice, but not go
      // missing.
      const left = this.#runs.all
        .filter((run) => !seen.has(run) && run.head.zones.time !== null && run.head.zones.time[1] >= since)
        .sort((a, b) => (a.head.zones.time?.[0] ?? 0) - (b.head.zones.time?.[0] ?? 0));
      const [run] = left;
      if (!run) return;
      seen.add(run);
      const total = done + left.reduce((sum, { head }) => sum + head.length, 0);
      const places = [...this.#memory.places.of(run.id)];
      const chunk = await this.#runs.columnsOf(run);
      if (!chunk) continue;
      for (let from = 0; from < places.length; from += sliceLength) {
        const some = places.slice(from, from + sliceLength);
        const arrivals = some.flatMap(({ place, index }) => this.#storedAt(place, index, chunk, since));
        yield { arrivals, done: done + from + some.length, total };
      }
      done += run.head.length;
    }
  }

  #storedAt(place: number, index: number, chunk: ColumnChunk, since: number): Arrival[] {
    const { columns, history } = this.#memory;
    if (!columns.isLive(place)) return [];
    const time = runValues.number(chunk, 'time', index);
    if (!(time >= since)) return [];
    const values = new ChunkValues(chunk, index, 1 + history.of(place).length);
    return [{ identity: columns.keyAt(place), time, values, before: undefined }];
  }
}
