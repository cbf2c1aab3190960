import { type BackupTotals, checkBackup, openBackup } from '../../../shared/files/backup/backup.ts';
import { chunksOf, type ReadableFile } from '../../../shared/files/read-file.ts';
import { type ImportCounts, noCounts } from '../../../shared/imports.ts';
import { type Settings, settingsSchema } from '../../../shared/settings.ts';
import { type Annotation, noAnnotation } from '../annotations/annotation.ts';
import type { EventStore, Fate } from '../event-store.ts';
import { annotationRecordSchema, type Beside, eventRecordSchema, sourceRecordSchema } from './back-up.ts';
import { Bringing } from './bringing.ts';
import { goOn, type Job, throttled } from './job.ts';

const toldEvery = 100;

export interface RestoreProgress {
  /** A backup is read twice: to its end before anything is changed, and then into the store. */
  step: 'checking' | 'restoring';
  /** Bytes read in this step, of all. */
  read: number;
  total: number;
}

/** What a backup says of itself, once it was read to its end. */
export interface CheckedBackup {
  /** When it was made, ISO 8601. */
  made: string;
  totals: BackupTotals;
  sources: Beside['sources'];
  settings: Settings | null;
  views: unknown[];
  /** What was said of events, by their row keys in the backup. */
  annotations: Map<string, Annotation>;
}

function readingOf(
  file: ReadableFile,
  step: RestoreProgress['step'],
  job: Job,
  onProgress: (progress: RestoreProgress) => void,
): AsyncGenerator<Uint8Array> {
  const tell = throttled(toldEvery, onProgress);
  return chunksOf(file, (read) => {
    goOn(job);
    tell({ step, read, total: file.size });
  });
}

/**
 * Reads a backup to its end, its events too, and changes nothing.
 * @throws BackupTrouble where it is damaged, not complete, of a newer version, or has another passphrase; Cancelled
 */
export async function checkRestore(
  file: ReadableFile,
  passphrase: string | undefined,
  job: Job,
  onProgress: (progress: RestoreProgress) => void,
): Promise<CheckedBackup> {
  const bytes = readingOf(file, 'checking', job, onProgress);
  const found: Omit<CheckedBackup, 'made' | 'totals'> = {
    sources: [],
    settings: null,
    views: [],
    annotations: new Map(),
  };
  const { header, totals } = await checkBackup(bytes, passphrase, ({ section, record }) => {
    if (section === 'events') eventRecordSchema.parse(record);
    else if (section === 'annotations') {
      const { key, tags, note } = annotationRecordSchema.parse(record);
      found.annotations.set(key, { tags, note });
    } else if (section === 'sources') found.sources.push(sourceRecordSchema.parse(record));
    else if (section === 'settings') found.settings = settingsSchema.parse(record);
    else if (section === 'views') found.views.push(record);
  });
  return { made: header.made, totals, ...found };
}

export interface RestoreOptions {
  store: Pick<EventStore, 'bring' | 'bringAnnotations'>;
  passphrase: string | undefined;
  /** What was said of events, by their row keys in the backup. */
  annotations: ReadonlyMap<string, Annotation>;
  /** The source here that takes what no source here has, for each source of the backup. */
  sources: Readonly<Record<string, string>>;
  keep(source: string, batch: Uint8Array<ArrayBuffer>): Promise<void>;
  now(): number;
  onProgress(progress: RestoreProgress): void;
}

/**
 * Puts the events of a backup that was checked into the store, and adds what was said of them. An event that a source
 * here has is that one: what the backup knows of it beside is added to it.
 * @returns what became of them, for each source of this store
 * @throws Cancelled, or what the store says: then what was stored has to be removed with those sources
 */
export async function restore(
  file: ReadableFile,
  job: Job,
  { store, passphrase, annotations, sources, keep, now, onProgress }: RestoreOptions,
): Promise<Map<string, ImportCounts>> {
  const counts = new Map<string, ImportCounts>();
  const counted = (fate: Fate, source: string) => {
    const known = counts.get(source) ?? { ...noCounts };
    known[fate] += 1;
    counts.set(source, known);
  };
  const onStored = () => undefined;
  const bringing = new Bringing({ store, elsewhere: 'left', keep, now, counted, onStored });
  try {
    const { records } = await openBackup(readingOf(file, 'restoring', job, onProgress), passphrase);
    for await (const { section, record } of records) {
      goOn(job);
      if (section !== 'events') continue;
      const { source, kind, fetched, text } = eventRecordSchema.parse(record);
      const entry = { source: sources[source] ?? source, kind, rawText: text, fetchedAt: fetched };
      const said = (identity: string) => annotations.get(`${source}:${identity}`) ?? noAnnotation;
      await bringing.take({ entry, said });
    }
    await bringing.finish();
    return counts;
  } finally {
    await bringing.settled();
  }
}
