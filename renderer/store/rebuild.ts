import { type BatchHead, batchHeadSchema } from '../../shared/journal-batch.ts';
import { type ArchiveDay, archivePath, damagedLineSchema } from '../../shared/storage.ts';
import { linesOf, parseEntry, parseLine } from './batch-reader.ts';
import type { Incoming } from './event-row.ts';
import type { EventStore } from './event-store.ts';
import { segmentLength } from './segments/join-plan.ts';

/** Entries committed in one transaction: a segment, which is then not written a second time. */
const groupSize = segmentLength;

export interface RebuildProgress {
  /** Bytes of the archive's days that are done, of all. */
  done: number;
  total: number;
  entries: number;
  /** Parts of the archive that are damaged and could not be read. */
  damaged: number;
}

export interface RebuildOptions {
  store: Pick<EventStore, 'append'>;
  fetchDay(path: string): Promise<Response>;
  onProgress(progress: RebuildProgress): void;
}

/**
 * Puts everything that was archived into the store. It may be stopped and begun again: what is there already is
 * recognised. A part of the archive that is damaged costs itself alone, and is counted.
 * @throws what the store or the app protocol says
 */
export async function rebuild(
  days: readonly ArchiveDay[],
  options: RebuildOptions,
): Promise<RebuildProgress> {
  const total = days.reduce((sum, { bytes }) => sum + bytes, 0);
  const progress: RebuildProgress = { done: 0, total, entries: 0, damaged: 0 };
  for (const day of days) {
    await rebuildDay(day, options, progress);
    progress.done += day.bytes;
    options.onProgress({ ...progress });
  }
  return progress;
}

async function rebuildDay(
  day: ArchiveDay,
  options: RebuildOptions,
  progress: RebuildProgress,
): Promise<void> {
  const response = await options.fetchDay(archivePath(day));
  if (!response.ok || !response.body) throw new Error(`The archive answered ${response.status}.`);
  let head: BatchHead | undefined;
  let group: Incoming[] = [];
  const commit = async () => {
    await options.store.append(group);
    progress.entries += group.length;
    group = [];
    options.onProgress({ ...progress });
  };
  for await (const line of linesOf(response.body)) {
    if (line.startsWith('{"k"')) {
      if (!head) throw new Error('The archive has entries without a head.');
      const { kind, rawText, fetched } = parseEntry(line);
      // What came from a file was fetched long before it was imported.
      group.push({ kind, rawText, source: head.source, fetchedAt: fetched ?? head.fetchedAt });
    } else if (line.startsWith('{"v"')) head = parseLine(batchHeadSchema, line);
    else if (line.startsWith('{"damaged"')) {
      parseLine(damagedLineSchema, line);
      progress.damaged += 1;
    }
    if (group.length >= groupSize) await commit();
  }
  if (group.length > 0) await commit();
}
