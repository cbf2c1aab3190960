import { countOf } from '../../../shared/duration.ts';
import type { FileFault } from '../../../shared/files/event-line.ts';
import type { ReadableFile } from '../../../shared/files/read-file.ts';
import { type ImportCounts, noCounts } from '../../../shared/imports.ts';
import { noAnnotation } from '../annotations/annotation.ts';
import type { EventStore, Fate } from '../event-store.ts';
import { Bringing } from './bringing.ts';
import type { FileGroup, ReadGroups } from './file-groups.ts';
import { goOn, type Job, throttled } from './job.ts';

/** Faults that are listed; beyond them they are counted. */
export const mostFaults = 100_000;
/** Progress is told so often, ms. */
const toldEvery = 100;

/** What is wrong at a line of one of the files. */
export interface ImportFault extends Omit<FileFault, 'ok'> {
  file: string;
}

export interface ImportProgress {
  /** Bytes read, of all there are. */
  read: number;
  total: number;
  counts: ImportCounts;
}

export interface ImportReport {
  counts: ImportCounts;
  /** The first of them; `counts.faults` says how many there are. */
  faults: ImportFault[];
}

export type NamedFile = ReadableFile & { name: string };

export interface ImportOptions {
  /** Reads the entries of a file and makes them ready. */
  read: ReadGroups;
  store: Pick<EventStore, 'bring' | 'bringAnnotations'>;
  /** The source that the events are put under. */
  source: string;
  /** Keeps a batch of a source for a rebuild of the store. */
  keep(source: string, batch: Uint8Array<ArrayBuffer>): Promise<void>;
  now(): number;
  onProgress(progress: ImportProgress): void;
}

/** A file that cannot be read to its end: it was removed or changed, or its disk is gone. */
function unreadable(name: string, error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  return new Error(`${name} cannot be read any further (${why}). Nothing of it was kept.`, { cause: error });
}

/**
 * Reads files into the store as one source. What other sources have already is known, and not stored a second time;
 * what cannot be read is told of line by line, and costs that line alone.
 * @throws Cancelled, what the store says, or a sentence: then what was stored has to be removed with the source
 */
export async function importFiles(
  files: readonly NamedFile[],
  job: Job,
  { read, store, source, keep, now, onProgress }: ImportOptions,
): Promise<ImportReport> {
  const counts: ImportCounts = { ...noCounts };
  const faults: ImportFault[] = [];
  const progress = { read: 0, total: files.reduce((sum, { size }) => sum + size, 0) };
  const tell = throttled(toldEvery, () => onProgress({ ...progress, counts: { ...counts } }));
  const onStored = () => tell(undefined);
  const counted = (fate: Fate) => {
    counts[fate] += 1;
  };
  const bringing = new Bringing({ store, elsewhere: 'known', keep, now, counted, onStored });
  const takeGroup = async ({ entries, said, faults: found, ready }: FileGroup, file: string) => {
    counts.faults += found.length;
    for (const fault of found.slice(0, mostFaults - faults.length)) faults.push({ file, ...fault });
    if (!ready) return;
    const brought = entries.map((entry, index) => ({ entry, said: () => said.get(index) ?? noAnnotation }));
    await bringing.takeReady(brought, ready);
  };
  let before = 0;
  try {
    for (const file of files) {
      const groups = ahead(read(file, source));
      try {
        for (;;) {
          goOn(job);
          const { done, value: group } = await groups.next().catch((error: unknown) => {
            throw unreadable(file.name, error);
          });
          if (done) break;
          progress.read = before + group.read;
          tell(undefined);
          goOn(job);
          await takeGroup(group, file.name);
        }
      } finally {
        await groups.return(undefined);
      }
      before += file.size;
    }
    await bringing.finish();
    goOn(job);
    return { counts, faults };
  } finally {
    await bringing.settled();
  }
}

/** What a generator gives, the next of it being made while the one before is used. */
async function* ahead<T>(generator: AsyncGenerator<T>): AsyncGenerator<T> {
  const next = () => {
    const result = generator.next();
    // What it fails with is told where it is asked for.
    result.catch(() => undefined);
    return result;
  };
  try {
    for (let coming = next(); ; ) {
      const { done, value } = await coming;
      if (done) return;
      coming = next();
      yield value;
    }
  } finally {
    await generator.return(undefined);
  }
}

/** What an import did, in a sentence. */
export function importSentence({ stored, unparsed, versions, duplicates, faults }: ImportCounts): string {
  const parts = [
    ...(stored > 0 ? [`${countOf(stored, 'event')} imported`] : []),
    ...(unparsed > 0 ? [`${countOf(unparsed, 'entry').replace('entrys', 'entries')} kept as text`] : []),
    ...(versions > 0 ? [`${countOf(versions, 'further version')}`] : []),
    ...(duplicates > 0 ? [`${duplicates.toLocaleString('en-US')} known already`] : []),
    ...(faults > 0 ? [`${countOf(faults, 'line')} could not be read`] : []),
  ];
  return parts.length === 0 ? 'There are no events in it.' : `${parts.join(', ')}.`;
}
