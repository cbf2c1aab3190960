import type { ImportCounts } from '../../../shared/imports.ts';
import { importedPath } from '../../../shared/imports.ts';
import { outgoingPath } from '../../../shared/outgoing-file.ts';
import type { AnnotationTarget, EventStore } from '../event-store.ts';
import { type BackupOrder, type BackupProgress, backUp } from './back-up.ts';
import { encodeBeside } from './encode-beside.ts';
import { type ExportOrder, type ExportProgress, exportEvents, indicatorsOf } from './export-events.ts';
import type { ReadGroups } from './file-groups.ts';
import { type ImportProgress, type ImportReport, importFiles, type NamedFile } from './import-files.ts';
import { post } from './job.ts';
import { type CheckedBackup, checkRestore, type RestoreProgress, restore } from './restore.ts';

const keep = (source: string, batch: Uint8Array<ArrayBuffer>) => post(importedPath(source), batch);
const now = () => Date.now();

/**
 * Files in and out, as the page asks the worker for them. Each is a job under a name of the page's, by which it is
 * cancelled; bytes go between the worker and main without passing the page.
 */
export class Transfers {
  readonly #store: () => Promise<EventStore>;
  readonly #read: ReadGroups;
  readonly #jobs = new Map<string, AbortController>();

  /** @param read reads files that are imported */
  constructor(store: () => Promise<EventStore>, read: ReadGroups) {
    this.#store = store;
    this.#read = read;
  }

  cancel(job: string): void {
    this.#jobs.get(job)?.abort();
  }

  importFiles(
    job: string,
    source: string,
    files: readonly NamedFile[],
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportReport> {
    return this.#run(job, async (store, signal) =>
      importFiles(files, { signal }, { read: this.#read, store, source, keep, now, onProgress }),
    );
  }

  /** @param file the file that main has begun */
  exportEvents(
    job: string,
    file: string,
    order: ExportOrder,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<number> {
    const write = (bytes: Uint8Array<ArrayBuffer>) => post(outgoingPath(file), bytes);
    return this.#run(job, (store, signal) =>
      exportEvents(store, order, { signal }, write, onProgress, encodeBeside),
    );
  }

  async indicators(target: AnnotationTarget, mostEvents: number): Promise<string | null> {
    return indicatorsOf(await this.#store(), target, mostEvents);
  }

  backUp(
    job: string,
    file: string,
    order: BackupOrder,
    onProgress: (progress: BackupProgress) => void,
  ): Promise<number> {
    const write = (bytes: Uint8Array<ArrayBuffer>) => post(outgoingPath(file), bytes);
    return this.#run(job, (store, signal) => backUp(store, order, { signal }, write, onProgress));
  }

  checkRestore(
    job: string,
    file: File,
    passphrase: string | undefined,
    onProgress: (progress: RestoreProgress) => void,
  ): Promise<CheckedBackup> {
    return this.#run(job, (_, signal) => checkRestore(file, passphrase, { signal }, onProgress));
  }

  restore(
    job: string,
    file: File,
    passphrase: string | undefined,
    { annotations, sources }: { annotations: CheckedBackup['annotations']; sources: Record<string, string> },
    onProgress: (progress: RestoreProgress) => void,
  ): Promise<Map<string, ImportCounts>> {
    return this.#run(job, (store, signal) =>
      restore(file, { signal }, { store, passphrase, annotations, sources, keep, now, onProgress }),
    );
  }

  async #run<T>(job: string, work: (store: EventStore, signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#jobs.set(job, controller);
    try {
      return await work(await this.#store(), controller.signal);
    } finally {
      this.#jobs.delete(job);
    }
  }
}
