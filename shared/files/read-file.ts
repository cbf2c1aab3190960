import type { FileEntry } from './event-line.ts';
import { formatOf } from './file-format.ts';
import { readSomeEvents, readSomeGzipped } from './read-events.ts';
import { readParquetEvents } from './read-parquet.ts';

/** A file as browsers and Node give one. */
export type ReadableFile = Pick<Blob, 'size' | 'slice' | 'stream'>;

const parquetMark = 'PAR1';

/**
 * The bytes of a file as they are read.
 * @param onRead told how many there have been; where it throws, reading ends
 */
export async function* chunksOf(
  file: ReadableFile,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      read += value.length;
      onRead(read);
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/**
 * The events of a file, whatever it is of what Lurescope reads, and what is wrong in it, line by line: some at a time,
 * as they are read.
 * @param onRead told how many bytes of it have been read
 * @throws what reading the file throws
 */
export async function* readFile(
  file: ReadableFile,
  onRead: (bytes: number) => void,
): AsyncGenerator<FileEntry[]> {
  let furthest = 0;
  const head = new Uint8Array(await file.slice(0, parquetMark.length).arrayBuffer());
  if (formatOf(head).is === 'gzip') {
    // It may be read a second time, and is then as far as it was the first time.
    const onMoreRead = (bytes: number) => {
      furthest = Math.max(furthest, bytes);
      onRead(furthest);
    };
    yield* readSomeGzipped(() => chunksOf(file, onMoreRead));
    return;
  }
  if (new TextDecoder().decode(head) !== parquetMark) {
    yield* readSomeEvents(chunksOf(file, onRead));
    return;
  }
  const entries = readParquetEvents({
    byteLength: file.size,
    slice(from, to = file.size) {
      // Its end is read first, and says what is where.
      if (to < file.size) furthest = Math.max(furthest, to);
      onRead(furthest);
      return file.slice(from, to).arrayBuffer();
    },
  });
  for await (const entry of entries) yield [entry];
}
