/** The 64 bits that stand for a value, whatever its case. */
export interface ValueHash {
  high: number;
  low: number;
}

// Drawn anew in each run, so that nobody can send values made to collide.
const [seedOfHigh, seedOfLow] = [Math.random(), Math.random()].map(
  (chance) => (chance * 4_294_967_296) | 0,
) as [number, number];

/** The hash of a value; `low` is 0 for no value and for nothing else. */
export function valueHash(value: string): ValueHash {
  if (value === '') return { high: 0, low: 0 };
  const lower = value.toLowerCase();
  let high = seedOfHigh ^ lower.length;
  let low = seedOfLow;
  for (let i = 0; i < lower.length; i++) {
    const unit = lower.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e37_79b1);
    low = Math.imul(low ^ unit, 0x5f35_6495);
    high ^= high >>> 17;
    low ^= low >>> 15;
  }
  high = Math.imul(high ^ (high >>> 16), 0x85eb_ca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2_ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85eb_ca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2_ae35);
  return { high: high >>> 0, low: low >>> 0 || 1 };
}

/** 48 bits of a hash as a number: enough to look for one value among any that fit into memory. */
export function shortHash({ high, low }: ValueHash): number {
  return (high & 0xffff) * 4_294_967_296 + low;
}
