import type { ThreatEvent } from '../../shared/event/threat-event.ts';
import { type Rule, ruleSchema } from '../../shared/rules/rule.ts';

/** A rule twice: as the language has it, and as somebody would write it in JavaScript. */
export interface PlainRule {
  rule: Rule;
  passes(event: ThreatEvent): boolean;
}

type Passes = PlainRule['passes'];

const atLeast = (score: number | null, least: number) => score !== null && score >= least;
const isMessage: Passes = ({ kind }) => kind === 'messageDelivered' || kind === 'messageBlocked';
const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

const words = ['invoice', 'parcel', 'password', 'bank', 'sign'];
const hosts = ['login-', 'docs-', 'scan-', 'billing-', 'deal-'];
const endings = ['.xlsm', '.zip', '.iso', '.html', '.pdf'];
const domains = ['freemail.example', 'inbox.test', 'mail.example.org', 'partner.example', 'news.example'];

/** Ten rules, each with five bounds or words: fifty of them. */
const kinds: readonly ((i: number) => [query: string, passes: Passes])[] = [
  (i) => [`impostorScore:>=${90 + i * 2}`, ({ impostorScore }) => atLeast(impostorScore, 90 + i * 2)],
  (i) => [
    `(quarantineRule:malware OR malwareScore:>=${98 + i / 2}) NOT (folder:virus OR rule:notcleaned)`,
    ({ quarantineRule, quarantineFolder, malwareScore }) =>
      (quarantineRule?.toLowerCase() === 'malware' || atLeast(malwareScore, 98 + i / 2)) &&
      quarantineFolder?.toLowerCase() !== 'virus' &&
      quarantineRule?.toLowerCase() !== 'notcleaned',
  ],
  (i) => [
    `kind:message phishScore:>=${94 + i} (folder:phish OR threats(status:active classification:phish))`,
    (event) =>
      isMessage(event) &&
      atLeast(event.phishScore, 94 + i) &&
      (event.quarantineFolder?.toLowerCase() === 'phish' ||
        event.threatsInfoMap.some(
          ({ threatStatus, classification }) =>
            threatStatus?.toLowerCase() === 'active' && classification?.toLowerCase() === 'phish',
        )),
  ],
  (i) => [
    `kind:"click permitted" classification:(phish, malware) clickIP:198.51.100.${i + 4}`,
    ({ kind, threatsInfoMap, clickIP }) =>
      kind === 'clickPermitted' &&
      clickIP === `198.51.100.${i + 4}` &&
      threatsInfoMap.some(({ classification }) =>
        ['phish', 'malware'].includes(classification?.toLowerCase() ?? ''),
      ),
  ],
  (i) => [
    `kind:delivered subject:${words[i]}`,
    ({ kind, subject }) =>
      kind === 'messageDelivered' && (subject?.toLowerCase().includes(words[i] ?? '') ?? false),
  ],
  (i) => [
    `kind:delivered filename:=*${endings[i]}`,
    ({ kind, messageParts }) =>
      kind === 'messageDelivered' &&
      messageParts.some(({ filename }) => filename?.toLowerCase().endsWith(endings[i] ?? '') ?? false),
  ],
  (i) => [
    `senderDomain:(${domains[i]}, *.${domains[i]})`,
    ({ sender }) => {
      if (!sender?.includes('@')) return false;
      const domain = domainOf(sender);
      return domain === domains[i] || domain.endsWith(`.${domains[i]}`);
    },
  ],
  (i) => [
    `threats(threat:${hosts[i]} status:active)`,
    ({ threatsInfoMap }) =>
      threatsInfoMap.some(
        ({ threat, threatStatus }) =>
          threatStatus?.toLowerCase() === 'active' && threat?.toLowerCase().includes(hosts[i] ?? ''),
      ),
  ],
  (i) => [
    `route:high_risk_users campaignID:* phishScore:>=${88 + i * 2}`,
    ({ policyRoutes, threatsInfoMap, phishScore }) =>
      atLeast(phishScore, 88 + i * 2) &&
      policyRoutes.some((route) => route.toLowerCase() === 'high_risk_users') &&
      threatsInfoMap.some(({ campaignID }) => campaignID !== null && campaignID !== ''),
  ],
  (i) => [
    `kind:delivered spamScore:>=${50 + i * 10} NOT replyToAddress:*`,
    ({ kind, spamScore, replyToAddress }) =>
      kind === 'messageDelivered' &&
      atLeast(spamScore, 50 + i * 10) &&
      replyToAddress.every((address) => address === ''),
  ],
];

/** Fifty rules of the kinds that packs have. */
export const plainRules: readonly PlainRule[] = kinds.flatMap((kind, k) =>
  [0, 1, 2, 3, 4].map((i) => {
    const [query, passes] = kind(i);
    const rule = ruleSchema.parse({
      ...{ id: `rule-${k}-${i}`, title: 'T {recipient}', severity: 'low', description: 'D', query },
      dedup: { by: ['GUID'], period: '1d' },
    });
    return { rule, passes };
  }),
);
