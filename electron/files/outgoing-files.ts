import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { OutgoingFile } from '../../shared/outgoing-file.ts';
import { syncFolder } from '../ingest/batch-writer.ts';
import { sentenceOfWriting } from './writing-trouble.ts';

interface Underway {
  path: string;
  temporary: string;
  handle: FileHandle;
  /** Pieces are written one after another, in the order they came. */
  turn: Promise<void>;
}

/** Writes bytes in as few steps as the system takes them in. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}

/**
 * Files that the page writes piece by piece, at places an analyst chose in a dialog of main's. Each lies under a
 * temporary name beside its place until it is complete and flushed; then it takes its name, in one step.
 */
export class OutgoingFiles {
  readonly #underway = new Map<string, Underway>();

  /** Begins a file. @throws a sentence on why it cannot be written */
  async begin(path: string): Promise<OutgoingFile> {
    const id = randomUUID();
    const temporary = join(dirname(path), `.${basename(path)}.${id.slice(0, 8)}.part`);
    const handle = await this.#telling(path, () => open(temporary, 'wx'));
    this.#underway.set(id, { path, temporary, handle, turn: Promise.resolve() });
    return { id, name: basename(path) };
  }

  /** Writes the next bytes; the answer says that the next may come. @throws a sentence on why it cannot */
  async write(id: string, bytes: Uint8Array): Promise<void> {
    const file = this.#of(id);
    file.turn = file.turn.then(() => this.#telling(file.path, () => writeAll(file.handle, bytes)));
    await file.turn;
  }

  /** Flushes a file that is complete and gives it its name. @throws a sentence on why it cannot */
  async finish(id: string): Promise<void> {
    const file = this.#of(id);
    await file.turn;
    await this.#telling(file.path, async () => {
      await file.handle.sync();
      await file.handle.close();
      await rename(file.temporary, file.path);
      await syncFolder(dirname(file.path));
    });
    this.#underway.delete(id);
  }

  /** Leaves nothing of a file behind; one that is not under way is none. */
  async abandon(id: string): Promise<void> {
    const file = this.#underway.get(id);
    if (!file) return;
    this.#underway.delete(id);
    await file.turn.catch(() => undefined);
    await file.handle.close().catch(() => undefined);
    await rm(file.temporary, { force: true });
  }

  /** Leaves nothing behind of what is under way, as when the app quits or the page is gone. */
  async abandonAll(): Promise<void> {
    for (const id of [...this.#underway.keys()]) await this.abandon(id);
  }

  #of(id: string): Underway {
    const file = this.#underway.get(id);
    if (!file) throw new Error('This file is not being written any more.');
    return file;
  }

  async #telling<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new Error(sentenceOfWriting(error, path), { cause: error });
    }
  }
}
