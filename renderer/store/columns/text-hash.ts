// Drawn anew in each run, so that nobody can send values made to collide.
const seed = (Math.random() * 4_294_967_296) >>> 0;

/** A 32-bit hash of a text, the same within one run of the app. */
export function textHash(text: string): number {
  let hash = seed ^ text.length;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x5bd1_e995);
    hash ^= hash >>> 15;
  }
  return finished(hash);
}

/** A 32-bit hash of a list of codes, the same within one run of the app. */
export function codesHash(codes: ArrayLike<number>): number {
  let hash = seed ^ 0x9e37_79b9 ^ codes.length;
  for (let i = 0; i < codes.length; i++) {
    hash = Math.imul(hash ^ (codes[i] as number), 0x5bd1_e995);
    hash ^= hash >>> 13;
  }
  return finished(hash);
}

function finished(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
