import { hostOf, senderDomain, wrapLink } from './hosts.ts';
import { createRandom, type Random } from './random.ts';
import { hugeText, monthName, oddSubjects, type TextValues } from './text.ts';
import type { Incident, World } from './world.ts';

/** A file attached to a message, with the hashes its campaign shares. */
export interface DraftFile {
  name: string;
  contentType: string;
  sha256: string;
  md5: string;
}

/** What all events of one incident have in common: the message as it was sent. */
export interface Draft {
  guid: string;
  qid: string;
  messageId: string;
  /** Envelope sender. */
  sender: string;
  fromName: string;
  fromAddress: string;
  replyTo: string | undefined;
  senderIp: string;
  /** A template that may name the recipient. */
  subject: string;
  values: TextValues;
  /** The link in the message, and as the threat names it. */
  url: string;
  file: DraftFile | undefined;
  /** The primary threat and, at times, further ones. */
  threatIds: readonly string[];
  size: number;
  xmailer: string | null;
  /** Goes on where the draft's own draws ended: for what else the events of the incident share. */
  random: Random;
}

const mailers = [
  'Microsoft Outlook 16.0',
  'Apple Mail (2.3774.600.62)',
  'PHPMailer 6.9.1',
  'Mailsmith 4.2',
  'bulk-sender/3.1',
  'Foxmail 7.2',
];

function bossOf(world: World, random: Random): string {
  const group = world.company.byDepartment.executives;
  return world.company.people[group.members[group.pick.at(random)] ?? 0]?.name ?? world.company.name;
}

function subjectOf(incident: Incident, random: Random): string {
  const roll = random.next();
  const usual = random.pick(incident.lure.subjects);
  if (roll < 0.014) return random.pick(oddSubjects);
  return roll < 0.0145 ? hugeText : usual;
}

/** The message behind an incident; the same draft each time it is asked for. */
export function createDraft(world: World, incident: Incident): Draft {
  const { lure, campaign, hour, index } = incident;
  const { company } = world;
  const random = createRandom(world.seed, hour, index, 'draft');
  // A flood's messages differ in their ids and nothing else.
  const shared = incident.flood ? createRandom(world.seed, hour, 'flood') : random;
  const guid = random.token(32);
  const qid = random.hex(14).toUpperCase();
  const serial = random.int(10_000, 999_999);
  const values: TextValues = {
    n: serial,
    first: '',
    company: company.name,
    boss: bossOf(world, shared),
    month: monthName(incident.messageTime),
  };
  const domain = campaign ? shared.pick(campaign.senderDomains) : senderDomain(shared, lure, company);
  const host = campaign ? shared.pick(campaign.hosts) : hostOf(shared, lure);
  const path = (lure.paths.length > 0 ? shared.pick(lure.paths) : '/').replaceAll('{n}', String(serial));
  const [senderName, senderLocal] = shared.pick(lure.senders);
  const ip = campaign
    ? shared.pick(campaign.senderIps)
    : `${shared.pick(['192.0.2', '203.0.113', '198.51.100'])}.${shared.int(1, 254)}`;
  const subject = subjectOf(incident, shared);
  const fromAddress = `${senderLocal}@${domain}`;
  const bounced = shared.chance(0.35);
  const link = `${shared.chance(0.25) ? 'http' : 'https'}://${host}${path}`;
  const url = shared.chance(0.07) ? wrapLink(shared, link) : link;
  const template = lure.files.length > 0 ? shared.pick(lure.files) : undefined;
  const known = campaign ? shared.pick(campaign.files) : { sha256: shared.hex(64), md5: shared.hex(32) };
  const primary = campaign ? shared.pick(campaign.threatIds) : shared.hex(64);
  return {
    guid,
    qid,
    messageId: `<${random.hex(20)}.${serial}@${bounced ? host : domain}>`,
    sender: bounced ? `bounce-${serial}-${random.hex(8)}@${domain}` : fromAddress,
    fromName: senderName.replace('{boss}', values.boss),
    fromAddress,
    replyTo: shared.chance(lure.classification === 'impostor' ? 0.6 : 0.15)
      ? `${senderLocal}.${serial % 100}@freemail.example`
      : undefined,
    senderIp: ip,
    subject,
    values,
    url,
    file: template
      ? {
          name: template[0].replace('{n}', String(serial)).replace('{month}', values.month),
          contentType: template[1],
          ...known,
        }
      : undefined,
    threatIds: [
      primary,
      ...(random.chance(0.07) ? [random.hex(64)] : []),
      ...(random.chance(0.02) ? [random.hex(64)] : []),
    ],
    size: Math.round(random.logNormal(lure.threatType === 'attachment' ? 180_000 : 24_000, 0.8)),
    xmailer: shared.chance(0.55) ? shared.pick(mailers) : null,
    random,
  };
}
