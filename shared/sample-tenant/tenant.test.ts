import { describe, expect, it } from 'vitest';
import { contentHashOf, createdAtOf, identityOf } from '../event/identity.ts';
import { isClick } from '../event/kinds.ts';
import { createCalendar } from './campaign.ts';
import { planHour } from './hour-plan.ts';
import { longestFollowUpHours } from './incident.ts';
import { dayMs, hourMs } from './rhythm.ts';
import { createTenant, type TenantEntry, takeEvents } from './tenant.ts';

const monday = Date.UTC(2025, 2, 3);
const tenant = createTenant({ seed: 7, rate: 120 });
const fortnight = tenant.entriesCreatedBetween(monday, monday + 14 * dayMs);

const texts = (entries: readonly TenantEntry[]): string[] => entries.map((entry) => JSON.stringify(entry));
const share = (wanted: (entry: TenantEntry) => boolean): number =>
  fortnight.filter(wanted).length / fortnight.length;

describe('a tenant', () => {
  it('tells the same whoever asks, in whatever order', () => {
    const other = createTenant({ seed: 7, rate: 120 });
    const backwards: TenantEntry[][] = [];
    for (let hour = 23; hour >= 0; hour--) {
      backwards.unshift(other.entriesCreatedBetween(monday + hour * hourMs, monday + (hour + 1) * hourMs));
    }
    expect(texts(backwards.flat())).toEqual(
      texts(fortnight.filter(({ createdAt }) => createdAt < monday + dayMs)),
    );
  });

  it('gives a split window the same entries as the whole, at any boundary', () => {
    const whole = tenant.entriesCreatedBetween(monday, monday + 3 * hourMs);
    const cut = whole[Math.floor(whole.length / 2)]?.createdAt ?? monday;
    const parts = [
      ...tenant.entriesCreatedBetween(monday, cut),
      ...tenant.entriesCreatedBetween(cut, monday + 3 * hourMs),
    ];
    expect(texts(parts)).toEqual(texts(whole));
  });

  it('is another for another seed', () => {
    const other = createTenant({ seed: 8, rate: 120 }).entriesCreatedBetween(monday, monday + hourMs);
    expect(texts(other)[0]).not.toBe(texts(fortnight)[0]);
  });

  it('refuses a rate that is no positive number', () => {
    for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => createTenant({ seed: 1, rate })).toThrow(RangeError);
    }
  });

  it.each([1, 7, 42])('keeps rate, size and the ratio of kinds (seed %i)', (seed) => {
    const entries = createTenant({ seed, rate: 100 }).entriesCreatedBetween(monday, monday + 14 * dayMs);
    const of = (kind: string): number =>
      entries.filter((entry) => entry.kind === kind).length / entries.length;
    expect(entries.length / (14 * 24)).toBeGreaterThan(85);
    expect(entries.length / (14 * 24)).toBeLessThan(118);
    expect(of('messageBlocked')).toBeGreaterThan(0.6);
    expect(of('messageBlocked')).toBeLessThan(0.78);
    expect(of('messageDelivered')).toBeGreaterThan(0.16);
    expect(of('messageDelivered')).toBeLessThan(0.33);
    expect(of('clickPermitted')).toBeGreaterThan(0.004);
    expect(of('clickPermitted')).toBeLessThan(of('clickBlocked') * 0.7);
    const bytes = entries.reduce((sum, { raw }) => sum + JSON.stringify(raw).length, 0) / entries.length;
    expect(bytes).toBeGreaterThan(1_200);
    expect(bytes).toBeLessThan(1_800);
  });

  it('follows the week and the working day', () => {
    const perDay = Array.from(
      { length: 7 },
      (_, day) =>
        fortnight.filter(({ createdAt }) => Math.floor((createdAt - monday) / dayMs) % 7 === day).length,
    );
    const [, tuesday = 0, , , , , sunday = 0] = perDay;
    expect(tuesday).toBeGreaterThan(sunday * 2);
    const local = (ms: number): number => new Date(ms + tenant.company.utcOffset * hourMs).getUTCHours();
    const at = (hour: number): number =>
      fortnight.filter(({ createdAt }) => local(createdAt) === hour).length;
    expect(at(10)).toBeGreaterThan(at(3) * 4);
  });

  it('dates every entry as the API would, sorted, inside its window', () => {
    let last = monday;
    for (const { kind, raw, createdAt } of fortnight) {
      expect(createdAtOf(kind, raw)).toBe(createdAt);
      expect(createdAt).toBeGreaterThanOrEqual(last);
      last = createdAt;
    }
    expect(last).toBeLessThan(monday + 14 * dayMs);
  });

  it('gives every event an identity of its own, and each version another content and a later creation', () => {
    const known = new Map<string, TenantEntry[]>();
    for (const entry of tenant.entriesCreatedBetween(monday - 5 * dayMs, monday + 14 * dayMs)) {
      const identity = identityOf(entry.kind, entry.raw);
      known.set(identity, [...(known.get(identity) ?? []), entry]);
    }
    for (const versions of known.values()) {
      expect(new Set(versions.map(({ version }) => version)).size).toBe(versions.length);
      expect(new Set(versions.map(({ raw }) => contentHashOf(raw))).size).toBe(versions.length);
      const sorted = versions.toSorted((a, b) => a.version - b.version).map(({ createdAt }) => createdAt);
      expect(sorted).toEqual(versions.map(({ createdAt }) => createdAt));
      expect(new Set(sorted).size).toBe(sorted.length);
    }
    const later = share(({ version }) => version > 1);
    expect(later).toBeGreaterThan(0.02);
    expect(later).toBeLessThan(0.045);
    // Every later version whose first one lies in the span is found with it.
    const orphans = fortnight.filter(
      ({ kind, raw, version }) =>
        version > 1 && !known.get(identityOf(kind, raw))?.some((other) => other.version === version - 1),
    );
    expect(orphans).toEqual([]);
  });

  it('lets clicks follow messages to the same person', () => {
    const delivered = new Set(
      fortnight.flatMap(({ kind, raw }) =>
        kind === 'messageDelivered' ? [`${raw.GUID} ${raw.messageID}`] : [],
      ),
    );
    const clicks = fortnight.filter(({ kind, createdAt }) => isClick(kind) && createdAt > monday + 5 * dayMs);
    const following = clicks.filter(({ raw }) => delivered.has(`${raw.GUID} ${raw.messageID}`));
    // A message whose threat is recognised after the click appears after it, and so perhaps past the span.
    expect(following.length).toBeGreaterThan(clicks.length * 0.97);
    expect(clicks.some(({ raw }) => typeof raw.id !== 'string')).toBe(true);
  });

  it('creates nothing later than it is looked for', () => {
    const world = {
      seed: 3,
      rate: 800,
      company: tenant.company,
      calendar: createCalendar(3, tenant.company),
    };
    for (let hour = 480_000; hour < 480_100; hour += 5) {
      const end = (hour + longestFollowUpHours) * hourMs;
      expect([...planHour(world, hour).between(end, Number.POSITIVE_INFINITY)]).toEqual([]);
      expect([...planHour(world, hour).between(0, hour * hourMs)]).toEqual([]);
    }
  });

  it('runs six to ten campaigns at a time', () => {
    const calendar = createCalendar(7, tenant.company);
    const counts = Array.from({ length: 200 }, (_, i) => calendar.activeAt(483_000 + i * 9).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(10);
    const enough = counts.filter((count) => count >= 6).length;
    expect(enough / counts.length).toBeGreaterThan(0.8);
  });

  it('attacks a few people far more than most', () => {
    const received = new Map<string, number>();
    for (const { raw } of fortnight) {
      const to = String(Array.isArray(raw.recipient) ? raw.recipient[0] : raw.recipient);
      received.set(to, (received.get(to) ?? 0) + 1);
    }
    const counts = [...received.values()].sort((a, b) => b - a);
    expect(counts[2]).toBeGreaterThan((counts[Math.floor(counts.length / 2)] ?? 0) * 6);
    expect(received.size).toBeGreaterThan(150);
  });

  it('takes a number of events fast', () => {
    const taken = takeEvents(createTenant({ seed: 2, rate: 3_000 }), 20_000, monday);
    expect(taken).toHaveLength(20_000);
    expect(taken.every(({ createdAt }) => createdAt < monday)).toBe(true);
    expect(
      takeEvents(tenant, 50, monday, ['clickPermitted']).every(({ kind }) => kind === 'clickPermitted'),
    ).toBe(true);
  });
});
