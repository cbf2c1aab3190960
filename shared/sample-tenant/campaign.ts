import { campaignLures } from './campaign-lures.ts';
import type { Company } from './company.ts';
import { hostOf, senderDomain } from './hosts.ts';
import type { Lure } from './lure.ts';
import { createRandom, hashOf } from './random.ts';
import { hourMs } from './rhythm.ts';

/** A run of one lure over some days, by one actor, from one set of senders, links and files. */
export interface Campaign {
  id: string;
  lure: Lure;
  /** Start and end in ms since the epoch; end is exclusive. */
  start: number;
  end: number;
  senderDomains: readonly string[];
  senderIps: readonly string[];
  hosts: readonly string[];
  /** Each file's SHA-256 and MD5; every message carries one of them. */
  files: readonly { sha256: string; md5: string }[];
  threatIds: readonly string[];
  actor: { id: string; name: string } | undefined;
  family: string | undefined;
}

const actorNames = ['TA-Heron', 'TA-Marten', 'TA-Sedge', 'TA-Wrack', 'TA-Linnet', 'TA-Gorse'];

/** Campaigns of a seed over all time. */
export interface CampaignCalendar {
  /** Those active in an hour with how strong their wave is then, above 0. At least one always is. */
  activeAt(hour: number): readonly { campaign: Campaign; strength: number }[];
}

function createCampaign(
  seed: number,
  slot: number,
  turn: number,
  start: number,
  end: number,
  company: Company,
): Campaign {
  const random = createRandom(seed, 'campaign', slot, turn);
  const lure = random.pick(campaignLures);
  const ipRange = random.pick(['192.0.2', '203.0.113']);
  const list = <T>(min: number, max: number, make: () => T): T[] =>
    Array.from({ length: random.int(min, max) }, make);
  return {
    id: random.uuid(),
    lure,
    start,
    end,
    senderDomains: list(1, 3, () => senderDomain(random, lure, company)),
    senderIps: list(2, 5, () => `${ipRange}.${random.int(1, 254)}`),
    hosts: list(1, 4, () => hostOf(random, lure)),
    files: list(1, 4, () => ({ sha256: random.hex(64), md5: random.hex(32) })),
    threatIds: list(2, 5, () => random.hex(64)),
    actor: random.chance(0.6) ? { id: random.uuid(), name: random.pick(actorNames) } : undefined,
    family: lure.families.length > 0 ? random.pick(lure.families) : undefined,
  };
}

/**
 * The campaigns of a seed: 8 to 10 slots, each of which runs one campaign after the other with pauses, so that 6 to
 * 10 are active at most times. Any hour can be asked for without those before it.
 */
export function createCalendar(seed: number, company: Company): CampaignCalendar {
  const random = createRandom(seed, 'calendar');
  const slots = Array.from({ length: random.int(8, 10) }, () => ({
    periodHours: random.int(5 * 24, 12 * 24),
    shiftHours: random.int(0, 12 * 24),
  }));
  const known = new Map<string, Campaign>();

  function campaignOf(slot: number, turn: number, firstHour: number, periodHours: number): Campaign {
    const key = `${slot}:${turn}`;
    let campaign = known.get(key);
    if (!campaign) {
      if (known.size > 400) known.clear();
      // Up to a third of a slot's period is quiet, and which part of it differs from turn to turn.
      const lead = hashOf(seed, slot, turn, 'lead') % Math.ceil(periodHours / 6);
      const tail = hashOf(seed, slot, turn, 'tail') % Math.ceil(periodHours / 6);
      const start = (firstHour + lead) * hourMs;
      const end = (firstHour + periodHours - tail) * hourMs;
      campaign = createCampaign(seed, slot, turn, start, end, company);
      known.set(key, campaign);
    }
    return campaign;
  }

  let lastHour = Number.NaN;
  let last: readonly { campaign: Campaign; strength: number }[] = [];
  return {
    activeAt(hour) {
      if (hour === lastHour) return last;
      const active: { campaign: Campaign; strength: number }[] = [];
      let fallback: Campaign | undefined;
      slots.forEach(({ periodHours, shiftHours }, slot) => {
        const turn = Math.floor((hour + shiftHours) / periodHours);
        const campaign = campaignOf(slot, turn, turn * periodHours - shiftHours, periodHours);
        fallback = campaign;
        const at = hour * hourMs;
        if (at < campaign.start || at >= campaign.end) return;
        const wave = (hashOf(seed, slot, turn, Math.floor(hour / 3)) % 1000) / 1000;
        active.push({ campaign, strength: 0.15 + wave ** 3 * 4 });
      });
      if (active.length === 0 && fallback) active.push({ campaign: fallback, strength: 1 });
      lastHour = hour;
      last = active;
      return last;
    },
  };
}
