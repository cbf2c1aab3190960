import type { RawEvent } from '../event/raw-event.ts';
import type { Draft } from './draft.ts';
import type { ThreatType } from './lure.ts';
import type { Incident, ThreatState, World } from './world.ts';

const detectionTypes: Readonly<Record<ThreatType, string>> = {
  url: 'URL',
  attachment: 'attachment sandbox',
  messageText: 'message text',
};

/** An instant as the API writes it. */
export function apiTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** The dashboard link of a threat, on a host that leads nowhere. */
export function threatLink(world: World, threatId: string): string {
  return `https://threatinsight.example/${world.company.tenantId}/threat/email/${threatId.slice(0, 40)}`;
}

/**
 * A message's `threatsInfoMap` under a state of its primary threat. Further threats never change, and were never
 * recognised later than the primary was at first, so that the state's time is the latest.
 */
export function threatsOf(world: World, incident: Incident, draft: Draft, state: ThreatState): RawEvent[] {
  const { lure, campaign } = incident;
  const [first] = incident.states;
  return draft.threatIds.map((threatId, i) => {
    const type: ThreatType = i === 0 ? lure.threatType : lure.threatType === 'url' ? 'attachment' : 'url';
    const threat =
      type === 'url'
        ? draft.url
        : type === 'attachment'
          ? (draft.file?.sha256 ?? threatId)
          : draft.fromAddress;
    const held = i === 0 ? state : { ...first, time: first.time - i * 7_207_000 };
    const named = i === 0 && campaign?.actor;
    return {
      threatID: threatId,
      threatStatus: held.status,
      classification: held.classification,
      detectionType: detectionTypes[type],
      threatUrl: threatLink(world, threatId),
      threatTime: apiTime(held.time),
      threat,
      campaignID: i === 0 && campaign ? campaign.id : null,
      actors: named ? [{ id: named.id, name: named.name, type: 'TA' }] : [],
      threatType: type,
    };
  });
}
