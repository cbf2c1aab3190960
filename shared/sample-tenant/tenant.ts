import { type EventKind, eventKinds } from '../event/kinds.ts';
import type { RawEvent } from '../event/raw-event.ts';
import { createCalendar } from './campaign.ts';
import { buildClick } from './click-event.ts';
import { type Company, createCompany } from './company.ts';
import { type EntryRef, type HourPlan, messageParts, planHour, statesOfPart } from './hour-plan.ts';
import { longestFollowUpHours, planIncident } from './incident.ts';
import { buildMessage } from './message-event.ts';
import { hourMs } from './rhythm.ts';
import { storyEntriesBetween } from './stories.ts';
import type { World } from './world.ts';

export interface TenantOptions {
  /** The world's seed, an integer: same seed, same events, for ever. */
  seed: number;
  /** Events an hour, averaged over a week; default 40. A working morning has some three times as many. */
  rate?: number;
  /** Mailboxes, at least 12; default 240. */
  people?: number;
  /** Whether every day has the attacks of stories.ts among its events; default no. */
  stories?: boolean;
}

/** One version of one event, as the API would send it. */
export interface TenantEntry {
  kind: EventKind;
  raw: RawEvent;
  /** ms since the epoch: the later of event time and latest threat time, which decides the window it falls in. */
  createdAt: number;
  /** 1 for the event as first seen; 2, 3 for what was later said of its threat, each with a later creation. */
  version: number;
}

/** An invented organisation's stream of events, readable at any point of time in any order. */
export interface Tenant {
  company: Company;
  /** Entries created in [startMs, endMs), oldest first, in a stable order. The objects are the caller's own. */
  entriesCreatedBetween(startMs: number, endMs: number): TenantEntry[];
  /** The same, one by one and optionally of one kind only, without holding them all. */
  iterateCreatedBetween(startMs: number, endMs: number, kind?: EventKind): Generator<TenantEntry>;
}

/** At most so many planned entries are kept, at some 20 bytes each. */
const cachedEntries = 1_500_000;

function buildEntry(world: World, ref: EntryRef): TenantEntry {
  const incident = planIncident(world, ref.hour, ref.incident, ref.flood);
  const state = statesOfPart(incident, ref.part)[ref.version - 1] ?? incident.states[0];
  const build = ref.part < messageParts(incident) ? buildMessage : buildClick;
  return {
    kind: ref.kind,
    raw: build(world, incident, ref.part, state),
    createdAt: ref.createdAt,
    version: ref.version,
  };
}

/**
 * The organisation of a seed. Reads no clock and no chance but the seed's.
 * @throws RangeError when the rate is no positive number
 */
export function createTenant(options: TenantOptions): Tenant {
  const { seed, rate = 40, people = 240, stories = false } = options;
  if (!(rate > 0) || !Number.isFinite(rate))
    throw new RangeError('rate must be a positive number of events an hour');
  const company = createCompany(seed, people);
  const world: World = { seed, rate, company, calendar: createCalendar(seed, company) };
  const plans = new Map<number, HourPlan>();
  let held = 0;

  function planOf(hour: number): HourPlan {
    const known = plans.get(hour);
    if (known) {
      // Oldest use first: a plan that is read again moves to the end.
      plans.delete(hour);
      plans.set(hour, known);
      return known;
    }
    const plan = planHour(world, hour);
    plans.set(hour, plan);
    held += plan.length;
    for (const [oldest, { length }] of plans) {
      if (plans.size <= longestFollowUpHours + 2 || (held <= cachedEntries && plans.size <= 2_000)) break;
      plans.delete(oldest);
      held -= length;
    }
    return plan;
  }

  function refsBetween(startMs: number, endMs: number, kind: EventKind | undefined): EntryRef[] {
    const refs: EntryRef[] = [];
    const lastHour = Math.ceil(endMs / hourMs) - 1;
    for (let hour = Math.floor(startMs / hourMs) - longestFollowUpHours; hour <= lastHour; hour++) {
      for (const ref of planOf(hour).between(startMs, endMs)) {
        if (kind === undefined || ref.kind === kind) refs.push(ref);
      }
    }
    // Hours are walked in their order and sorting is stable, so ties keep the order of their hours.
    return refs.sort((a, b) => a.createdAt - b.createdAt);
  }

  function* iterateCreatedBetween(startMs: number, endMs: number, kind?: EventKind): Generator<TenantEntry> {
    for (let start = startMs; start < endMs; start += hourMs) {
      const end = Math.min(endMs, start + hourMs);
      const told = stories ? storyEntriesBetween(seed, company, start, end) : [];
      const waiting = told.filter((entry) => kind === undefined || entry.kind === kind);
      for (const ref of refsBetween(start, end, kind)) {
        while (waiting[0] && waiting[0].createdAt < ref.createdAt) yield waiting.shift() as TenantEntry;
        yield buildEntry(world, ref);
      }
      yield* waiting;
    }
  }

  return {
    company,
    iterateCreatedBetween,
    entriesCreatedBetween: (startMs, endMs) => [...iterateCreatedBetween(startMs, endMs)],
  };
}

/**
 * The last `count` entries created before `endMs`, oldest first: a quick way to a data set of a given size.
 * @param kinds only these kinds; all by default
 */
export function takeEvents(
  tenant: Tenant,
  count: number,
  endMs: number,
  kinds: readonly EventKind[] = eventKinds,
): TenantEntry[] {
  const hours: TenantEntry[][] = [];
  let found = 0;
  let quiet = 0;
  for (let end = endMs; found < count && quiet < 24 * 365; end -= hourMs) {
    const entries = tenant
      .entriesCreatedBetween(end - hourMs, end)
      .filter(({ kind }) => kinds.includes(kind));
    quiet = entries.length === 0 ? quiet + 1 : 0;
    found += entries.length;
    hours.push(entries);
  }
  return hours.reverse().flat().slice(-count);
}
