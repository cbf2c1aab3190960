import { parseEvent } from '../../../shared/event/normalise.ts';
import { type ChunkEntry, chunkOf } from '../columns/chunk-builder.ts';
import type { Incoming } from '../event-row.ts';
import { rawRunOf } from './raw-codec.ts';
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
  run: EventRun;
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
export function readEntry({ source, kind, rawText, fetchedAt }: Incoming): ReadEntry {
  const result = parseEvent(kind, rawText, fetchedAt);
  const facts = { source, fetched: fetchedAt, versions: 1 };
  if (result.ok) {
    const { event } = result;
    return { entry: { event, facts }, contentHash: event.contentHash, isParsed: true, rawText };
  }
  const { unparsed } = result;
  return { entry: { event: unparsed, facts }, contentHash: unparsed.identity, isParsed: false, rawText };
}

/** The columns and raw texts of entries. */
export function runOf(entries: readonly ReadEntry[]): EventRun {
  const chunk = chunkOf(entries.map(({ entry }) => entry));
  const raws = rawRunOf(
    chunk,
    entries.map(({ rawText }) => rawText),
  );
  return { chunk, raws };
}

/** Makes entries ready in this thread. */
export async function prepareHere(entries: readonly Incoming[]): Promise<Prepared> {
  const read = entries.map(readEntry);
  const run = runOf(read);
  const told = read.map(({ entry, contentHash, isParsed }) => {
    const { source } = entry.facts;
    return { source, identity: entry.event.identity, contentHash, isParsed };
  });
  return { told, run, head: headOf(run.chunk), parts: await packRun(run, false) };
}
