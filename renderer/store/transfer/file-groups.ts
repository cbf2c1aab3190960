import type { FileFault } from '../../../shared/files/event-line.ts';
import { type ReadableFile, readFile } from '../../../shared/files/read-file.ts';
import { type Annotation, readTags } from '../annotations/annotation.ts';
import type { Incoming } from '../event-row.ts';
import { segmentLength } from '../segments/join-plan.ts';
import { type Prepared, Preparing } from '../segments/preparing.ts';

/** A group is ended where the texts in it are longer than this, in characters: it is held in memory several times. */
const longestTexts = 16_000_000;
/** Faults that are told of with one group. */
const mostFaults = 10_000;
/** A group is ended where this many bytes were read without its being full, so that progress is told. */
const longestRead = 64_000_000;

/** Some of a file's entries, ready to be stored together, and what was wrong between them. */
export interface FileGroup {
  entries: Incoming[];
  /** What was said of them in the file, by their index: few say anything. */
  said: Map<number, Annotation>;
  faults: Omit<FileFault, 'ok'>[];
  /** Bytes of the file that were read up to here. */
  read: number;
  /** Null where there are no entries. */
  ready: Prepared | null;
}

/** Reads a file group by group. */
export type ReadGroups = (file: ReadableFile, source: string) => AsyncGenerator<FileGroup>;

function saidOf(tags: readonly string[], notes: readonly { text: string }[]): Annotation | undefined {
  if (tags.length === 0 && notes.length === 0) return undefined;
  return { tags: tags.flatMap(readTags), note: notes.map(({ text }) => text).join('\n\n') };
}

/**
 * The entries of a file under a source, made ready group by group. A group is as long as a segment, so that it need
 * not be written a second time.
 * @param now when an entry was fetched of which the file does not say it, ms
 * @throws what reading the file throws
 */
export async function* fileGroups(
  file: ReadableFile,
  source: string,
  now: () => number,
): AsyncGenerator<FileGroup> {
  let read = 0;
  let readBefore = 0;
  let length = 0;
  let group: Omit<FileGroup, 'read' | 'ready'> = { entries: [], said: new Map(), faults: [] };
  let preparing = new Preparing();
  const ended = async (): Promise<FileGroup> => {
    const ready = group.entries.length > 0 ? await preparing.done() : null;
    const done = { ...group, read, ready };
    group = { entries: [], said: new Map(), faults: [] };
    preparing = new Preparing();
    [length, readBefore] = [0, read];
    return done;
  };
  const isFull = () =>
    group.entries.length >= segmentLength || length > longestTexts || group.faults.length >= mostFaults;
  const onRead = (bytes: number) => {
    read = bytes;
  };
  for await (const some of readFile(file, onRead)) {
    for (const entry of some) {
      if (entry.ok) {
        const { kind, rawText, fetched, tags, notes, raw } = entry;
        const said = saidOf(tags, notes);
        if (said) group.said.set(group.entries.length, said);
        const incoming = { source, kind, rawText, fetchedAt: fetched ?? now() };
        group.entries.push(incoming);
        preparing.add(incoming, raw);
        length += rawText.length;
      } else group.faults.push({ line: entry.line, reason: entry.reason });
      if (isFull()) yield await ended();
    }
    if (read - readBefore > longestRead) yield await ended();
  }
  yield await ended();
}
