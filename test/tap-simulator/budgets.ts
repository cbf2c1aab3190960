import type { SiemEndpoint } from '../../electron/sample/siem-query.ts';

/** The two pools a credential has: clicks/permitted is counted apart from all else. */
export const budgetPools = ['clicksPermitted', 'others'] as const;

export type BudgetPool = (typeof budgetPools)[number];

const rollingMs = 24 * 3_600_000;

/** The pool an endpoint's requests are taken from. */
export function poolOf(endpoint: SiemEndpoint): BudgetPool {
  return endpoint === 'clicks/permitted' ? 'clicksPermitted' : 'others';
}

/** Requests left to each credential over the last 24 hours. */
export interface Budgets {
  /** Takes one request at `now`; false when none is left, and then nothing is taken. */
  take(principal: string, pool: BudgetPool, now: number): boolean;
  left(principal: string, pool: BudgetPool, now: number): number;
  /** Counts `requests` as made at `now`, as another client of the same credential would. */
  spend(principal: string, pool: BudgetPool, requests: number, now: number): void;
  reset(): void;
}

/** @param limits requests per rolling 24 hours in each pool; the service allows 1,800 */
export function createBudgets(limits: Readonly<Record<BudgetPool, number>>): Budgets {
  const made = new Map<string, number[]>();

  function recent(principal: string, pool: BudgetPool, now: number): number[] {
    const key = `${pool}\n${principal}`;
    const times = made.get(key) ?? [];
    made.set(key, times);
    // A clock that is set back must not bring requests back to life, so only what is old enough goes.
    while (times[0] !== undefined && times[0] <= now - rollingMs) times.shift();
    return times;
  }

  const budgets: Budgets = {
    take(principal, pool, now) {
      if (budgets.left(principal, pool, now) <= 0) return false;
      recent(principal, pool, now).push(now);
      return true;
    },
    left: (principal, pool, now) => limits[pool] - recent(principal, pool, now).length,
    spend(principal, pool, requests, now) {
      const times = recent(principal, pool, now);
      for (let i = 0; i < requests; i++) times.push(now);
    },
    reset: () => made.clear(),
  };
  return budgets;
}
