import type { Cadence } from '../../shared/source.ts';
import type { Pool } from '../proofpoint/request-budget.ts';
import type { SourceState } from './source-state.ts';

const day = 24 * 60 * 60 * 1000;

/** Of what a pool allows, so much is planned for the regular lanes; the rest is for back-filling and surprises. */
const plannedShare = 0.9;

/** A pool is never believed to allow less: even then something is read every ten minutes. */
const smallest = 240;

/** One refusal may be a mishap; so many within an hour say that the pool is exhausted again and again. */
const telling = 3;
const hour = 60 * 60 * 1000;

/** What a refusal taught about a pool: another tool shares the credential, and so much was left for us. */
export type Learned = SourceState['learned']['shared'];

/** Whether refusals (ms, the latest last) say that another tool uses the pool up. */
export function isTelling(refusals: readonly number[], now: number): boolean {
  return refusals.filter((at) => at <= now && now - at < hour).length >= telling;
}

/** What to remember when the API said 429 though our own count says that there is budget left. */
export function learn(spentByUs: number, now: number): NonNullable<Learned> {
  return { limit: Math.max(smallest, spentByUs), at: now };
}

/**
 * Requests a pool allows us in 24 hours, for now: what was learned holds for a day and is forgotten over the next,
 * since the other tool may be gone.
 */
export function effectiveLimit(learned: Learned, limit: number, now: number): number {
  if (learned === null || learned.limit >= limit) return limit;
  const age = now - learned.at;
  if (age < 0 || age <= day) return learned.limit;
  const forgotten = Math.min(1, (age - day) / day);
  return Math.floor(learned.limit + (limit - learned.limit) * forgotten);
}

/** In how many requests a sweep, or a turn of the clicks, is read: more than one where windows had to be cut short. */
export type Pieces = number;

/** Requests that the regular lanes of a pool take in a day. */
export function requestsADay(cadence: Cadence, pool: Pool, pieces: Pieces): number {
  if (pool === 'clicks') return (day / cadence.clicks) * pieces;
  return day / cadence.main + (day / cadence.sweep) * pieces;
}

/**
 * How often lanes read so that a day of them fits what a pool allows. All give way alike; but a sweep that takes
 * many requests gives way before the main lane does, though it is not put off for more than an hour for that.
 */
export function stretched(cadence: Cadence, pool: Pool, limit: number, pieces: Pieces): Cadence {
  const planned = limit * plannedShare;
  if (requestsADay(cadence, pool, pieces) <= planned) return cadence;
  const factor = Math.max(1, requestsADay(cadence, pool, 1) / planned);
  const main = cadence.main * factor;
  const sweep = cadence.sweep * factor;
  const fitting = (day * pieces) / Math.max(planned - day / main, 1);
  // Clicks that take many requests are not put off for more than ten minutes.
  const spread = pool === 'clicks' ? Math.min((day * pieces) / planned, hour / 6) : 0;
  return {
    main,
    sweep: Math.max(sweep, Math.min(fitting, hour)),
    clicks: Math.max(cadence.clicks * factor, spread),
  };
}
