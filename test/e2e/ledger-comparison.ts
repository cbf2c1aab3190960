import { contentHashOf, identityOf } from '../../shared/event/identity.ts';
import type { EventKind } from '../../shared/event/kinds.ts';
import { rawEventSchema } from '../../shared/event/raw-event.ts';
import { guessKind } from '../../shared/files/event-line.ts';
import type { SourceView } from '../../shared/source.ts';
import type { MovableSimulator } from './fixtures.ts';

const day = 24 * 60 * 60 * 1000;

/** What was to be had and is not stored, and what is stored twice. */
export interface Comparison {
  available: number;
  /** Of the available, those that are a further version of an event. */
  versions: number;
  lost: string[];
  doubled: string[];
  /** Stored, though the simulator never served it. */
  unknown: string[];
}

const clickKinds: EventKind[] = ['clickPermitted', 'clickBlocked'];
const messageKinds: EventKind[] = ['messageDelivered', 'messageBlocked'];

/** Every version of every event that is stored, by `identity contentHash`, and how often it is. */
function countStored(stored: readonly { key: string; raw: string }[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { key, raw } of stored) {
    const parsed = rawEventSchema.safeParse(JSON.parse(raw));
    if (!parsed.success) continue;
    const identity = key.slice(key.lastIndexOf(':') + 1);
    const kinds = guessKind(parsed.data).startsWith('click') ? clickKinds : messageKinds;
    if (!kinds.some((kind) => identityOf(kind, parsed.data) === identity)) {
      throw new Error(`The text stored under ${key} is another event's.`);
    }
    const name = `${identity} ${contentHashOf(parsed.data)}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  return seen;
}

/**
 * Compares the simulator's ledger with the store, identity by identity and version by version.
 * @param by what became available later than this (ms) could not have been read yet
 */
export function compare(
  simulator: MovableSimulator,
  source: SourceView,
  stored: readonly { key: string; raw: string }[],
  by: number,
): Comparison {
  const nameOf = (entry: { identity: string; contentHash: string }) =>
    `${entry.identity} ${entry.contentHash}`;
  const available = new Set<string>();
  const identities = new Set<string>();
  for (const { from, to } of source.coverage) {
    for (const entry of simulator.ledger.available(from, to, by)) {
      available.add(nameOf(entry));
      identities.add(entry.identity);
    }
  }
  // Lanes overlap and sweep, so more may be stored than was covered by then; all of it has to be the simulator's.
  const span = { from: source.historyFrom - day, to: by + day };
  const known = new Set(simulator.ledger.available(span.from, span.to, Number.POSITIVE_INFINITY).map(nameOf));
  const seen = countStored(stored);
  return {
    available: available.size,
    versions: available.size - identities.size,
    lost: [...available].filter((name) => !seen.has(name)),
    doubled: [...seen].filter(([, times]) => times > 1).map(([name]) => name),
    unknown: [...seen.keys()].filter((name) => !known.has(name)),
  };
}
