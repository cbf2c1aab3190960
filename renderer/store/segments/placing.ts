import { parseEvent } from '../../../shared/event/normalise.ts';
import { type ChunkEntry, chunkOf } from '../columns/chunk-builder.ts';
import type { Incoming } from '../event-row.ts';
import type { Fate } from '../event-store.ts';
import type { Memory } from './memory.ts';
import { rawRunOf } from './raw-codec.ts';
import type { EventRun } from './segment-file.ts';

/** An entry that was read. */
export interface ReadEntry {
  entry: ChunkEntry;
  contentHash: string;
  isParsed: boolean;
  rawText: string;
}

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

/** Says of entries what each is, and which of them are to be stored. */
export function placeEntries(
  entries: readonly ReadEntry[],
  memory: Memory,
): { fates: Fate[]; kept: ReadEntry[] } {
  const waiting = new Map<string, Set<string>>();
  const kept: ReadEntry[] = [];
  const fates = entries.map((read): Fate => {
    const { entry, contentHash, isParsed } = read;
    const { identity } = entry.event;
    const key = `${entry.facts.source}:${identity}`;
    const place = memory.columns.placeOf(entry.facts.source, identity);
    const before = waiting.get(key);
    if (before?.has(contentHash) || (place !== undefined && memory.hasVersion(place, contentHash))) {
      return 'duplicates';
    }
    kept.push(read);
    if (before) before.add(contentHash);
    else waiting.set(key, new Set([contentHash]));
    if (before || place !== undefined) return 'versions';
    return isParsed ? 'stored' : 'unparsed';
  });
  return { fates, kept };
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
