import type { RawEvent } from '../event/raw-event.ts';
import { createDraft } from './draft.ts';
import { messageParts } from './hour-plan.ts';
import { bendClick } from './oddities.ts';
import { createRandom } from './random.ts';
import { isWorkingTime } from './rhythm.ts';
import { apiTime, threatLink } from './threats.ts';
import type { Incident, ThreatState, World } from './world.ts';

const userAgents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
] as const;

/**
 * The raw click event of a part of an incident, under one of its states. It carries the GUID and messageID of the
 * message it came from.
 * @throws RangeError when the part is not a click
 */
export function buildClick(world: World, incident: Incident, part: number, state: ThreatState): RawEvent {
  const click = incident.clicks[part - messageParts(incident)];
  if (!click) throw new RangeError(`part ${part} is no click`);
  const { company } = world;
  const person = company.people[click.person];
  const draft = createDraft(world, incident);
  const own = createRandom(world.seed, incident.hour, incident.index, 'click', part);
  const threatId = draft.threatIds[0] ?? '';
  const atOffice = isWorkingTime(click.time, company.utcOffset) && own.chance(0.8);
  const raw: RawEvent = {
    url: draft.url,
    classification: state.classification,
    clickTime: apiTime(click.time),
    threatTime: apiTime(state.time),
    userAgent: own.pick(userAgents),
    campaignId: incident.campaign?.id ?? null,
    id: own.uuid(),
    clickIP: atOffice ? own.pick(company.officeIps) : (person?.homeIp ?? '198.51.100.20'),
    sender: draft.sender,
    recipient: person?.address ?? '',
    senderIP: draft.senderIp,
    GUID: draft.guid,
    threatID: threatId,
    threatURL: threatLink(world, threatId),
    threatStatus: state.status,
    messageID: draft.messageId,
  };
  bendClick(raw, own);
  return raw;
}
