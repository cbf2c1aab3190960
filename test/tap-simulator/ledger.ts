import type { SiemEndpoint } from '../../electron/sample/siem-query.ts';
import type { SiemWindow } from '../../electron/sample/siem-window.ts';
import { contentHashOf } from '../../shared/event/identity.ts';
import type { EventKind } from '../../shared/event/kinds.ts';
import { type SimulatedSource, timedOfAllKinds } from './simulated-source.ts';

/** One version of one event that could be had. */
export interface LedgerEntry {
  identity: string;
  contentHash: string;
  kind: EventKind;
  /** ms since the epoch. */
  createdAt: number;
  /** From when on it was served, ms. */
  availableAt: number;
  /** Until when, ms: infinite unless it was replaced in place. Who came later cannot have it. */
  replacedAt: number;
  inPlace: boolean;
}

/** What became of one request. */
export interface ServedRequest {
  /** By the server's clock, ms. */
  at: number;
  /** Path and query. */
  target: string;
  principal: string | undefined;
  endpoint: SiemEndpoint | undefined;
  window: SiemWindow | undefined;
  status: number;
  /** Name of the fault that was played, if any. */
  fault: string | undefined;
  /** Events written into the answer so far. */
  count: number;
}

/** What the simulator could have told, and what it was asked. */
export interface Ledger {
  /** Distinct versions of events created in [fromMs, toMs) and available at `nowMs` or before. */
  available(fromMs: number, toMs: number, nowMs: number): LedgerEntry[];
  /** The latest requests, oldest first, at most 20,000. */
  readonly requests: readonly ServedRequest[];
}

const keptRequests = 20_000;

/** A ledger over a source, and the way to write requests into it. */
export function createLedger(source: SimulatedSource): {
  ledger: Ledger;
  record(request: ServedRequest): void;
} {
  const requests: ServedRequest[] = [];
  const ledger: Ledger = {
    available(fromMs, toMs, nowMs) {
      const found = new Map<string, LedgerEntry>();
      for (const entry of timedOfAllKinds(source, fromMs, Math.min(toMs, nowMs + 1))) {
        if (entry.availableAt > nowMs) continue;
        const { identity, kind, createdAt, availableAt, replacedAt, inPlace } = entry;
        const contentHash = contentHashOf(entry.raw);
        const key = `${identity} ${contentHash}`;
        const known = found.get(key);
        if (known && known.availableAt <= availableAt) continue;
        found.set(key, { identity, contentHash, kind, createdAt, availableAt, replacedAt, inPlace });
      }
      return [...found.values()];
    },
    requests,
  };
  return {
    ledger,
    record(request) {
      requests.push(request);
      if (requests.length > keptRequests) requests.splice(0, requests.length - keptRequests);
    },
  };
}
