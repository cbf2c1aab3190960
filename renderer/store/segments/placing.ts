import type { Fate, Placed } from '../event-store.ts';
import type { Memory } from './memory.ts';
import type { Told } from './preparing.ts';

/**
 * What the events of other sources mean for one that comes: nothing (`apart`); one that says the same is the same
 * (`known`); one that says something else is left for later as well (`left`); it belongs to whichever source has it
 * (`joined`).
 */
export type Elsewhere = 'apart' | 'known' | 'left' | 'joined';

/** Finds which other source has an event, and whether it knows what a version of it says. */
class Owners {
  readonly #memory: Memory;
  readonly #sources: readonly string[];

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#sources = Object.keys(memory.bySource);
  }

  of({ source, identity, contentHash }: Told): { source: string; saysTheSame: boolean } | undefined {
    const { columns } = this.#memory;
    if (columns.placeOf(source, identity) !== undefined) return undefined;
    let owner: string | undefined;
    for (const other of this.#sources) {
      const place = columns.placeOf(other, identity);
      if (place === undefined) continue;
      if (this.#memory.hasVersion(place, contentHash)) return { source: other, saysTheSame: true };
      owner ??= other;
    }
    return owner === undefined ? undefined : { source: owner, saysTheSame: false };
  }
}

/** Says of entries what each is, and which of them are to be stored, by their index. */
export function placeEntries(
  entries: readonly Told[],
  memory: Memory,
  elsewhere: Elsewhere = 'apart',
): { placed: Placed[]; kept: number[] } {
  const waiting = new Map<string, Set<string>>();
  const kept: number[] = [];
  const owners = elsewhere === 'apart' ? undefined : new Owners(memory);
  const fateOf = (source: string, { identity, contentHash, isParsed }: Told, index: number): Fate => {
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
  };
  const placed = entries.map((entry, index): Placed => {
    const { identity } = entry;
    const owner = owners?.of(entry);
    if (owner?.saysTheSame) return { fate: 'duplicates', source: owner.source, identity };
    if (owner && elsewhere === 'left') {
      return { fate: 'versions', source: owner.source, identity, isLeft: true };
    }
    const source = owner && elsewhere === 'joined' ? owner.source : entry.source;
    return { fate: fateOf(source, entry, index), source, identity };
  });
  return { placed, kept };
}
