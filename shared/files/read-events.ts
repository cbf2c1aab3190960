import { EventLines, type FileEntry } from './event-line.ts';
import { formatLength, formatOf } from './file-format.ts';
import { FileRefused, GzipReader } from './gzip-reader.ts';
import { ValueSplitter } from './value-splitter.ts';

/** How much a file may ask of this computer. */
export interface FileLimits {
  /** Bytes of an event, or of a line. */
  longestValue: number;
  /** Bytes that may come out of a gzip'd file in all. */
  mostUnpacked: number;
}

/** A file that is gzip'd twice happens; more often is somebody's game. */
const mostLayers = 2;

const limitsByDefault: FileLimits = { longestValue: 32_000_000, mostUnpacked: 200_000_000_000 };

const pieceLength = 32 * 1024;

const byteOrderMark = [0xef, 0xbb, 0xbf] as const;

/** A stage that bytes go through. */
interface Stage {
  write(bytes: Uint8Array): void;
  end(): void;
  /** What follows has nothing to do with what came. @returns the line that was being read */
  cut(): number;
}

/** Text: cut into values, and those read as events. */
function textStage(found: (entry: FileEntry) => void, { longestValue }: FileLimits): Stage {
  const lines = new EventLines();
  const splitter = new ValueSplitter(
    {
      value(value) {
        const entry = lines.read(value);
        if (entry) found(entry);
      },
      fault: (line, reason) => found({ ok: false, line, reason }),
      whole(line, bytes) {
        const entry = lines.readWhole(line, bytes);
        if (entry) found(entry);
        return entry !== undefined;
      },
    },
    longestValue,
  );
  return {
    write: (bytes) => splitter.write(bytes),
    end: () => splitter.end(),
    cut() {
      splitter.cut();
      lines.cut();
      return splitter.line;
    },
  };
}

/** Looks at how the bytes begin, and then sends them where they can be read. */
class FormatStage implements Stage {
  readonly #found: (entry: FileEntry) => void;
  readonly #limits: FileLimits;
  readonly #layers: number;
  #head: Uint8Array = new Uint8Array(0);
  #next: Stage | undefined;

  constructor(found: (entry: FileEntry) => void, limits: FileLimits, layers = 0) {
    this.#found = found;
    this.#limits = limits;
    this.#layers = layers;
  }

  write(bytes: Uint8Array): void {
    if (this.#next) {
      this.#next.write(bytes);
      return;
    }
    const head = new Uint8Array(this.#head.length + bytes.length);
    head.set(this.#head);
    head.set(bytes, this.#head.length);
    this.#head = head;
    if (head.length >= formatLength) this.#decide();
  }

  end(): void {
    this.#decide();
    this.#next?.end();
  }

  cut(): number {
    this.#decide();
    return this.#next?.cut() ?? 1;
  }

  #decide(): void {
    if (this.#next) return;
    const head = this.#head;
    this.#head = new Uint8Array(0);
    const format = formatOf(head.subarray(0, formatLength));
    if (format.is === 'other') throw new FileRefused(format.reason);
    this.#next = format.is === 'gzip' ? this.#gzipStage() : textStage(this.#found, this.#limits);
    const hasMark = byteOrderMark.every((byte, index) => head[index] === byte);
    this.#next.write(hasMark ? head.subarray(byteOrderMark.length) : head);
  }

  #gzipStage(): Stage {
    if (this.#layers === mostLayers)
      throw new FileRefused('This is a gzip file within a gzip file, several times. Unpack it first.');
    const inside = new FormatStage(this.#found, this.#limits, this.#layers + 1);
    const fault = (reason: string) =>
      this.#found({
        ok: false,
        line: inside.cut(),
        reason: `${reason}; what came before this line was read`,
      });
    const gzip = new GzipReader({ data: (bytes) => inside.write(bytes), fault }, this.#limits.mostUnpacked);
    return {
      write: (bytes) => gzip.write(bytes),
      end() {
        gzip.end();
        inside.end();
      },
      cut: () => inside.cut(),
    };
  }
}

/**
 * The events of a file, in the order they stand there, and what is wrong in it, line by line: some at a time, as they
 * are read. The file may be a SIEM answer, a list of events, one event, NDJSON of any of these, a day of Lurescope's
 * archive, or its export, each plain or gzip'd; what it is called makes no difference. Of all these no more is held
 * than what is read at once.
 * @throws what reading the bytes throws; whatever the bytes are is told of as a fault
 */
export async function* readSomeEvents(
  bytes: AsyncIterable<Uint8Array>,
  limits: Partial<FileLimits> = {},
): AsyncGenerator<FileEntry[]> {
  let entries: FileEntry[] = [];
  let line = 1;
  const stage = new FormatStage(
    (entry) => {
      entries.push(entry);
      line = entry.line;
    },
    { ...limitsByDefault, ...limits },
  );
  const refusalOf = (work: () => void): string | undefined => {
    try {
      work();
      return undefined;
    } catch (error) {
      if (error instanceof FileRefused) return error.message;
      throw error;
    }
  };
  let refusal: string | undefined;
  for await (const chunk of bytes) {
    // In pieces, since a thousand times as much can come out of each.
    for (let from = 0; from < chunk.length && refusal === undefined; from += pieceLength) {
      refusal = refusalOf(() => stage.write(chunk.subarray(from, from + pieceLength)));
      if (entries.length > 0) yield entries;
      entries = [];
    }
    if (refusal !== undefined) break;
  }
  refusal ??= refusalOf(() => stage.end());
  if (refusal !== undefined) entries.push({ ok: false, line, reason: refusal });
  yield entries;
}

/** The events of a file one after another; see `readSomeEvents`. */
export async function* readEvents(
  bytes: AsyncIterable<Uint8Array>,
  limits: Partial<FileLimits> = {},
): AsyncGenerator<FileEntry> {
  for await (const entries of readSomeEvents(bytes, limits)) yield* entries;
}
