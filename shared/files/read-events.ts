import { EventLines, type FileEntry } from './event-line.ts';
import { formatLength, formatOf } from './file-format.ts';
import { checkUnpacked, FileRefused, GzipReader } from './gzip-reader.ts';
import { CannotUnpack, unpackedNatively } from './native-gunzip.ts';
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
    return gzipStage(inside, this.#found, this.#limits);
  }
}

/**
 * Unpacks gzip and hands on what comes out.
 * @param known how many bytes have come out already, and were handed on
 */
function gzipStage(
  inside: Stage,
  found: (entry: FileEntry) => void,
  { mostUnpacked }: FileLimits,
  known = 0,
): Stage {
  let skipped = known;
  const fault = (reason: string) => {
    // What came out before was of what is damaged here.
    skipped = 0;
    found({ ok: false, line: inside.cut(), reason: `${reason}; what came before this line was read` });
  };
  const data = (bytes: Uint8Array) => {
    const from = Math.min(skipped, bytes.length);
    skipped -= from;
    if (from < bytes.length) inside.write(bytes.subarray(from));
  };
  const gzip = new GzipReader({ data, fault }, mostUnpacked);
  return {
    write: (bytes) => gzip.write(bytes),
    end() {
      gzip.end();
      inside.end();
    },
    cut: () => inside.cut(),
  };
}

/** Bytes in pieces, since a thousand times as much can come out of each. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; from += pieceLength)
      yield chunk.subarray(from, from + pieceLength);
  }
}

/** Reads through stages, and gathers what they find. */
class Reading {
  readonly #limits: FileLimits;
  #entries: FileEntry[] = [];
  #line = 1;

  constructor(limits: Partial<FileLimits>) {
    this.#limits = { ...limitsByDefault, ...limits };
  }

  readonly #found = (entry: FileEntry): void => {
    this.#entries.push(entry);
    this.#line = entry.line;
  };

  /** Hands bytes to a stage, and ends it. @throws FileRefused, or what reading the bytes throws */
  async *#through(stage: Stage, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FileEntry[]> {
    for await (const piece of bytes) {
      stage.write(piece);
      yield* this.#taken();
    }
    stage.end();
  }

  *#taken(): Generator<FileEntry[]> {
    const entries = this.#entries;
    this.#entries = [];
    if (entries.length > 0) yield entries;
  }

  async *#refusable(work: AsyncGenerator<FileEntry[]>): AsyncGenerator<FileEntry[]> {
    try {
      yield* work;
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      this.#found({ ok: false, line: this.#line, reason: error.message });
    }
    yield* this.#taken();
  }

  plain(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FileEntry[]> {
    return this.#refusable(this.#through(new FormatStage(this.#found, this.#limits), inPieces(bytes)));
  }

  gzipped(bytesOf: () => AsyncIterable<Uint8Array>): AsyncGenerator<FileEntry[]> {
    return this.#refusable(this.#gzipped(bytesOf));
  }

  async *#gzipped(bytesOf: () => AsyncIterable<Uint8Array>): AsyncGenerator<FileEntry[]> {
    const { mostUnpacked } = this.#limits;
    const inside = new FormatStage(this.#found, this.#limits, 1);
    let packed = 0;
    let unpacked = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const piece of inPieces(bytesOf())) {
        packed += piece.length;
        yield piece;
      }
    }
    async function* checked(): AsyncGenerator<Uint8Array> {
      for await (const bytes of unpackedNatively(counted())) {
        unpacked += bytes.length;
        checkUnpacked(unpacked, packed, mostUnpacked);
        yield bytes;
      }
    }
    try {
      yield* this.#through(inside, checked());
    } catch (error) {
      if (!(error instanceof CannotUnpack)) throw error;
      yield* this.#through(gzipStage(inside, this.#found, this.#limits, unpacked), inPieces(bytesOf()));
    }
  }
}

/**
 * The events of a file, in the order they stand there, and what is wrong in it, line by line: some at a time, as they
 * are read. The file may be a SIEM answer, a list of events, one event, NDJSON of any of these, a day of Lurescope's
 * archive, or its export, each plain or gzip'd; what it is called makes no difference. Of all these no more is held
 * than what is read at once.
 * @throws what reading the bytes throws; whatever the bytes are is told of as a fault
 */
export function readSomeEvents(
  bytes: AsyncIterable<Uint8Array>,
  limits: Partial<FileLimits> = {},
): AsyncGenerator<FileEntry[]> {
  return new Reading(limits).plain(bytes);
}

/**
 * The events of a gzip'd file, as `readSomeEvents` gives them, three times as fast: the platform unpacks it, and where
 * it cannot, the file is read a second time, carefully.
 * @param bytesOf the file's bytes from its beginning
 */
export function readSomeGzipped(
  bytesOf: () => AsyncIterable<Uint8Array>,
  limits: Partial<FileLimits> = {},
): AsyncGenerator<FileEntry[]> {
  return new Reading(limits).gzipped(bytesOf);
}

/** The events of a file one after another; see `readSomeEvents`. */
export async function* readEvents(
  bytes: AsyncIterable<Uint8Array>,
  limits: Partial<FileLimits> = {},
): AsyncGenerator<FileEntry> {
  for await (const entries of readSomeEvents(bytes, limits)) yield* entries;
}
