import { appendFile, copyFile, open, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Said, SaidMark } from '../../shared/said/said.ts';
import { saidVersion } from '../../shared/said/said.ts';
import { SaidState } from '../../shared/said/said-state.ts';
import { errorCode } from '../error-code.ts';
import { syncFolder } from '../ingest/batch-writer.ts';
import { type ReadRecord, readRecord, sealed } from './said-lines.ts';

/** A record that has grown by so much, and to twice of what it was, is written anew with what still holds, bytes. */
const growth = 1024 * 1024;

export interface SaidRecordOptions {
  /** The file, NDJSON. */
  path: string;
  newId(): string;
  now(): number;
  /** Told when lines could not be read: of how many, and where the file lies that they are in. */
  onDamaged(lines: number, aside: string): void;
  /** Told when what the record holds could not be written anew; it goes on as it is. */
  onNotCompacted(error: unknown): void;
}

/** What follows the file's name where a damaged one was copied to, before the time. */
const asideSuffix = '.damaged-';

/**
 * What analysts say of events and alerts, beside the browser's database, which may be lost: an NDJSON file to which
 * each change is appended and fsynced before it is acknowledged.
 */
export class SaidRecord {
  readonly #options: SaidRecordOptions;
  #mark: SaidMark = { record: '', at: 0 };
  #bytes = 0;
  /** Its size when it was last written anew. */
  #compacted = 0;
  #damaged = 0;
  /** Whether something may stand behind the last change that was not written to its end. */
  #isTorn = false;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: SaidRecordOptions) {
    this.#options = options;
  }

  /**
   * Opens the record, or begins one. Where lines of it are damaged, the file is copied aside and what can be read
   * becomes another record, so that the database is asked for what it has beside.
   * @throws what the disk says
   */
  static async open(options: SaidRecordOptions): Promise<SaidRecord> {
    const record = new SaidRecord(options);
    const read = await record.#read();
    if (read && read.damaged === 0 && read.record !== undefined) {
      record.#mark = { record: read.record, at: read.at };
      record.#bytes = read.whole;
      record.#compacted = read.whole;
      await truncate(options.path, read.whole);
      return record;
    }
    if (read) {
      const aside = `${options.path}${asideSuffix}${options.now()}`;
      await copyFile(options.path, aside);
      record.#damaged = Math.max(1, read.damaged);
      options.onDamaged(record.#damaged, aside);
    }
    await record.#rewrite(new SaidState(read?.said), { record: options.newId(), at: 0 });
    return record;
  }

  get mark(): SaidMark {
    return this.#mark;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Lines that could not be read when it was opened. */
  get damaged(): number {
    return this.#damaged;
  }

  /** Writes down a change; durable when it answers. @throws what the disk says: then nothing of it counts */
  append(said: readonly Said[]): Promise<SaidMark> {
    const appended = this.#inTurn(() => this.#append(said));
    void this.#inTurn(async () => {
      if (this.#bytes <= Math.max(2 * this.#compacted, this.#compacted + growth)) return;
      await this.#rewrite(new SaidState(await this.#said()), this.#mark);
    }).catch(this.#options.onNotCompacted);
    return appended;
  }

  /** All that was said, in the order it was said, and how far that is. */
  all(): Promise<{ mark: SaidMark; said: Said[] }> {
    return this.#inTurn(async () => ({ mark: this.#mark, said: await this.#said() }));
  }

  /** Removes what is said of a source's events, from the disk too. @throws what the disk says */
  removeSource(source: string): Promise<void> {
    return this.#inTurn(async () => {
      const state = new SaidState(await this.#said());
      state.removeSource(source);
      await this.#rewrite(state, { ...this.#mark, at: this.#mark.at + 1 });
      await this.#removeAside();
    });
  }

  /** Begins another record, in which nothing is said. @throws what the disk says */
  removeAll(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#rewrite(new SaidState(), { record: this.#options.newId(), at: 0 });
      await this.#removeAside();
      this.#damaged = 0;
    });
  }

  /** Removes copies of damaged files: what is said of an event may be in them too. */
  async #removeAside(): Promise<void> {
    const { path } = this.#options;
    const folder = dirname(path);
    const isAside = (name: string) => name.startsWith(`${basename(path)}${asideSuffix}`);
    for (const name of (await readdir(folder)).filter(isAside)) await rm(join(folder, name), { force: true });
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #append(said: readonly Said[]): Promise<SaidMark> {
    const { path } = this.#options;
    if (this.#isTorn) await truncate(path, this.#bytes);
    this.#isTorn = true;
    const mark = { ...this.#mark, at: this.#mark.at + 1 };
    const text = Buffer.from(said.map(sealed).join('') + sealed({ end: mark.at }));
    const handle = await open(path, 'a');
    try {
      await appendFile(handle, text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    this.#isTorn = false;
    this.#bytes += text.length;
    this.#mark = mark;
    return mark;
  }

  async #said(): Promise<Said[]> {
    return (await this.#read())?.said ?? [];
  }

  async #read(): Promise<ReadRecord | undefined> {
    try {
      return readRecord(await readFile(this.#options.path));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Puts a file with what holds in place of the one that is there: complete, or not at all. */
  async #rewrite(state: SaidState, mark: SaidMark): Promise<void> {
    const { path } = this.#options;
    const temporary = `${path}.new`;
    const handle = await open(temporary, 'w');
    let bytes = 0;
    try {
      let block = sealed({ v: saidVersion, record: mark.record });
      const write = async () => {
        await appendFile(handle, block);
        bytes += Buffer.byteLength(block);
        block = '';
      };
      for (const said of state.lines()) {
        block += sealed(said);
        if (block.length > growth) await write();
      }
      block += sealed({ end: mark.at });
      await write();
      await handle.sync();
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
    this.#mark = mark;
    this.#bytes = bytes;
    this.#compacted = bytes;
    this.#isTorn = false;
  }
}
