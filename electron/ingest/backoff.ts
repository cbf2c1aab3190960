const second = 1000;

/**
 * How long to wait after the n-th failure in a row (1 for the first), ms: doubling from 5 s to 5 min, and anything
 * from half of that to all of it, so that many clients do not come back at once ("full jitter" halved, as in AWS
 * Architecture Blog, "Exponential Backoff And Jitter").
 * @param random 0 to 1
 */
export function backoff(failures: number, random: number): number {
  const longest = Math.min(300 * second, 5 * second * 2 ** (failures - 1));
  return longest / 2 + (longest / 2) * random;
}
