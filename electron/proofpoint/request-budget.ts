import { z } from 'zod';
import { type Lane, laneSchema } from '../../shared/journal-batch.ts';

/** Requests a pool allows in any 24 hours, per credential (SIEM API page, "Limits"). */
export const poolLimit = 1800;

const day = 24 * 60 * 60 * 1000;
const minute = 60 * 1000;

/** `clicks/permitted` has a pool of its own; all other endpoints share one. */
export type Pool = 'shared' | 'clicks';

/** What a request was spent on: a lane, or a test of the connection. */
export const spenderSchema = z.union([laneSchema, z.literal('test')]);
export type Spender = z.infer<typeof spenderSchema>;

/** Requests counted by the minute they were sent in: `[minute since the epoch, spender, how many]`. */
export const requestLogSchema = z.array(
  z.tuple([z.number().int(), spenderSchema, z.number().int().positive()]),
);
export type RequestLog = z.infer<typeof requestLogSchema>;

export function poolOf(spender: Spender): Pool {
  return spender === 'clicks' ? 'clicks' : 'shared';
}

/** The log with one more request, and without what no 24 hours count any more. */
export function spend(log: RequestLog, spender: Spender, now: number): RequestLog {
  const at = Math.floor(now / minute);
  // A minute is counted until its last second is a day old, and an extra one for the server's rounding.
  const kept = log.filter(([counted]) => (counted + 2) * minute > now - day && counted <= at + 1);
  const last = kept.findIndex(([counted, by]) => counted === at && by === spender);
  if (last === -1) return [...kept, [at, spender, 1]];
  return kept.map((entry, index) => (index === last ? [at, spender, entry[2] + 1] : entry));
}

/** Requests of the last 24 hours that a pool counts, or that one spender made of it. */
export function spent(log: RequestLog, of: Pool | Lane, now: number): number {
  const isPool = of === 'shared' || of === 'clicks';
  return log.reduce((sum, [counted, by, requests]) => {
    const counts = (counted + 2) * minute > now - day;
    const matches = isPool ? poolOf(by) === of : by === of;
    return counts && matches ? sum + requests : sum;
  }, 0);
}

/** When the pool's oldest counted request is a day old and one more may be sent, ms. */
export function freesAt(log: RequestLog, pool: Pool, now: number): number {
  const counted = log.filter(([at, by]) => poolOf(by) === pool && (at + 2) * minute > now - day);
  const oldest = Math.min(...counted.map(([at]) => at));
  return Number.isFinite(oldest) ? (oldest + 2) * minute + day : now;
}
