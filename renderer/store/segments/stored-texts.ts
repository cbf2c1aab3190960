import type { EventKind } from '../../../shared/event/kinds.ts';
import { type Annotation, noAnnotation } from '../annotations/annotation.ts';
import type { Memory } from './memory.ts';
import { RawReader } from './raw-codec.ts';
import { runValues, versionTimes } from './run-values.ts';
import type { Runs } from './runs.ts';

export interface StoredTextsOptions {
  /** Whether earlier versions of an event are given too, in front of its newest. */
  withVersions: boolean;
}

/** A version of an event as it is stored, with what is known of the event. */
export interface StoredText {
  /** The event's row key. */
  key: string;
  kind: EventKind;
  source: string;
  /** When it was fetched, ms. */
  fetched: number;
  /** The exact text. */
  rawText: string;
  /** How many versions of the event there are. */
  versions: number;
  annotation: Annotation;
  /** Whether it is the version that is shown. */
  isNewest: boolean;
}

/** So many events are read at once: runs that several of them lie in are read once for all. */
const readAtOnce = 8192;
/** A run may be written anew while others are read; its events are found again. */
const mostTries = 4;

type Read = Pick<StoredText, 'kind' | 'source' | 'fetched' | 'rawText'> & { created: number };

/** Reads the versions at some places; one that cannot be read is missing. */
async function readPlaces(places: readonly number[], memory: Memory, runs: Runs): Promise<Map<number, Read>> {
  const found = new Map<number, Read>();
  let missing = places;
  for (let tries = 0; missing.length > 0 && tries < mostTries; tries++) {
    for (const [id, wanted] of memory.places.byRun(missing)) {
      const run = runs.get(id);
      const read = run && (await runs.readOrSetAside(run));
      if (!read) continue;
      const reader = new RawReader(read.chunk);
      for (const { at, index } of wanted.sort((a, b) => a.index - b.index)) {
        const { created, fetchedAt } = versionTimes(read.chunk, index);
        found.set(missing[at] as number, {
          kind: runValues.text(read.chunk, 'kind', index) as EventKind,
          source: runValues.text(read.chunk, 'source', index),
          fetched: fetchedAt,
          created,
          rawText: reader.text(read.raws, index),
        });
      }
    }
    missing = missing.filter((place) => !found.has(place));
  }
  return found;
}

/** The exact texts of the events at some places, in their order. */
export async function* storedTexts(
  places: ArrayLike<number>,
  { withVersions }: StoredTextsOptions,
  memory: Memory,
  runs: Runs,
): AsyncGenerator<StoredText> {
  const { columns, history, annotations } = memory;
  for (let from = 0; from < places.length; from += readAtOnce) {
    const length = Math.min(readAtOnce, places.length - from);
    const events = Array.from({ length }, (_, i) => places[from + i] as number)
      .filter((place) => columns.isLive(place))
      .map((place) => ({ place, key: columns.keyAt(place), earlier: [...history.of(place)] }));
    const read = await readPlaces(
      events.flatMap(({ place, earlier }) => (withVersions ? [...earlier, place] : [place])),
      memory,
      runs,
    );
    for (const { place, key, earlier } of events) {
      const facts = { key, versions: earlier.length + 1, annotation: annotations.of(key) ?? noAnnotation };
      const before = withVersions ? earlier.flatMap((one) => read.get(one) ?? []) : [];
      before.sort((a, b) => a.created - b.created || a.fetched - b.fetched);
      for (const { created: _, ...version } of before) yield { ...version, ...facts, isNewest: false };
      const newest = read.get(place);
      if (!newest) continue;
      const { created: _, ...version } = newest;
      yield { ...version, ...facts, isNewest: true };
    }
  }
}
