import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { About, PageFacts } from '../../shared/ipc.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Archive } from '../ingest/archive.ts';
import type { Journal } from '../ingest/journal.ts';
import type { Storage } from '../ingest/storage.ts';
import type { SaidRecord } from '../said/said-record.ts';
import type { Sources } from '../sources/sources.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { exportArchive } from './export-archive.ts';

export interface SupportOptions {
  about(): About;
  settings(): Settings;
  sources: Sources;
  storage: Storage;
  archive: Archive;
  said: Pick<SaidRecord, 'removeAll'>;
  /** Removes the copy of saved views. */
  forgetViews(): void;
  journal: Journal;
  quarantineFolder: string;
  documentsFolder: string;
  now(): number;
  /** Asks where a file is to be saved; undefined where the analyst thought better of it. */
  askWhere(options: {
    title: string;
    defaultPath: string;
    name: string;
    extension: string;
  }): Promise<string | undefined>;
  /** Removes a database that was put aside. */
  removeDatabaseAside(): Promise<void>;
  log(level: 'info', message: string, facts?: Record<string, unknown>): void;
}

type Saved = { path: string; bytes: number } | null;

/** What can be done with the data as a whole: looked into by somebody who helps, taken along, and wiped. */
export class Support {
  readonly #options: SupportOptions;

  constructor(options: SupportOptions) {
    this.#options = options;
  }

  /** Asks where, and writes the diagnostics file there. @throws what the disk says */
  async saveDiagnostics(page: PageFacts | null): Promise<Saved> {
    const { about, settings, sources, storage, now } = this.#options;
    const path = await this.#askWhere('Save diagnostics', 'lurescope-diagnostics', 'JSON', 'json');
    if (path === undefined) return null;
    const text = diagnosticsOf({
      now: now(),
      about: about(),
      settings: settings(),
      sources: sources.views(),
      storage: await storage.status(),
      page,
      log: await this.#log(),
    });
    await writeFile(path, text);
    return { path, bytes: Buffer.byteLength(text) };
  }

  /** Asks where, and writes all that is archived there. @throws what the disk says */
  async exportAll(): Promise<Saved> {
    const { archive } = this.#options;
    if ((await archive.days()).length === 0)
      throw new Error('Nothing is archived, so there is nothing to export. Switch the archive on first.');
    const path = await this.#askWhere('Export all events', 'lurescope-events', 'Gzipped NDJSON', 'ndjson.gz');
    return path === undefined ? null : { path, bytes: await exportArchive(archive, path) };
  }

  /**
   * Removes every source with its credentials, the journal, the archive, what was said and the copy of saved views.
   * @throws what the disk says
   */
  async wipe(): Promise<void> {
    const { archive, forgetViews, journal, log, quarantineFolder } = this.#options;
    const { removeDatabaseAside, said, sources, storage } = this.#options;
    for (const { id } of sources.views()) await sources.delete(id, true);
    // What sources left behind that were deleted without their events.
    for (const { source } of await archive.days()) await archive.removeSource(source);
    for (const { source } of journal.waiting()) await journal.removeSource(source);
    await said.removeAll();
    forgetViews();
    await rm(quarantineFolder, { recursive: true, force: true });
    await removeDatabaseAside();
    storage.forget();
    log('info', 'everything was wiped');
  }

  #askWhere(title: string, name: string, kind: string, extension: string): Promise<string | undefined> {
    const { askWhere, documentsFolder, now } = this.#options;
    const day = new Date(now()).toISOString().slice(0, 10);
    const defaultPath = join(documentsFolder, `${name}-${day}.${extension}`);
    return askWhere({ title, defaultPath, name: kind, extension });
  }

  async #log(): Promise<string> {
    const { logFile } = this.#options.about();
    return existsSync(logFile) ? readFile(logFile, 'utf8') : '';
  }
}
