import { normaliseEvent, parseEvent } from '../../../shared/event/normalise.ts';
import type { RawEvent } from '../../../shared/event/raw-event.ts';
import type { ThreatEvent } from '../../../shared/event/threat-event.ts';
import type { ColumnChunk } from '../columns/chunk.ts';
import { ChunkBuilder, type ChunkEntry } from '../columns/chunk-builder.ts';
import type { Incoming } from '../event-row.ts';
import { segmentLength } from './join-plan.ts';
import { type RawRun, rawRunOf } from './raw-codec.ts';
import { type EventRun, type PackedParts, packRun } from './segment-file.ts';
import { headOf, type RunHead } from './zones.ts';

/** An entry that was read. */
interface ReadEntry {
  entry: ChunkEntry;
  contentHash: string;
  isParsed: boolean;
  rawText: string;
}

/** What tells an entry from all others. */
export interface Told {
  source: string;
  identity: string;
  contentHash: string;
  /** False for an entry that is no event and is kept as its text. */
  isParsed: boolean;
}

/** A run of events as it goes into memory and onto the disk. */
export interface PreparedRun {
  chunk: ColumnChunk;
  /** Null where it is long enough to be a segment at once, which is read from the disk where it is asked for. */
  raws: RawRun | null;
  head: RunHead;
  parts: PackedParts;
}

/** Entries ready to be stored: what each is, and all of them as one run. */
export interface Prepared extends PreparedRun {
  told: Told[];
}

/** Makes entries ready to be stored; most of what storing costs is this, and it needs nothing of what is stored. */
export type Prepare = (entries: readonly Incoming[]) => Promise<Prepared>;

/** Reads an entry; one that is no event is kept as its text. */
export function readEntry(incoming: Incoming): ReadEntry {
  const { source, kind, rawText, fetchedAt } = incoming;
  const result = parseEvent(kind, rawText, fetchedAt);
  if (result.ok) return readEvent(incoming, result.event);
  const facts = { source, fetched: fetchedAt, versions: 1 };
  const { unparsed } = result;
  return { entry: { event: unparsed, facts }, contentHash: unparsed.identity, isParsed: false, rawText };
}

function readEvent({ source, rawText, fetchedAt }: Incoming, event: ThreatEvent): ReadEntry {
  const facts = { source, fetched: fetchedAt, versions: 1 };
  return { entry: { event, facts }, contentHash: event.contentHash, isParsed: true, rawText };
}

/** Makes a run of entries, one by one; of each no more is held than its text and what the columns say. */
class RunBuilder {
  readonly #chunk = new ChunkBuilder();
  readonly #texts: string[] = [];

  add({ entry, rawText }: ReadEntry): void {
    this.#chunk.add(entry);
    this.#texts.push(rawText);
  }

  done(): EventRun {
    const chunk = this.#chunk.done();
    return { chunk, raws: rawRunOf(chunk, this.#texts) };
  }
}

/** The columns and raw texts of entries. */
export function runOf(entries: readonly ReadEntry[]): EventRun {
  const builder = new RunBuilder();
  for (const entry of entries) builder.add(entry);
  return builder.done();
}

/** Makes entries ready as they come. */
export class Preparing {
  readonly #run = new RunBuilder();
  readonly #told: Told[] = [];

  /** @param raw what its text says, where that is known already */
  add(incoming: Incoming, raw?: RawEvent): void {
    const { kind, fetchedAt } = incoming;
    const read = raw ? readEvent(incoming, normaliseEvent(kind, raw, fetchedAt)) : readEntry(incoming);
    const { contentHash, isParsed } = read;
    const { identity } = read.entry.event;
    this.#run.add(read);
    this.#told.push({ source: incoming.source, identity, contentHash, isParsed });
  }

  async done(): Promise<Prepared> {
    const { chunk, raws } = this.#run.done();
    const isSegment = chunk.length >= segmentLength;
    const parts = await packRun({ chunk, raws }, isSegment);
    return { told: this.#told, chunk, raws: isSegment ? null : raws, head: headOf(chunk), parts };
  }
}

/** Makes entries ready in this thread. */
export function prepareHere(entries: readonly Incoming[]): Promise<Prepared> {
  const preparing = new Preparing();
  for (const entry of entries) preparing.add(entry);
  return preparing.done();
}
