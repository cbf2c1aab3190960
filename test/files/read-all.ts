import type { FileEntry } from '../../shared/files/event-line.ts';
import { type FileLimits, readEvents } from '../../shared/files/read-events.ts';

/** Bytes as a stream of chunks of a length. */
export async function* inChunks(bytes: Uint8Array, length = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

/** All that a stream gives. */
export async function gathered<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}

/** All that reading a file gives. */
export async function readAll(
  content: Uint8Array | string,
  { chunk, ...limits }: Partial<FileLimits> & { chunk?: number } = {},
): Promise<FileEntry[]> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return gathered(readEvents(inChunks(bytes, chunk), limits));
}
