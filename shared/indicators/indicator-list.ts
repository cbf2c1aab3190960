import { isClick } from '../event/kinds.ts';
import type { Threat, ThreatEvent } from '../event/threat-event.ts';
import { decodeLink } from '../url-defense/decode-link.ts';
import {
  type Artefact,
  emailArtefact,
  hashArtefact,
  indicatorKinds,
  ipArtefact,
  linkArtefacts,
  threatArtefacts,
} from './artefact.ts';
import { defang } from './defang.ts';

/** An artefact and how many events have it. */
export interface Indicator extends Artefact {
  count: number;
  /** When the first and the last event with it occurred, ISO 8601. */
  first: string;
  last: string;
}

function isStanding({ threatStatus }: Threat): boolean {
  return threatStatus !== 'cleared' && threatStatus !== 'falsePositive';
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function unwrapped(text: string): Artefact[] {
  return linkArtefacts(decodeLink(text).url);
}

/**
 * The artefacts of an event that tell of whoever is behind it, each once:
 * - who sent it: `sender`, `fromAddress` and `replyToAddress` (an address in the From header alone may be a lie, and
 *   is still what the next mail will show), and `senderIP`;
 * - what its standing threats name: a link, decoded, with its host; a domain; a hash; an address;
 * - the link that was clicked, decoded, with its host;
 * - hashes of the parts that are a threat: the sandbox says so, or a standing threat is that file.
 *
 * Not among them: recipients and `clickIP`, which are the victims; `threatUrl`, which is a page of the service's own
 * dashboard; a sender's domain, which may be a mail provider that millions use; and hashes of harmless parts, such as
 * a text without any content. Where all threats of an event are cleared or false positives, it has none at all.
 */
function artefactsOf(event: ThreatEvent): Artefact[] {
  const { threatsInfoMap, sender, senderIP, url } = event;
  const standing = threatsInfoMap.filter(isStanding);
  if (threatsInfoMap.length > 0 && standing.length === 0) return [];
  const addresses = [sender ?? '', ...event.fromAddress, ...event.replyToAddress];
  const named = standing.flatMap(({ threat }) => threatArtefacts(decodeLink(threat ?? '').url));
  const files = new Set(named.flatMap(({ kind, value }) => (kind === 'hash' ? [value] : [])));
  const parts = event.messageParts.filter(
    ({ sandboxStatus, md5, sha256 }) =>
      sandboxStatus?.toLowerCase() === 'threat' ||
      [md5, sha256].some((digest) => files.has(digest?.toLowerCase() ?? '')),
  );
  const found = [
    ...addresses.map(emailArtefact),
    ipArtefact(senderIP ?? ''),
    ...named,
    ...(isClick(event.kind) && url ? unwrapped(url) : []),
    ...parts.flatMap(({ md5, sha256 }) => [hashArtefact(sha256 ?? ''), hashArtefact(md5 ?? '')]),
  ];
  const distinct = new Map<string, Artefact>();
  for (const artefact of found) if (artefact) distinct.set(`${artefact.kind} ${artefact.value}`, artefact);
  return [...distinct.values()];
}

/** Gathers the indicators of events, each once, with how many events have it. */
export class IndicatorList {
  readonly #found = new Map<string, Indicator>();
  readonly #ownDomains = new Set<string>();

  add(event: ThreatEvent): void {
    for (const recipient of event.recipient)
      if (recipient.includes('@')) this.#ownDomains.add(domainOf(recipient));
    const { time } = event;
    for (const { kind, value } of artefactsOf(event)) {
      const key = `${kind} ${value}`;
      const known = this.#found.get(key);
      if (!known) {
        this.#found.set(key, { kind, value, count: 1, first: time, last: time });
        continue;
      }
      known.count += 1;
      if (time < known.first) known.first = time;
      if (time > known.last) known.last = time;
    }
  }

  /**
   * All of them, kind by kind, the most frequent first. Addresses and hosts of a domain that also received any of the
   * events are left out: it is the organisation's own, and somebody only pretended to write from it.
   */
  get indicators(): Indicator[] {
    const isOwn = ({ kind, value }: Artefact) =>
      (kind === 'email' || kind === 'domain') && this.#ownDomains.has(domainOf(value));
    return [...this.#found.values()]
      .filter((indicator) => !isOwn(indicator))
      .sort(
        (a, b) =>
          indicatorKinds.indexOf(a.kind) - indicatorKinds.indexOf(b.kind) ||
          b.count - a.count ||
          (a.value < b.value ? -1 : 1),
      );
  }
}

/** An indicator's value as it can be pasted anywhere without becoming a link. */
export function defangedIndicator({ kind, value }: Artefact): string {
  return kind === 'domain' ? value.replaceAll('.', '[.]') : defang(value);
}
