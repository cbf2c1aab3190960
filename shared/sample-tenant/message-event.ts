import type { RawEvent } from '../event/raw-event.ts';
import type { Person } from './company.ts';
import { createDraft, type Draft } from './draft.ts';
import { bendMessage } from './oddities.ts';
import { createRandom, type Random } from './random.ts';
import { scoresOf } from './scores.ts';
import { fillText } from './text.ts';
import { apiTime, threatsOf } from './threats.ts';
import type { Incident, ThreatState, World } from './world.ts';

const baseModules = ['av', 'spf', 'dkimv', 'dmarc', 'spam', 'urldefense'];

function modulesOf(incident: Incident, random: Random): string[] {
  const modules = [...baseModules];
  if (incident.lure.threatType === 'attachment') modules.splice(1, 0, 'zerohour', 'sandbox');
  if (incident.lure.classification === 'impostor') modules.push('impostor');
  if (random.chance(0.3)) modules.push('pdr');
  return modules;
}

function partsOf(incident: Incident, draft: Draft, random: Random): RawEvent[] {
  const body = (filename: string, contentType: string): RawEvent => ({
    disposition: 'inline',
    sha256: random.hex(64),
    md5: random.hex(32),
    filename,
    sandboxStatus: null,
    oContentType: contentType,
    contentType,
  });
  const shape = random.next();
  const parts: RawEvent[] = [];
  if (shape > 0.28) parts.push(shape < 0.7 ? body('text.html', 'text/html') : body('text.txt', 'text/plain'));
  if (shape > 0.28 && shape < 0.38) parts.push(body('text.txt', 'text/plain'));
  if (draft.file) {
    const bad = incident.lure.threatType === 'attachment';
    parts.push({
      disposition: 'attached',
      sha256: draft.file.sha256,
      md5: draft.file.md5,
      filename: draft.file.name,
      sandboxStatus: bad
        ? random.pick(['threat', 'threat', 'threat', 'uploaded', 'prefilter'])
        : random.pick(['clean', 'unsupported', null]),
      oContentType: random.chance(0.2) ? 'application/octet-stream' : draft.file.contentType,
      contentType: draft.file.contentType,
    });
  }
  return parts;
}

/** The policy routes a message took, by whom it was for. */
function routesOf(person: Person | undefined): string[] {
  const routes = ['default_inbound'];
  if (person?.department === 'executives' || person?.department === 'finance') routes.push('high_risk_users');
  if (person?.department === 'plant') routes.push('plant_sites');
  return routes;
}

/**
 * The raw message event of a part of an incident, under one of its states. Two states of a part differ in the
 * threat's status, classification and time only, and never in what identifies the event.
 */
export function buildMessage(world: World, incident: Incident, part: number, state: ThreatState): RawEvent {
  const draft = createDraft(world, incident);
  const shared = draft.random;
  const own = createRandom(world.seed, incident.hour, incident.index, 'message', part);
  const people = incident.recipients
    .map((at) => world.company.people[at])
    .filter((person) => person !== undefined);
  const receivers = incident.joined ? people : people.slice(part, part + 1);
  const person = receivers[0];
  const from = `${draft.fromName} <${draft.fromAddress}>`;
  const scores = scoresOf(incident.lure, incident.blocked, shared);
  const parts = partsOf(incident, draft, shared);
  const modules = modulesOf(incident, shared);
  const copied = people.length > 1 && shared.chance(0.2);
  const rewritten = shared.next();
  const raw: RawEvent = {
    ...scores,
    threatsInfoMap: threatsOf(world, incident, draft, state),
    messageTime: apiTime(incident.messageTime),
    cluster: world.company.cluster,
    subject: fillText(draft.subject, { ...draft.values, first: person?.name.split(' ')[0] ?? '' }),
    quarantineFolder: incident.blocked ? incident.lure.quarantineFolder : null,
    quarantineRule: incident.blocked ? incident.lure.quarantineRule : null,
    policyRoutes: routesOf(person),
    modulesRun: modules,
    messageSize: draft.size,
    headerFrom: from,
    headerReplyTo: draft.replyTo ? `${draft.fromName} <${draft.replyTo}>` : null,
    fromAddress: [draft.fromAddress],
    ccAddresses: copied ? people.slice(1).map(({ address }) => address) : [],
    replyToAddress: draft.replyTo ? [draft.replyTo] : [],
    toAddresses: (copied ? people.slice(0, 1) : people).map(({ address }) => address),
    xmailer: draft.xmailer,
    messageParts: parts,
    completelyRewritten: rewritten < 0.62 ? true : rewritten < 0.93 ? false : 'na',
    id: own.uuid(),
    QID: draft.qid,
    GUID: draft.guid,
    sender: draft.sender,
    recipient: receivers.map(({ address }) => address),
    senderIP: draft.senderIp,
    messageID: draft.messageId,
  };
  // Only an event whose own time is its creation time, and which never changes, may lose its threats.
  const threatsMayGo = incident.states.length === 1 && state.time <= incident.messageTime;
  bendMessage(raw, own, { world, receivers, threatsMayGo });
  return raw;
}
