import { contentHashOf, identityOf } from '../../shared/event/identity.ts';
import { kindOfArray } from '../../shared/event/kinds.ts';
import type { RawEvent } from '../../shared/event/raw-event.ts';
import type { Simulator } from './simulator.ts';

/** A clock that stands still until it is told otherwise. */
export function createManualClock(ms: number): {
  now(): number;
  advance(by: number): void;
  set(to: number): void;
} {
  let current = ms;
  return {
    now: () => current,
    advance: (by) => {
      current += by;
    },
    set: (to) => {
      current = to;
    },
  };
}

/** The Authorization header of a simulator's credentials. */
export function basicOf({
  principal,
  secret,
}: Pick<Simulator, 'principal' | 'secret'>): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${principal}:${secret}`).toString('base64')}` };
}

/** A request's path with a window and all three statuses. */
export function pathOf(startMs: number, endMs: number, endpoint = 'all'): string {
  const interval = `${new Date(startMs).toISOString()}/${new Date(endMs).toISOString()}`;
  return `/v2/siem/${endpoint}?format=json&interval=${interval}&threatStatus=active&threatStatus=cleared&threatStatus=falsePositive`;
}

/** `identity contentHash` of every event in an answer's body. */
export function versionsIn(body: unknown): string[] {
  return Object.entries(body as Record<string, unknown>).flatMap(([key, value]) => {
    const kind = kindOfArray(key);
    if (kind === undefined || !Array.isArray(value)) return [];
    return (value as RawEvent[]).map((raw) => `${identityOf(kind, raw)} ${contentHashOf(raw)}`);
  });
}

/** Fetches a window, following no redirect. */
export function fetchWindow(
  simulator: Simulator,
  startMs: number,
  endMs: number,
  endpoint = 'all',
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(`${simulator.origin}${pathOf(startMs, endMs, endpoint)}`, {
    headers: basicOf(simulator),
    redirect: 'manual',
    ...(signal ? { signal } : {}),
  });
}
