import type { Available } from './hourly-source.ts';
import type { Asked } from './service-worker.ts';
import type { Held } from './soak-store.ts';

const day = 24 * 3_600_000;

/** What came of comparing all that could be had with all that is stored. */
export interface Comparison {
  /** Versions of events that could be had. */
  available: number;
  /** Of these, how many are stored. */
  stored: number;
  lost: number;
  doubled: number;
  /** Stored under a name that the service knows nothing of. */
  unknown: number;
  maxDelayMs: number;
  /** The same, of events that nothing wrong touched between being available and being durable. */
  maxCalmDelayMs: number;
  /** Again the same, of permitted clicks, which an analyst has to know first. */
  maxCalmClickDelayMs: number;
  calm: number;
  /** A few of what is lost, for whoever looks for the reason. */
  examples: string[];
}

export interface Span {
  from: number;
  to: number;
}

/** Finds whether a stretch of time touches any of many spans: sorted once, asked a million times. */
export function createTouch(spans: readonly Span[]): (from: number, to: number) => boolean {
  const merged: Span[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return (from, to) => {
    let low = 0;
    let high = merged.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((merged[middle]?.to ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    const next = merged[low];
    return next !== undefined && next.from <= to;
  };
}

export interface CompareOptions {
  /** Everything the service could ever have told of the time in question, in parts. */
  ledger: AsyncIterable<readonly Available[]> | Iterable<readonly Available[]>;
  held: ReadonlyMap<string, Held>;
  /** What was created before this was not asked for, ms. */
  from: number;
  /** When watching began: what was available before it has no delay, ms. */
  watchedFrom: number;
  /** What became available later could not be asked for any more, ms. */
  by: number;
  /** When something was wrong, or had just been. */
  troubled: readonly Span[];
}

/** Compares identity by identity and version by version. */
export async function compare(options: CompareOptions): Promise<Comparison> {
  const { ledger, held, from, watchedFrom, by } = options;
  const touchesTrouble = createTouch(options.troubled);
  const known = new Set<string>();
  const result: Comparison = {
    available: 0,
    stored: 0,
    lost: 0,
    doubled: 0,
    unknown: 0,
    maxDelayMs: 0,
    maxCalmDelayMs: 0,
    maxCalmClickDelayMs: 0,
    calm: 0,
    examples: [],
  };
  for await (const part of ledger) {
    for (const { version, kind, createdAt, availableAt } of part) {
      if (known.has(version)) continue;
      known.add(version);
      if (createdAt < from || availableAt > by) continue;
      result.available += 1;
      const found = held.get(version);
      if (!found) {
        result.lost += 1;
        const times = [createdAt, availableAt].map((ms) => new Date(ms).toISOString());
        if (result.examples.length < 10)
          result.examples.push(`${version}, created ${times[0]}, available ${times[1]}`);
        continue;
      }
      result.stored += 1;
      if (availableAt < watchedFrom) continue;
      const delay = found.durableAt - availableAt;
      result.maxDelayMs = Math.max(result.maxDelayMs, delay);
      if (touchesTrouble(availableAt, found.durableAt)) continue;
      result.calm += 1;
      result.maxCalmDelayMs = Math.max(result.maxCalmDelayMs, delay);
      if (kind === 'clickPermitted') result.maxCalmClickDelayMs = Math.max(result.maxCalmClickDelayMs, delay);
    }
  }
  for (const [version, { times }] of held) {
    if (times > 1) result.doubled += 1;
    if (!known.has(version)) result.unknown += 1;
  }
  return result;
}

/** The most requests of a pool in any 24 hours. */
export function mostInADay(asked: readonly Asked[], pool: Asked['pool']): number {
  const times = asked
    .filter((one) => one.pool === pool)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [last, at] of times.entries()) {
    while ((times[first] ?? 0) <= at - day) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
