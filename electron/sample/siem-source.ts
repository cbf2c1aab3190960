import type { EventKind } from '../../shared/event/kinds.ts';
import type { RawEvent } from '../../shared/event/raw-event.ts';
import { fieldOf } from '../../shared/event/raw-event.ts';
import type { Tenant } from '../../shared/sample-tenant/tenant.ts';

/** An event as a source gives it. */
export interface SourceEntry {
  kind: EventKind;
  raw: RawEvent;
  /** ms since the epoch. */
  createdAt: number;
}

/** Where the server's events come from. */
export interface EventSource {
  /**
   * Events of a kind created in [startMs, endMs), as far as they can be seen at `nowMs`. Read once a request and
   * kind, one by one, so that a source need not hold them all.
   */
  entriesCreatedBetween(
    startMs: number,
    endMs: number,
    nowMs: number,
    kind: EventKind,
  ): Iterable<SourceEntry>;
}

/** A tenant's events as a source: each can be seen from the moment it was created. */
export function sourceOfTenant(tenant: Tenant): EventSource {
  return {
    entriesCreatedBetween: (startMs, endMs, nowMs, kind) =>
      tenant.iterateCreatedBetween(startMs, Math.min(endMs, nowMs + 1), kind),
  };
}

interface ThreatWords {
  type: string | undefined;
  status: string;
}

const lower = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.toLowerCase() : undefined;

function threatsOf(kind: EventKind, raw: RawEvent): ThreatWords[] {
  if (kind === 'clickBlocked' || kind === 'clickPermitted') {
    return [{ type: 'url', status: lower(raw.threatStatus) ?? 'active' }];
  }
  if (!Array.isArray(raw.threatsInfoMap)) return [];
  return raw.threatsInfoMap
    .filter(
      (threat): threat is RawEvent => threat !== null && typeof threat === 'object' && !Array.isArray(threat),
    )
    .map((threat) => ({
      type: lower(fieldOf(threat, 'threatType')),
      status: lower(fieldOf(threat, 'threatStatus')) ?? 'active',
    }));
}

/**
 * Whether an event is selected: when any one of its threats has a wanted type and a wanted status. A threat without
 * a status counts as active; an event without threats is left out only where a type is asked for.
 */
export function matchesThreats(
  entry: SourceEntry,
  types: ReadonlySet<string> | undefined,
  statuses: ReadonlySet<string>,
): boolean {
  const threats = threatsOf(entry.kind, entry.raw);
  if (threats.length === 0) return types === undefined;
  return threats.some(
    ({ type, status }) =>
      statuses.has(status) && (types === undefined || (type !== undefined && types.has(type))),
  );
}
