import type { EventSource, SourceEntry } from '../../electron/sample/siem-source.ts';
import { createdAtOf, identityOf } from '../../shared/event/identity.ts';
import { type EventKind, eventKinds } from '../../shared/event/kinds.ts';
import type { RawEvent } from '../../shared/event/raw-event.ts';
import type { Tenant } from '../../shared/sample-tenant/tenant.ts';
import { type ChangeInPlace, clearInPlace } from './in-place.ts';

/** What is said of an event over a stretch of the server's time. */
export interface TimedEntry extends SourceEntry {
  identity: string;
  /** From when on it is served, in ms; later than its creation where it was indexed late. */
  availableAt: number;
  /** From when on something else is served in its place; infinite for most. */
  replacedAt: number;
  /** Whether it took the place of another without a new creation time. */
  inPlace: boolean;
}

export interface LatenessOptions {
  /** Share of entries that are indexed late, 0 to 1. */
  share: number;
  /** The longest delay, in ms; the service's is about 30 minutes. */
  maxMs: number;
}

export interface SimulatedSourceOptions {
  /** Undefined for a world that holds pushed events only. */
  tenant: Tenant | undefined;
  late: LatenessOptions;
  /** Share of entries whose content changes in place, one to six hours after they were first seen. */
  inPlaceShare: number;
}

/** A tenant's events and hand-written ones, seen through an index that lags and a tenant that may fall silent. */
export interface SimulatedSource extends EventSource {
  /** All that was ever served or will be, created in [startMs, endMs), silence left out. */
  timedBetween(startMs: number, endMs: number, kind: EventKind): Generator<TimedEntry>;
  /**
   * Adds an event. `createdAt` defaults to what its own times say, `availableAt` to its creation.
   * @throws RangeError when it has no time and none is given
   */
  push(kind: EventKind, raw: RawEvent, times?: { createdAt?: number; availableAt?: number }): void;
  /** From `fromMs` on, serves the changed event in place of every entry of an identity. */
  replaceInPlace(identity: string, change: ChangeInPlace, fromMs: number): void;
  /**
   * While on, answers are empty, and what would have become available meanwhile never existed. What had been
   * available before is served again afterwards.
   */
  setSilence(on: boolean, now: number): void;
  isSilent(): boolean;
}

/** A number in [0, 1) that belongs to an identity, another for each place in its 32 digits. */
function shareOf(identity: string, place: number): number {
  return Number.parseInt(identity.slice(place, place + 8), 16) / 0x1_0000_0000;
}

export function createSimulatedSource(options: SimulatedSourceOptions): SimulatedSource {
  const { tenant, late, inPlaceShare } = options;
  const pushed: (SourceEntry & { availableAt: number })[] = [];
  const changes = new Map<string, { change: ChangeInPlace; fromMs: number }>();
  const silences: { from: number; to: number }[] = [];

  const silentAt = (ms: number): boolean => silences.some(({ from, to }) => ms >= from && ms < to);

  function lagOf(identity: string, version: number): number {
    if (shareOf(identity, 0) >= late.share) return 0;
    return Math.ceil(shareOf(identity, 8 + (version % 2) * 8) * late.maxMs);
  }

  function* variants(entry: SourceEntry, availableAt: number, identity: string): Generator<TimedEntry> {
    const auto =
      shareOf(identity, 24) < inPlaceShare
        ? { change: clearInPlace, fromMs: availableAt + (1 + shareOf(identity, 16) * 5) * 3_600_000 }
        : undefined;
    const planned = changes.get(identity) ?? auto;
    const changed = planned?.change(structuredClone(entry.raw));
    const base = { kind: entry.kind, createdAt: entry.createdAt, identity };
    // A change that falls into a silence never happens.
    const happens =
      planned !== undefined && changed !== undefined && !silentAt(Math.max(availableAt, planned.fromMs));
    const replacedAt = happens ? planned.fromMs : Number.POSITIVE_INFINITY;
    if (availableAt < replacedAt) yield { ...base, raw: entry.raw, availableAt, replacedAt, inPlace: false };
    if (happens) {
      const from = Math.max(availableAt, replacedAt);
      yield { ...base, raw: changed, availableAt: from, replacedAt: Number.POSITIVE_INFINITY, inPlace: true };
    }
  }

  function* allBetween(startMs: number, endMs: number, kind: EventKind): Generator<TimedEntry> {
    for (const entry of tenant?.iterateCreatedBetween(startMs, endMs, kind) ?? []) {
      const identity = identityOf(entry.kind, entry.raw);
      yield* variants(entry, entry.createdAt + lagOf(identity, entry.version), identity);
    }
    for (const entry of pushed) {
      if (entry.kind !== kind || entry.createdAt < startMs || entry.createdAt >= endMs) continue;
      yield* variants(entry, entry.availableAt, identityOf(entry.kind, entry.raw));
    }
  }

  const source: SimulatedSource = {
    *timedBetween(startMs, endMs, kind) {
      for (const entry of allBetween(startMs, endMs, kind)) {
        if (!silentAt(entry.availableAt)) yield entry;
      }
    },
    *entriesCreatedBetween(startMs, endMs, nowMs, kind) {
      if (source.isSilent()) return;
      for (const entry of source.timedBetween(startMs, Math.min(endMs, nowMs + 1), kind)) {
        if (entry.availableAt <= nowMs && nowMs < entry.replacedAt) yield entry;
      }
    },
    push(kind, raw, times = {}) {
      const createdAt = times.createdAt ?? createdAtOf(kind, raw);
      if (createdAt === undefined) throw new RangeError('an event without any time needs createdAt');
      pushed.push({ kind, raw, createdAt, availableAt: Math.max(createdAt, times.availableAt ?? createdAt) });
    },
    replaceInPlace(identity, change, fromMs) {
      changes.set(identity, { change, fromMs });
    },
    setSilence(on, now) {
      if (on === source.isSilent()) return;
      if (on) silences.push({ from: now, to: Number.POSITIVE_INFINITY });
      else for (const silence of silences) silence.to = Math.min(silence.to, now);
    },
    isSilent: () => silences.some(({ to }) => to === Number.POSITIVE_INFINITY),
  };
  return source;
}

/** Every kind's timed entries created in [startMs, endMs), kind by kind. */
export function* timedOfAllKinds(
  source: SimulatedSource,
  startMs: number,
  endMs: number,
): Generator<TimedEntry> {
  for (const kind of eventKinds) yield* source.timedBetween(startMs, endMs, kind);
}
