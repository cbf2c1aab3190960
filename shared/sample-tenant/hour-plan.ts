import { type EventKind, eventKinds } from '../event/kinds.ts';
import { incidentCounts, planIncident } from './incident.ts';
import type { Incident, ThreatState, World } from './world.ts';

/** Where an entry comes from: enough to build it, and small enough to keep for every hour of some days. */
export interface EntryRef {
  createdAt: number;
  kind: EventKind;
  hour: number;
  /** Position of the incident in its hour. */
  incident: number;
  flood: boolean;
  /** Which event of the incident: its message events first, then its clicks. */
  part: number;
  /** 1 for the first version. */
  version: number;
}

/** The entries that start in an hour, sorted by creation, without their content. */
export interface HourPlan {
  readonly length: number;
  /** References of those created in [startMs, endMs). */
  between(startMs: number, endMs: number): Iterable<EntryRef>;
}

/** The number of message events of an incident: one for each recipient, or one for all. */
export function messageParts(incident: Incident): number {
  return incident.joined ? 1 : incident.recipients.length;
}

/** The states under which a part appears, oldest first; for a click, what was held at its time and what came after. */
export function statesOfPart(incident: Incident, part: number): readonly ThreatState[] {
  const click = incident.clicks[part - messageParts(incident)];
  if (!click) return incident.states;
  let first = 0;
  incident.states.forEach((state, i) => {
    if (state.time <= click.time) first = i;
  });
  return incident.states.slice(first);
}

/** When a part happened: the message or the click. */
function timeOfPart(incident: Incident, part: number): number {
  return incident.clicks[part - messageParts(incident)]?.time ?? incident.messageTime;
}

function kindOfPart(incident: Incident, part: number): EventKind {
  const click = incident.clicks[part - messageParts(incident)];
  if (click) return click.permitted ? 'clickPermitted' : 'clickBlocked';
  return incident.blocked ? 'messageBlocked' : 'messageDelivered';
}

const floodBit = 4;

/** Plans one hour: O(events of the hour), some microseconds each; 20 bytes an entry are kept. */
export function planHour(world: World, hour: number): HourPlan {
  const counts = incidentCounts(world, hour);
  const drafts: { at: number; incident: number; part: number; version: number; code: number }[] = [];
  for (let index = 0; index < counts.usual + counts.flood; index++) {
    const flood = index >= counts.usual;
    const incident = planIncident(world, hour, index, flood);
    const parts = messageParts(incident) + incident.clicks.length;
    for (let part = 0; part < parts; part++) {
      const code = eventKinds.indexOf(kindOfPart(incident, part)) | (flood ? floodBit : 0);
      const time = timeOfPart(incident, part);
      statesOfPart(incident, part).forEach((state, i) => {
        drafts.push({ at: Math.max(time, state.time), incident: index, part, version: i + 1, code });
      });
    }
  }
  drafts.sort((a, b) => a.at - b.at || a.incident - b.incident || a.part - b.part || a.version - b.version);

  const createdAt = Float64Array.from(drafts, (draft) => draft.at);
  const incidents = Uint32Array.from(drafts, (draft) => draft.incident);
  const parts = Uint16Array.from(drafts, (draft) => draft.part);
  const versions = Uint8Array.from(drafts, (draft) => draft.version);
  const codes = Uint8Array.from(drafts, (draft) => draft.code);

  function firstAt(ms: number): number {
    let low = 0;
    let high = createdAt.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((createdAt[middle] ?? 0) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    length: createdAt.length,
    *between(startMs, endMs) {
      for (let i = firstAt(startMs); i < createdAt.length && (createdAt[i] ?? 0) < endMs; i++) {
        const code = codes[i] ?? 0;
        yield {
          createdAt: createdAt[i] ?? 0,
          kind: eventKinds[code & 3] ?? 'messageBlocked',
          hour,
          incident: incidents[i] ?? 0,
          flood: (code & floodBit) !== 0,
          part: parts[i] ?? 0,
          version: versions[i] ?? 1,
        };
      }
    },
  };
}
