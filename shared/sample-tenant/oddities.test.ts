import { describe, expect, it } from 'vitest';
import { isClick } from '../event/kinds.ts';
import type { RawEvent } from '../event/raw-event.ts';
import { dayMs } from './rhythm.ts';
import { createTenant, type TenantEntry } from './tenant.ts';
import { oddSubjects } from './text.ts';

const start = Date.UTC(2025, 4, 5);
const entries = createTenant({ seed: 11, rate: 150 }).entriesCreatedBetween(start, start + 10 * dayMs);
const messages = entries.filter(({ kind }) => !isClick(kind));
const clicks = entries.filter(({ kind }) => isClick(kind));

function threats(raw: RawEvent): RawEvent[] {
  return Array.isArray(raw.threatsInfoMap) ? (raw.threatsInfoMap as RawEvent[]) : [];
}

const someThreat =
  (test: (threat: RawEvent) => boolean) =>
  (raw: RawEvent): boolean =>
    threats(raw).some(test);

type Case = [
  name: string,
  of: readonly TenantEntry[],
  test: (raw: RawEvent) => boolean,
  min: number,
  max: number,
];

const cases: Case[] = [
  ['campaignId for campaignID', messages, someThreat((threat) => 'campaignId' in threat), 0.03, 0.08],
  ['threatId for threatID', messages, someThreat((threat) => 'threatId' in threat), 0.03, 0.08],
  ['clusterId for cluster', messages, (raw) => 'clusterId' in raw, 0.03, 0.08],
  [
    'upper-case classification',
    messages,
    someThreat((threat) => /^[A-Z]+$/.test(String(threat.classification))),
    0.03,
    0.08,
  ],
  [
    'upper-case threatType',
    messages,
    someThreat((threat) => /^[A-Z]+$/.test(String(threat.threatType))),
    0.03,
    0.08,
  ],
  ['a text for fromAddress', messages, (raw) => typeof raw.fromAddress === 'string', 0.01, 0.06],
  ['a text for recipient', messages, (raw) => typeof raw.recipient === 'string', 0.005, 0.04],
  ['ccAddresses null', messages, (raw) => raw.ccAddresses === null, 0.05, 0.15],
  ['lists null', messages, (raw) => raw.modulesRun === null && raw.messageParts === null, 0.01, 0.04],
  ['an empty sender', messages, (raw) => raw.sender === '', 0.01, 0.04],
  ['completelyRewritten na', messages, (raw) => raw.completelyRewritten === 'na', 0.03, 0.12],
  ['no milliseconds', messages, (raw) => /:\d{2}Z$/.test(String(raw.messageTime)), 0.02, 0.1],
  ['no id', messages, (raw) => raw.id === undefined, 0.01, 0.05],
  ['id null', messages, (raw) => raw.id === null, 0.01, 0.05],
  ['no threats', messages, (raw) => threats(raw).length === 0, 0.004, 0.03],
  ['an unknown key', messages, (raw) => 'emailDirection' in raw || 'riskIndex' in raw, 0.002, 0.03],
  [
    'a score of -1 or null',
    messages,
    (raw) => [raw.phishScore, raw.malwareScore, raw.impostorScore].some((s) => s === -1 || s === null),
    0.01,
    0.06,
  ],
  ['a module score with a fraction', messages, (raw) => Number(raw.impostorScore) % 1 !== 0, 0.6, 1],
  [
    'several recipients in one event',
    messages,
    (raw) => Array.isArray(raw.recipient) && raw.recipient.length > 1,
    0.005,
    0.06,
  ],
  [
    'actors',
    messages,
    someThreat((threat) => Array.isArray(threat.actors) && threat.actors.length > 0),
    0.1,
    0.5,
  ],
  ['an odd subject', messages, (raw) => oddSubjects.includes(String(raw.subject)), 0.004, 0.05],
  [
    'a wrapped link',
    messages,
    someThreat((threat) => String(threat.threat).startsWith('https://urldefense.')),
    0.01,
    0.1,
  ],
  [
    'recognised a day after delivery',
    messages,
    (raw) => Date.parse(String(threats(raw)[0]?.threatTime)) > Date.parse(String(raw.messageTime)) + dayMs,
    0.001,
    0.03,
  ],
  [
    'recognised a day before delivery',
    messages,
    (raw) => Date.parse(String(threats(raw)[0]?.threatTime)) < Date.parse(String(raw.messageTime)) - dayMs,
    0.01,
    0.15,
  ],
  ['a click without id', clicks, (raw) => raw.id === undefined, 0.02, 0.07],
  ['a click without threatURL', clicks, (raw) => !('threatURL' in raw) && !('threatUrl' in raw), 0.005, 0.04],
  ['a click with campaignID', clicks, (raw) => 'campaignID' in raw, 0.02, 0.09],
  ['a click with a list of recipients', clicks, (raw) => Array.isArray(raw.recipient), 0.002, 0.03],
];

describe('oddities', () => {
  it.each(cases)('%s: a realistic share', (_, of, test, min, max) => {
    const share = of.filter(({ raw }) => test(raw)).length / of.length;
    expect(share).toBeGreaterThan(min);
    expect(share).toBeLessThan(max);
  });

  it('sends one message to several recipients as events that share GUID and time', () => {
    const byGuid = Map.groupBy(
      messages.filter(({ version }) => version === 1),
      ({ raw }) => String(raw.GUID),
    );
    const several = [...byGuid.values()].filter((group) => group.length > 1);
    expect(several.length).toBeGreaterThan(100);
    for (const group of several) {
      expect(new Set(group.map(({ raw }) => Date.parse(String(raw.messageTime)))).size).toBe(1);
      expect(new Set(group.map(({ raw }) => JSON.stringify(raw.recipient))).size).toBe(group.length);
    }
  });

  it('keeps scores in bounds and in keeping with the classification', () => {
    for (const { raw } of messages) {
      for (const name of ['spamScore', 'phishScore', 'malwareScore', 'impostorScore']) {
        const score = raw[name];
        if (score === null || score === undefined) continue;
        expect(score).toBeGreaterThanOrEqual(-1);
        expect(score).toBeLessThanOrEqual(100);
      }
    }
    const impostors = messages.filter(
      ({ raw, version }) => version === 1 && threats(raw)[0]?.classification === 'impostor',
    );
    expect(impostors.length).toBeGreaterThan(50);
    expect(impostors.every(({ raw }) => raw.impostorScore === -1 || Number(raw.impostorScore) >= 82)).toBe(
      true,
    );
  });

  it('names no host that could exist but the two of wrapped links, and no address outside the documentation ranges', () => {
    const reserved = /(\.example|\.test|\.invalid|(^|\.)example\.(com|org|net))$/;
    const wrappers = ['urldefense.com', 'urldefense.proofpoint.com'];
    for (const { raw } of entries) {
      const text = JSON.stringify({ ...raw, subject: '', userAgent: '' });
      for (const [, host = ''] of text.matchAll(/https?:\/\/([a-z0-9.-]+)/g)) {
        expect(wrappers.includes(host) || reserved.test(host), host).toBe(true);
      }
      for (const [, domain = ''] of text.matchAll(/@([a-z0-9-]+(?:\.[a-z0-9-]+)+)/g)) {
        expect(reserved.test(domain), domain).toBe(true);
      }
      for (const name of ['senderIP', 'clickIP']) {
        const ip = raw[name];
        if (ip !== undefined) expect(String(ip)).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
      }
    }
  });
});
