import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createGzip, type Gzip } from 'node:zlib';
import type { EventKind } from '../../shared/event/kinds.ts';
import { type BatchHead, type BatchTail, entryLine } from '../../shared/journal-batch.ts';

/**
 * Bytes of lines that are packed in one go. Each go is a trip to another thread and back, which for every line of
 * its own takes longer than the packing.
 */
const blockSize = 128 * 1024;

/** Bytes that may wait for being packed before the network is held back: packing goes on while more is read. */
const mostWaiting = 1024 * 1024;

/** Flushes a folder's own entries, without which a renamed file can be gone after a power loss (Linux fsync(2)). */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; NTFS journals its renames itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes events to a temporary file while they arrive. Only once it is finished and published is it a batch: the
 * file is complete, flushed and renamed, or it is not there.
 */
export class BatchWriter {
  readonly #temporary: string;
  readonly #fetchedAt: number;
  readonly #gzip: Gzip;
  readonly #file: WriteStream;
  readonly #finished: Promise<void>;
  #failure: Error | undefined;
  #draining: Promise<void> | undefined;
  /** Lines that are not handed on yet, and how many bytes of it they take. */
  #block = Buffer.allocUnsafeSlow(blockSize);
  #filled = 0;
  #events = 0;
  #length = 0;

  constructor(temporary: string, head: BatchHead) {
    this.#temporary = temporary;
    this.#fetchedAt = head.fetchedAt;
    this.#gzip = createGzip({ level: 4, chunkSize: 64 * 1024 });
    this.#file = createWriteStream(temporary, { flags: 'w', flush: true });
    const failed = (error: Error) => {
      this.#failure ??= error;
      this.#gzip.destroy();
      this.#file.destroy();
    };
    this.#gzip.on('error', failed);
    this.#file.on('error', failed);
    this.#finished = new Promise((resolve) => this.#file.on('close', resolve));
    this.#gzip.pipe(this.#file);
    this.#add(`${JSON.stringify(head)}\n`);
  }

  get events(): number {
    return this.#events;
  }

  /** Characters of entries taken so far. */
  get length(): number {
    return this.#length;
  }

  /** Adds an entry; a promise is given where the disk is slower than the network. */
  entry(kind: EventKind, text: string, valid: boolean): undefined | Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#events += 1;
    this.#length += text.length;
    this.#add(entryLine(kind, this.#fetchedAt, text, valid));
    if (this.#gzip.writableLength < mostWaiting) return undefined;
    this.#draining ??= this.#drained().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  /** Ends the file and flushes it, still under its temporary name. @throws what the disk says */
  async finish(tail: Omit<BatchTail, 'end' | 'events'>): Promise<void> {
    this.#add(`${JSON.stringify({ end: true, events: this.#events, ...tail })}\n`);
    this.#gzip.end(this.#block.subarray(0, this.#filled));
    await this.#finished;
    if (this.#failure) throw this.#failure;
  }

  /** Gives a finished batch its name; answers its size in bytes. The folder has to be flushed afterwards. */
  async publish(path: string): Promise<number> {
    await rename(this.#temporary, path);
    return this.#file.bytesWritten;
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#gzip.destroy();
    this.#file.destroy();
    await this.#finished;
    await rm(this.#temporary, { force: true });
  }

  #add(line: string): void {
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    const room = line.length * 3;
    if (this.#filled > 0 && this.#filled + room > blockSize) {
      this.#gzip.write(this.#block.subarray(0, this.#filled));
      this.#block = Buffer.allocUnsafeSlow(blockSize);
      this.#filled = 0;
    }
    if (room > blockSize) this.#gzip.write(line);
    else this.#filled += this.#block.write(line, this.#filled);
  }

  async #drained(): Promise<void> {
    await Promise.race([once(this.#gzip, 'drain'), this.#finished]);
    if (this.#failure) throw this.#failure;
  }
}
