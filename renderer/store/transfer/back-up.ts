import { z } from 'zod';
import { eventKinds } from '../../../shared/event/kinds.ts';
import { type BackupRecord, writeBackup } from '../../../shared/files/backup/backup.ts';
import { saysNothing } from '../../../shared/said/said-state.ts';
import { settingsSchema } from '../../../shared/settings.ts';
import { sourceIdSchema } from '../../../shared/source.ts';
import type { EventStore } from '../event-store.ts';
import { inPieces } from './export-events.ts';
import { goOn, type Job, throttled } from './job.ts';

const toldEvery = 100;

/** A version of an event, its text exactly as it was fetched. */
export const eventRecordSchema = z.object({
  source: sourceIdSchema,
  kind: z.enum(eventKinds),
  fetched: z.number(),
  text: z.string(),
});

/** What is said of an event, by its row key in the store that was backed up. */
export const annotationRecordSchema = z.object({
  key: z.string(),
  tags: z.array(z.string()),
  note: z.string(),
});

export const sourceRecordSchema = z.object({ id: sourceIdSchema, name: z.string() });

/** What a backup has beside events: what the page knows. */
export const besideSchema = z.object({
  settings: settingsSchema,
  sources: z.array(sourceRecordSchema),
  /** Each as the explorer keeps it. */
  views: z.array(z.unknown()),
});

export type Beside = z.infer<typeof besideSchema>;

export interface BackupOrder {
  /** Undefined leaves it unencrypted. */
  passphrase: string | undefined;
  beside: Beside;
  /** When it is made, ms. */
  made: number;
  /** scrypt's N; less than usual only where nothing depends on it. */
  cost?: number;
}

export interface BackupProgress {
  done: number;
  total: number;
}

type BackupStore = Pick<EventStore, 'texts' | 'counts'>;

async function* recordsOf(
  store: BackupStore,
  { settings, sources, views }: Beside,
  job: Job,
  onEvent: () => void,
): AsyncGenerator<BackupRecord> {
  yield { section: 'settings', record: settings };
  for (const record of sources) yield { section: 'sources', record };
  for (const record of views) yield { section: 'views', record };
  const said: BackupRecord[] = [];
  for await (const stored of store.texts('all', { withVersions: true })) {
    goOn(job);
    const { key, kind, source, fetched, rawText, annotation, isNewest } = stored;
    yield { section: 'events', record: { source, kind, fetched, text: rawText } };
    if (!isNewest) continue;
    onEvent();
    const { tags, note } = annotation;
    if (!saysNothing(annotation)) said.push({ section: 'annotations', record: { key, tags, note } });
  }
  yield* said;
}

/**
 * Writes all there is as one file: events with all versions, tags and notes, and what the page knows beside them.
 * @returns how many events there are in it
 * @throws Cancelled, or what the store or writing says
 */
export async function backUp(
  store: BackupStore,
  { passphrase, beside, made, cost }: BackupOrder,
  job: Job,
  write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
  onProgress: (progress: BackupProgress) => void,
): Promise<number> {
  const progress = { done: 0, total: (await store.counts()).total };
  const tell = throttled(toldEvery, onProgress);
  const records = recordsOf(store, beside, job, () => {
    progress.done += 1;
    tell({ ...progress });
  });
  const options = {
    made,
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(cost === undefined ? {} : { cost }),
  };
  for await (const piece of inPieces(writeBackup(records, options))) {
    goOn(job);
    await write(piece);
  }
  return progress.done;
}
