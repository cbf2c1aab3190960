import ipaddr from 'ipaddr.js';
import { addressHex } from '../query/address.ts';

/** What can be looked for, or blocked, elsewhere. */
export const indicatorKinds = ['email', 'domain', 'url', 'ip', 'hash'] as const;

export type IndicatorKind = (typeof indicatorKinds)[number];

/** Something to look for, or block, elsewhere. */
export interface Artefact {
  kind: IndicatorKind;
  value: string;
}

const hash = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i;
const address = /^[^\s@<>"(),;:]+@((?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]{2,})$/u;
const domain = /^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?\.)+(?:\p{L}{2,}|xn--[\w-]+)$/u;

/** Ranges that mean another machine in every network. */
const nobodysRanges: ReadonlySet<string> = new Set([
  'unspecified',
  'loopback',
  'private',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'broadcast',
  'multicast',
]);

/** The mail address in a value, which may be `A. Name <a@b.example>`. */
export function emailArtefact(text: string): Artefact | undefined {
  const inside = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  const value = inside.trim().toLowerCase();
  return address.test(value) ? { kind: 'email', value } : undefined;
}

/** The IP address a value is; undefined for one that means nothing outside of its own network. */
export function ipArtefact(text: string): Artefact | undefined {
  const plain = text.trim().replace(/^\[(.*)\]$/, '$1');
  if (addressHex(plain) === undefined) return undefined;
  const parsed = ipaddr.process(plain);
  return nobodysRanges.has(parsed.range()) ? undefined : { kind: 'ip', value: parsed.toString() };
}

export function hashArtefact(text: string): Artefact | undefined {
  const value = text.trim().toLowerCase();
  return hash.test(value) ? { kind: 'hash', value } : undefined;
}

/** The domain or IP address that a host's name is. */
function hostArtefact(host: string): Artefact | undefined {
  const value = host.toLowerCase().replace(/\.$/, '');
  return ipArtefact(value) ?? (domain.test(value) ? { kind: 'domain', value } : undefined);
}

/** A link, with or without its scheme, and the host it leads to. */
export function linkArtefacts(text: string): Artefact[] {
  const value = text.trim();
  const match =
    /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/?#\s@]*@)?(\[[^\]\s]*\]|[^/?#:\s]+)(?::\d+)?(?:[/?#]\S*)?$/i.exec(
      value,
    );
  const host = match?.[1] && hostArtefact(match[1]);
  const isLink = match && (/^[a-z][a-z\d+.-]*:\/\//i.test(value) || (host && /[/?#]/.test(value)));
  return [...(isLink ? [{ kind: 'url', value } as const] : []), ...(host ? [host] : [])];
}

/** What a threat's artefact is: a hash, an address, an IP address, a link, or a domain. None for other words. */
export function threatArtefacts(text: string): Artefact[] {
  const one = hashArtefact(text) ?? emailArtefact(text) ?? ipArtefact(text);
  return one ? [one] : linkArtefacts(text);
}
