import { noAnnotation } from '../annotations/annotation.ts';
import { isNewer } from '../event-row.ts';
import type { StoredEvent, StoredVersion } from '../event-store.ts';
import type { Memory } from './memory.ts';
import { rowAt } from './memory-rows.ts';
import { RawReader } from './raw-codec.ts';
import { runValues, versionTimes } from './run-values.ts';
import type { Runs } from './runs.ts';

async function versionAt(place: number, memory: Memory, runs: Runs): Promise<StoredVersion | undefined> {
  const location = memory.places.locate(place);
  const run = location && runs.get(location.run);
  if (!run) return undefined;
  const read = await runs.readOrSetAside(run);
  if (read) {
    const { chunk, raws } = read;
    const raw = new RawReader(chunk).text(raws, location.index);
    const contentHash = runValues.contentHash(chunk, location.index);
    return { contentHash, ...versionTimes(chunk, location.index), raw };
  }
  // It may have been written anew meanwhile, and is found where it is now.
  const now = memory.places.locate(place);
  return now && !runs.areCurrent([run]) ? versionAt(place, memory, runs) : undefined;
}

/** An event with all versions of it, newest first; undefined where it is not stored, or cannot be read. */
export async function storedEvent(key: string, memory: Memory, runs: Runs): Promise<StoredEvent | undefined> {
  const { columns, history, annotations } = memory;
  const place = columns.placeOfKey(key);
  if (place === undefined) return undefined;
  const row = rowAt(memory, place);
  const versions: StoredVersion[] = [];
  for (const one of [place, ...history.of(place)]) {
    const version = await versionAt(one, memory, runs);
    if (version) versions.push(version);
  }
  const [newest, ...earlier] = versions;
  if (!newest || !columns.isLive(place)) return undefined;
  const annotation = annotations.of(key) ?? noAnnotation;
  return { row, annotation, versions: [newest, ...earlier.sort((a, b) => (isNewer(a, b) ? -1 : 1))] };
}
