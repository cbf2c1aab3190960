import { fieldNamed } from '../../event/fields.ts';
import { addressHex } from '../../query/address.ts';

const mostOwners = 50_000;
const mostValues = 100;

interface Usual {
  events: number;
  /** Values by when they were last seen, ms. */
  values: Map<string, number>;
}

/** The start that all IPv4 addresses have when they are written as IPv6. */
const v4Start = `${'0'.repeat(20)}ffff`;

/**
 * A value as it is compared with the usual ones: of an address its network (the first 24 bits, of IPv6 the first 48),
 * of a text what is left without its numbers, since programs are updated all the time.
 */
export function broadly(field: string, value: string): string {
  const { type } = fieldNamed(field) ?? {};
  if (type === 'ip') {
    const address = addressHex(value);
    return address === undefined ? value : address.slice(0, address.startsWith(v4Start) ? 30 : 12);
  }
  return type === 'text' ? value.toLowerCase().replaceAll(/[\d._]+/g, '#') : value.toLowerCase();
}

/** What is usual for each of many owners, such as the addresses that each person clicks from. */
export class UsualValues {
  readonly #owners = new Map<string, Usual>();

  /**
   * Adds a value of an owner and tells whether it is unusual: the owner is known by enough events, and none had it.
   * @param after how many events it takes to know an owner
   * @param memory how long a value stays usual, ms
   */
  add(owner: string, value: string, time: number, after: number, memory: number): boolean {
    const usual = this.#owners.get(owner) ?? { events: 0, values: new Map<string, number>() };
    const last = usual.values.get(value);
    const isKnown = last !== undefined && Math.abs(time - last) <= memory;
    const isUnusual = !isKnown && usual.events >= after;
    usual.events += 1;
    usual.values.delete(value);
    usual.values.set(value, Math.max(time, last ?? 0));
    if (usual.values.size > mostValues) usual.values.delete(usual.values.keys().next().value ?? '');
    this.#owners.delete(owner);
    this.#owners.set(owner, usual);
    if (this.#owners.size > mostOwners) this.#owners.delete(this.#owners.keys().next().value ?? '');
    return isUnusual;
  }

  /** All that is usual, as JSON can hold it. */
  state(): [owner: string, events: number, values: [string, number][]][] {
    return [...this.#owners].map(([owner, { events, values }]) => [owner, events, [...values]]);
  }

  restore(state: ReturnType<UsualValues['state']>): void {
    for (const [owner, events, values] of state) this.#owners.set(owner, { events, values: new Map(values) });
  }
}
