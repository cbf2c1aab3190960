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

/** What lies farther ahead than this was stamped by a clock that was altogether wrong, minutes. */
const farAhead = 7 * 24 * 60;

/**
 * The log with one more request. Neither a clock that jumps ahead nor one that goes back makes it forget: what seems
 * to be days old is kept while it is among the latest that a pool could have allowed, and so is what lies ahead.
 * @param now ms, by the server's clock as far as it is known: that is the one it counts by
 */
export function spend(log: RequestLog, spender: Spender, now: number): RequestLog {
  const at = Math.floor(now / minute);
  const near = log.map((entry): RequestLog[number] =>
    entry[0] > at + farAhead ? [at, entry[1], entry[2]] : entry,
  );
  const known = near.findLastIndex(([counted, by]) => counted === at && by === spender);
  const counted: RequestLog[number] = [at, spender, (near[known]?.[2] ?? 0) + 1];
  if (known !== -1) return near.with(known, counted);
  const isLast = (near.at(-1)?.[0] ?? at) <= at;
  near.push(counted);
  return latest(isLast ? near : near.sort((a, b) => a[0] - b[0]));
}

/** A log that has grown long without what no pool could count any more, whatever the time is. */
function latest(log: RequestLog): RequestLog {
  if (log.length <= poolLimit) return log;
  const newer: Record<Pool, number> = { shared: 0, clicks: 0 };
  const kept = log.toReversed().filter(([, by, requests]) => {
    const pool = poolOf(by);
    newer[pool] += requests;
    return newer[pool] - requests < poolLimit;
  });
  return kept.reverse();
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
