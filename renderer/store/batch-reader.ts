import type { EventKind } from '../../shared/event/kinds.ts';
import {
  type BatchHead,
  batchHeadSchema,
  batchTailSchema,
  cutEntryLine,
} from '../../shared/journal-batch.ts';

/** A batch whose bytes are not what was written: its window has to be fetched again. */
export class DamagedBatch extends Error {}

/** An entry of a batch: its kind and the exact text of its raw event. */
export interface BatchEntry {
  kind: EventKind;
  rawText: string;
  /** When it was fetched, ms; null where the line does not say. */
  fetched: number | null;
}

/** An entry's line, cut into its kind and its text. @throws DamagedBatch */
export function parseEntry(line: string): BatchEntry {
  const cut = cutEntryLine(line);
  if (!cut) throw new DamagedBatch('a line is no entry');
  const { kind, fetched, value, isJson } = cut;
  return { kind, fetched, rawText: isJson ? value : parseLine({ parse: String }, value) };
}

export function parseLine<T>(schema: { parse(value: unknown): T }, line: string): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (error) {
    throw new DamagedBatch(error instanceof Error ? error.message : String(error));
  }
}

/** The lines of a stream of NDJSON. @throws DamagedBatch when the last one is not ended */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') throw new DamagedBatch('the last line is cut short');
}

function unpacked(bytes: Blob): ReadableStream<Uint8Array> {
  return bytes.stream().pipeThrough(new DecompressionStream('gzip'));
}

/**
 * Unpacks a batch to its end, so that gzip's own checksum has spoken before any entry is believed.
 * @throws DamagedBatch
 */
async function verify(bytes: Blob): Promise<void> {
  try {
    for await (const _ of unpacked(bytes));
  } catch (error) {
    throw new DamagedBatch(String(error));
  }
}

/**
 * Reads a batch and hands on its entries in groups.
 * @param bytes the gzip'd file as it lies in the journal
 * @throws DamagedBatch before anything is handed on, when a byte is not as it was written
 */
export async function* readBatch(
  bytes: Blob,
  groupSize: number,
): AsyncGenerator<{ head: BatchHead; entries: BatchEntry[] }> {
  await verify(bytes);
  let head: BatchHead | undefined;
  let entries: BatchEntry[] = [];
  let count = 0;
  let ended = false;
  for await (const line of linesOf(unpacked(bytes))) {
    if (ended) throw new DamagedBatch('there is something behind the tail');
    if (!head) {
      head = parseLine(batchHeadSchema, line);
    } else if (line.startsWith('{"end"')) {
      if (parseLine(batchTailSchema, line).events !== count) throw new DamagedBatch('entries are missing');
      ended = true;
    } else {
      entries.push(parseEntry(line));
      count += 1;
      if (entries.length === groupSize) {
        yield { head, entries };
        entries = [];
      }
    }
  }
  if (!head || !ended) throw new DamagedBatch('the batch is cut short');
  if (entries.length > 0) yield { head, entries };
}
