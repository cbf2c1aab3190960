import ipaddr from 'ipaddr.js';
import { cited } from './problem.ts';

/**
 * An IP address in one form for all its spellings: 16 bytes in hexadecimal, IPv4 as IPv4-mapped IPv6.
 * @returns undefined for text that is no address (IPv4 has four decimal parts; an IPv6 zone is none of ours)
 */
export function addressHex(text: string): string | undefined {
  const isV4 = ipaddr.IPv4.isValidFourPartDecimal(text);
  if (!isV4 && (text.includes('%') || !ipaddr.IPv6.isValid(text))) return undefined;
  const address = isV4 ? ipaddr.IPv4.parse(text).toIPv4MappedAddress() : ipaddr.IPv6.parse(text);
  return address.parts.map((part) => part.toString(16).padStart(4, '0')).join('');
}

/** The bits of an address that count, the others zero. */
function masked(address: string, bits: number): string {
  return Array.from(address, (digit, place) => {
    const kept = Math.min(4, Math.max(0, bits - place * 4));
    return (Number.parseInt(digit, 16) & (0xf << (4 - kept))).toString(16);
  }).join('');
}

/** Whether an address (as `addressHex` gives it) lies in a block. */
export function isInBlock(address: string, block: { address: string; bits: number }): boolean {
  const whole = block.bits >> 2;
  if (address.slice(0, whole) !== block.address.slice(0, whole)) return false;
  return masked(address, block.bits) === masked(block.address, block.bits);
}

/**
 * A block of addresses in CIDR notation, or a single address.
 * @returns what is wrong, in words, for a block that is none; undefined for text that does not look like either
 */
export function readBlock(text: string): { address: string; bits: number } | string | undefined {
  const slash = text.indexOf('/');
  const address = addressHex(slash < 0 ? text : text.slice(0, slash));
  if (slash < 0) return address === undefined ? undefined : { address, bits: 128 };
  if (address === undefined)
    return `${cited(text.slice(0, slash))} is no IP address. A block looks like 10.0.0.0/8.`;
  const length = text.slice(slash + 1);
  const most = text.includes(':') ? 128 : 32;
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (!(bits <= most)) return `After the slash stands how many bits count: 0 to ${most}.`;
  const counted = bits + 128 - most;
  return { address: masked(address, counted), bits: counted };
}

/** The block as it is written: the opposite of `readBlock`. */
export function writeBlock({ address, bits }: { address: string; bits: number }): string {
  const bytes = (address.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  const v6 = ipaddr.fromByteArray(bytes) as ipaddr.IPv6;
  if (v6.isIPv4MappedAddress() && bits >= 96)
    return v6.toIPv4Address().toString() + (bits === 128 ? '' : `/${bits - 96}`);
  return v6.toRFC5952String() + (bits === 128 ? '' : `/${bits}`);
}
