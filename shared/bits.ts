/** The place of the lowest bit of a word that is not 0. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** The places whose bits are set, lowest first. */
export function placesIn(bits: Uint32Array): number[] {
  const places: number[] = [];
  for (const [word, held] of bits.entries()) {
    for (let rest = held; rest !== 0; rest &= rest - 1) places.push((word << 5) | lowestBit(rest));
  }
  return places;
}

/** Whether the bit of a place is set. */
export function hasBit(bits: Uint32Array, place: number): boolean {
  return (((bits[place >> 5] ?? 0) >>> (place & 31)) & 1) === 1;
}
