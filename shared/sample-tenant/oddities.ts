import type { RawEvent } from '../event/raw-event.ts';
import type { Person } from './company.ts';
import { hashOf, type Random } from './random.ts';
import type { World } from './world.ts';

/** What bending a message needs to know of it. */
export interface MessageContext {
  world: World;
  receivers: readonly Person[];
  /** Whether the event may be without threats and still be created when its plan says. */
  threatsMayGo: boolean;
}

function rename(raw: RawEvent, from: string, to: string): void {
  if (!(from in raw)) return;
  raw[to] = raw[from];
  delete raw[from];
}

function upper(raw: RawEvent, name: string): void {
  const value = raw[name];
  if (typeof value === 'string') raw[name] = value.toUpperCase();
}

function withoutMillis(raw: RawEvent, name: string): void {
  const value = raw[name];
  if (typeof value === 'string') raw[name] = value.replace('.000Z', 'Z');
}

function threatsIn(raw: RawEvent): RawEvent[] {
  return Array.isArray(raw.threatsInfoMap) ? (raw.threatsInfoMap as RawEvent[]) : [];
}

/** The older spelling: campaignId, threatId, clusterId, upper-case words, To and Cc as header lines. */
function bendToLegacy(raw: RawEvent, receivers: readonly Person[]): void {
  rename(raw, 'cluster', 'clusterId');
  for (const threat of threatsIn(raw)) {
    rename(threat, 'campaignID', 'campaignId');
    rename(threat, 'threatID', 'threatId');
    upper(threat, 'classification');
    upper(threat, 'threatType');
    delete threat.actors;
    delete threat.detectionType;
  }
  raw.headerTo = receivers.map(({ name, address }) => `"${name}" <${address}>`).join('; ');
  raw.headerCC = null;
  delete raw.messageSize;
  delete raw.completelyRewritten;
}

const unknownFields: readonly (readonly [string, unknown])[] = [
  ['emailDirection', 'inbound'],
  ['x_tenantTags', ['pilot', 'β-group']],
  ['spfResult', { result: 'softfail', domain: 'relay.example', hops: 3 }],
  ['riskIndex', 7.25],
  ['constructor', 'not what it seems'],
];

/**
 * Gives a small share of messages the oddities that real answers have: other spellings, strings for lists, nulls,
 * missing and unknown fields, times without milliseconds. Each draw happens whether or not the one before it hit,
 * so that all versions of an event are bent alike.
 */
export function bendMessage(raw: RawEvent, random: Random, context: MessageContext): void {
  const hit = (share: number): boolean => random.chance(share);
  const legacy = hit(0.05);
  const noId = hit(0.05);
  const plainTimes = hit(0.07);
  const fromText = hit(0.03);
  const recipientText = hit(0.015);
  const nullCopies = hit(0.08);
  const nullLists = hit(0.02);
  const noSender = hit(0.02);
  const missing = hit(0.02);
  const noThreats = hit(0.02);
  const unknownStatus = hit(0.006);
  const hashed = hit(0.008);
  const extra = hit(0.025);
  const extraField = random.pick(unknownFields);
  const sparse = hit(0.015);
  const nulledId = hit(0.5);

  if (noThreats && context.threatsMayGo) raw.threatsInfoMap = hit(0.5) ? [] : null;
  if (unknownStatus) for (const threat of threatsIn(raw)) delete threat.threatStatus;
  if (plainTimes) {
    withoutMillis(raw, 'messageTime');
    for (const threat of threatsIn(raw)) withoutMillis(threat, 'threatTime');
  }
  if (noId && nulledId) raw.id = null;
  else if (noId) delete raw.id;
  if (fromText && Array.isArray(raw.fromAddress)) raw.fromAddress = raw.fromAddress[0];
  if (nullCopies) raw.ccAddresses = null;
  if (nullLists)
    for (const name of ['policyRoutes', 'modulesRun', 'messageParts', 'replyToAddress']) raw[name] = null;
  if (noSender) raw.sender = '';
  if (missing)
    for (const name of ['xmailer', 'headerReplyTo', 'quarantineRule', 'subject', 'spamScore'])
      delete raw[name];
  if (sparse)
    for (const name of ['QID', 'headerFrom', 'fromAddress', 'toAddresses', 'subject']) raw[name] = null;
  if (hashed) {
    const { domain } = context.world.company;
    raw.recipient = context.receivers.map(({ address }) => {
      const digits = [1, 2, 3, 4].map((n) => hashOf(address, n).toString(16).padStart(8, '0'));
      return `${digits.join('')}@${domain}`;
    });
  }
  if (recipientText && Array.isArray(raw.recipient) && raw.recipient.length === 1)
    raw.recipient = raw.recipient[0];
  if (legacy) bendToLegacy(raw, context.receivers);
  if (extra) raw[extraField[0]] = extraField[1];
}

/** The same for clicks. */
export function bendClick(raw: RawEvent, random: Random): void {
  const hit = (share: number): boolean => random.chance(share);
  const legacy = hit(0.05);
  const noId = hit(0.04);
  const plainTimes = hit(0.07);
  const noAgent = hit(0.03);
  const noLink = hit(0.02);
  const listed = hit(0.01);
  const noSender = hit(0.02);
  const extra = hit(0.02);
  if (plainTimes) for (const name of ['clickTime', 'threatTime']) withoutMillis(raw, name);
  if (noId) delete raw.id;
  if (noAgent) raw.userAgent = null;
  if (noLink) delete raw.threatURL;
  if (listed) raw.recipient = [raw.recipient];
  if (noSender) raw.sender = '';
  if (extra) raw.linkIsEmbedded = true;
  if (legacy) {
    rename(raw, 'campaignId', 'campaignID');
    rename(raw, 'threatID', 'threatId');
    rename(raw, 'threatURL', 'threatUrl');
    upper(raw, 'classification');
  }
}
