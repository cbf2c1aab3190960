import type { Fate } from '../event-store.ts';
import type { Memory } from './memory.ts';
import type { Told } from './preparing.ts';

/** Says of entries what each is, and which of them are to be stored, by their index. */
export function placeEntries(entries: readonly Told[], memory: Memory): { fates: Fate[]; kept: number[] } {
  const waiting = new Map<string, Set<string>>();
  const kept: number[] = [];
  const fates = entries.map(({ source, identity, contentHash, isParsed }, index): Fate => {
    const key = `${source}:${identity}`;
    const place = memory.columns.placeOf(source, identity);
    const before = waiting.get(key);
    if (before?.has(contentHash) || (place !== undefined && memory.hasVersion(place, contentHash))) {
      return 'duplicates';
    }
    kept.push(index);
    if (before) before.add(contentHash);
    else waiting.set(key, new Set([contentHash]));
    if (before || place !== undefined) return 'versions';
    return isParsed ? 'stored' : 'unparsed';
  });
  return { fates, kept };
}
