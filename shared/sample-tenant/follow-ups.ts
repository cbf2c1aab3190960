import type { Lure } from './lure.ts';
import type { Random } from './random.ts';
import { dayMs, hourMs, nextWorkingTime } from './rhythm.ts';
import type { PlannedClick, ThreatState, World } from './world.ts';

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** When the threat was first recognised: long known, known within seconds, or, where it slipped through, later. */
export function recognisedAt(messageTime: number, lure: Lure, blocked: boolean, random: Random): number {
  const roll = random.next();
  const before = messageTime - clamp(random.logNormal(3 * hourMs, 1.5), 20_000, 3 * dayMs);
  const at = messageTime + random.int(1, 90) * 1000;
  const after = messageTime + clamp(random.logNormal(hourMs / 2, 1.5), 20_000, 18 * hourMs);
  const late = messageTime + random.between(dayMs, 3 * dayMs);
  if (blocked || lure.classification === 'spam') return roll < 0.55 ? before : at;
  if (roll < 0.22) return before;
  return roll < 0.96 ? after : late;
}

/** What is said of a threat later, each at least 20 minutes after what was said before and within a day. */
export function laterStates(first: ThreatState, messageTime: number, random: Random): ThreatState[] {
  const states: ThreatState[] = [];
  const firstCreated = Math.max(messageTime, first.time);
  const roll = random.next();
  const time = firstCreated + random.between(hourMs / 3, 18 * hourMs);
  const again = random.chance(0.2);
  const finalTime = time + random.between(hourMs / 3, 5 * hourMs);
  if (first.classification === 'spam' && roll < 0.5) states.push({ ...first, time, classification: 'phish' });
  else if (first.classification === 'phish' && roll < 0.2)
    states.push({ ...first, time, classification: 'malware' });
  else states.push({ ...first, time, status: roll < 0.72 ? 'cleared' : 'falsePositive' });
  if (again) {
    const previous = states[0] ?? first;
    states.push({
      ...previous,
      time: finalTime,
      status: previous.status === 'active' ? 'cleared' : 'active',
    });
  }
  return states;
}

/** The clicks of those who were sent the link, minutes to hours later and mostly at work. */
export function clicksOf(
  world: World,
  recipients: readonly number[],
  messageTime: number,
  recognised: number,
  random: Random,
): PlannedClick[] {
  const { people, utcOffset } = world.company;
  const clicks: PlannedClick[] = [];
  for (const person of recipients) {
    const eager = Math.min(0.8, 0.4 * (people[person]?.clickiness ?? 1));
    if (!random.chance(eager)) continue;
    let time = messageTime + Math.max(20_000, random.logNormal(hourMs * 0.8, 1.2));
    if (random.chance(0.85)) time = nextWorkingTime(time, utcOffset) + random.int(0, 900_000);
    for (let left = random.chance(0.2) ? random.int(2, 3) : 1; left > 0; left--) {
      if (time > messageTime + 70 * hourMs) break;
      // A click that came before anybody knew went through; afterwards only a user who insists gets there.
      clicks.push({ person, time: wholeSeconds(time), permitted: random.chance(0.04) || time < recognised });
      time += random.between(7_000, 1_800_000);
    }
  }
  return clicks;
}

/** An instant cut down to its second. */
export const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;
