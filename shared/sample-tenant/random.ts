/** A repeatable source of chance: the same keys give the same draws on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [min, max]. */
  int(min: number, max: number): number;
  /** A number in [min, max). */
  between(min: number, max: number): number;
  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean;
  /** One item of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** A positive number around `median`, long-tailed; `spread` is the standard deviation of its logarithm. */
  logNormal(median: number, spread: number): number;
  /** A number of hexadecimal digits in lower case. */
  hex(digits: number): string;
  /** A UUID of version 4. */
  uuid(): string;
  /** Letters and digits as the mail system writes its ids. */
  token(length: number): string;
}

const tokenAlphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-';

const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Stirs 32 bits (an xor-multiply avalanche): close inputs give unrelated outputs. */
function stir(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** A 32-bit hash of numbers and texts in their order; numbers count with all of their safe-integer bits. */
export function hashOf(...keys: (number | string)[]): number {
  return hashInto(0x6a09e667, keys);
}

function hashInto(start: number, keys: readonly (number | string)[]): number {
  let state = start;
  for (const key of keys) {
    if (typeof key === 'number') {
      state = stir(state ^ (key | 0));
      state = stir(state + Math.floor(key / 0x1_0000_0000) + 0x9e3779b9);
    } else {
      for (let i = 0; i < key.length; i++) state = stir(state + key.charCodeAt(i) + 0x3c6ef372);
      state = stir(state ^ key.length);
    }
  }
  return state;
}

/** A source of chance named by its keys. Its state has 128 bits, so that no two streams run into each other. */
export function createRandom(...keys: (number | string)[]): Random {
  // Two lanes of 32 bits: with one alone, some of a million streams would be twins.
  let a = hashInto(0x6a09e667, keys);
  let b = hashInto(0x510e527f, keys);
  let c = stir(a + Math.imul(b, 0x9e3779b1));
  let counter = stir(b ^ c);

  function bits(): number {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  }
  for (let i = 0; i < 4; i++) bits();

  const next = (): number => bits() / 0x1_0000_0000;

  const random: Random = {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    between: (min, max) => min + next() * (max - min),
    chance: (probability) => next() < probability,
    pick: <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T,
    logNormal: (median, spread) => {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(normal * spread);
    },
    hex: (digits) => {
      let text = '';
      for (let left = digits; left > 0; left -= 8) {
        const word = bits();
        text += hexBytes[word >>> 24] ?? '';
        if (left > 2) text += hexBytes[(word >>> 16) & 255] ?? '';
        if (left > 4) text += hexBytes[(word >>> 8) & 255] ?? '';
        if (left > 6) text += hexBytes[word & 255] ?? '';
      }
      return digits % 2 === 0 ? text : text.slice(0, digits);
    },
    uuid: () => {
      const h = random.hex(32);
      const variant = ((Number.parseInt(h[16] ?? '0', 16) & 3) | 8).toString(16);
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20)}`;
    },
    token: (length) => {
      let text = '';
      while (text.length < length) {
        let word = bits();
        for (let i = 0; i < 5 && text.length < length; i++) {
          text += tokenAlphabet[word & 63];
          word >>>= 6;
        }
      }
      return text;
    },
  };
  return random;
}

/** Picks positions in proportion to weights. */
export interface WeightedPick {
  /** A position in the list of weights. */
  at(random: Random): number;
}

/** Prepares weighted picks: O(n) once, O(log n) a pick. At least one weight must be above zero. */
export function weightedPick(weights: readonly number[]): WeightedPick {
  const sums = new Float64Array(weights.length);
  let total = 0;
  weights.forEach((weight, i) => {
    total += weight;
    sums[i] = total;
  });
  return {
    at: (random) => {
      const wanted = random.next() * total;
      let low = 0;
      let high = sums.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sums[middle] ?? 0) > wanted) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}
