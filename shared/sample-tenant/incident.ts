import type { Campaign } from './campaign.ts';
import { everydayLures } from './everyday-lures.ts';
import { clicksOf, laterStates, recognisedAt, wholeSeconds } from './follow-ups.ts';
import type { Lure } from './lure.ts';
import { createRandom, type Random, type WeightedPick, weightedPick } from './random.ts';
import { hourMs, rhythmAt } from './rhythm.ts';
import type { Incident, ThreatState, World } from './world.ts';

/** Nothing of an hour is created this many hours after the hour's start or later. */
export const longestFollowUpHours = 98;

/** Events an incident gives on average: recipients, clicks and later versions. Measured, and held by a test. */
const eventsPerIncident = 1.32;
const floodChance = 1 / 60;
const meanFloodFactor = 1.6;

/** How many incidents start in an hour: the everyday ones, then those of a flood. */
export function incidentCounts(world: World, hour: number): { usual: number; flood: number } {
  const random = createRandom(world.seed, hour, 'count');
  const wanted =
    (world.rate * rhythmAt(hour, world.company.utcOffset) * random.between(0.82, 1.18)) / eventsPerIncident;
  const round = (value: number): number => Math.floor(value) + (random.chance(value % 1) ? 1 : 0);
  const usual = round(wanted / (1 + floodChance * meanFloodFactor));
  const flood = random.chance(floodChance)
    ? round((wanted * random.between(0.6, 2.6) * eventsPerIncident) / 1.1)
    : 0;
  return { usual, flood };
}

const everydayMix = weightedPick([0.42, 0.06, 0.32, 0.09, 0.11]);

function choose(world: World, hour: number, random: Random): { lure: Lure; campaign: Campaign | undefined } {
  switch (everydayMix.at(random)) {
    case 0: {
      const active = world.calendar.activeAt(hour);
      const at = weightedPick(active.map(({ strength }) => strength)).at(random);
      const campaign = active[at]?.campaign;
      return campaign
        ? { lure: campaign.lure, campaign }
        : { lure: everydayLures.single, campaign: undefined };
    }
    case 1:
      return { lure: everydayLures.impostor, campaign: undefined };
    case 2:
      return { lure: everydayLures.spam, campaign: undefined };
    case 3:
      return { lure: everydayLures.newsletter, campaign: undefined };
    default:
      return { lure: everydayLures.single, campaign: undefined };
  }
}

function recipientsOf(world: World, lure: Lure, campaign: boolean, random: Random): number[] {
  const { company } = world;
  const several = random.chance(campaign ? 0.2 : 0.06);
  const count = several ? Math.min(30, Math.max(2, Math.round(random.logNormal(2.4, 0.6)))) : 1;
  const department =
    lure.departments.length > 0 && random.chance(0.75) ? random.pick(lure.departments) : undefined;
  const chosen = new Set<number>();
  for (let tries = 0; chosen.size < count && tries < count * 3; tries++) {
    if (department === undefined) chosen.add(company.anyone.at(random));
    else chosen.add(pickIn(company.byDepartment[department], random));
  }
  return [...chosen];
}

function pickIn(group: { members: readonly number[]; pick: WeightedPick }, random: Random): number {
  return group.members[group.pick.at(random)] ?? 0;
}

/**
 * The incident at a position of an hour: a pure function of (world, hour, index, flood).
 * Times have whole seconds, except for messages where one in three has milliseconds.
 */
export function planIncident(world: World, hour: number, index: number, flood: boolean): Incident {
  const random = createRandom(world.seed, hour, index);
  const offset = random.between(0, flood ? 0.4 : 1) * hourMs;
  const exact = hour * hourMs + Math.floor(offset);
  const messageTime = random.chance(0.33) ? exact : wholeSeconds(exact);
  const { lure, campaign } = flood
    ? { lure: everydayLures.spam, campaign: undefined }
    : choose(world, hour, random);
  const blocked = random.chance(flood ? 0.97 : lure.blockedShare);
  const recipients = flood
    ? [world.company.anyone.at(random)]
    : recipientsOf(world, lure, campaign !== undefined, random);
  const joined = recipients.length > 1 && recipients.length <= 4 && random.chance(0.25);
  const first: ThreatState = {
    time: wholeSeconds(recognisedAt(messageTime, lure, blocked, random)),
    status: 'active',
    classification: lure.classification,
  };
  const changes = random.chance(flood ? 0.005 : 0.03) ? laterStates(first, messageTime, random) : [];
  const clickable =
    !blocked && lure.threatType === 'url' && (lure.key !== 'newsletter' || random.chance(0.1));
  return {
    hour,
    index,
    messageTime,
    lure,
    campaign,
    flood,
    blocked,
    recipients,
    joined,
    states: [first, ...changes.map((state) => ({ ...state, time: wholeSeconds(state.time) }))],
    clicks: clickable ? clicksOf(world, recipients, messageTime, first.time, random) : [],
  };
}
