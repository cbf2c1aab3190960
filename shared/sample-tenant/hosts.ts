import type { Company } from './company.ts';
import type { Lure } from './lure.ts';
import type { Random } from './random.ts';

/** Names that can never be registered (RFC 2606, RFC 6761), so that no sample address or link leads anywhere. */
const endings = [
  '.example',
  '.test',
  '.invalid',
  '.example',
  '.test',
  '.example.com',
  '.example.net',
  '.example.org',
];

const endWords = ['hub', 'desk', 'link', 'point', 'zone', 'online', 'center', 'express', 'connect'];

/** A web host of a lure's kind. */
export function hostOf(random: Random, lure: Lure): string {
  const first = random.pick(lure.hostWords);
  const number = random.chance(0.4) ? String(random.int(2, 99)) : '';
  return `${first}-${random.pick(endWords)}${number}${random.pick(endings)}`;
}

/** A domain that a hurried reader takes for the company's own. */
function lookAlikeDomain(random: Random, company: Company): string {
  const label = company.domain.replace('.example', '');
  const swaps: readonly (readonly [string, string])[] = [
    ['i', 'l'],
    ['o', '0'],
    ['e', 'ee'],
    ['r', 'rn'],
    ['-', ''],
  ];
  const fitting = swaps.filter(([from]) => label.includes(from));
  const roll = random.next();
  if (roll < 0.5 && fitting.length > 0) {
    const [from, to] = random.pick(fitting);
    return `${label.replace(from, to)}.example`;
  }
  return roll < 0.75 ? `${label}-${random.pick(['group', 'corp', 'office'])}.example` : `${label}.test`;
}

const freeMail = ['freemail.example', 'inbox.test', 'mail.example.org'];

/** The domain a lure is sent from. */
export function senderDomain(random: Random, lure: Lure, company: Company): string {
  if (lure.classification === 'impostor') {
    return random.chance(0.55) ? lookAlikeDomain(random, company) : random.pick(freeMail);
  }
  if (lure.classification === 'phish' && random.chance(0.2)) return lookAlikeDomain(random, company);
  return hostOf(random, lure);
}

/** A URL Defense link to a target, version 2 or 3. The wrapped target is always a name that leads nowhere. */
export function wrapLink(random: Random, url: string): string {
  const scheme = /^https?:\/\//.exec(url)?.[0] ?? '';
  const rest = url.slice(scheme.length);
  if (random.chance(0.35)) {
    const encoded = url.replaceAll(
      /[^A-Za-z0-9./]/g,
      (letter) => `-${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
    return `https://urldefense.proofpoint.com/v2/url?u=${encoded.replaceAll('/', '_')}&d=${random.token(8)}&c=${random.token(12)}`;
  }
  // In version 3 characters that need care become `*` and are kept, base64url, behind the body: `Iw` is `#`.
  const body = rest.replace('#', '*');
  const kept = body === rest ? '' : 'Iw';
  return `https://urldefense.com/v3/__${scheme}${body}__;${kept}!!${random.token(14)}!${random.token(24)}$`;
}
