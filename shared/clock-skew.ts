import { formatDuration } from './duration.ts';

const minute = 60_000;

/** Skews of clocks below this come from the network and from rounding to seconds, ms. */
export const noticeableSkew = 2 * minute;

/** How this computer's clock stands to another: "7 hours behind", "12 minutes ahead". */
export function skewText(behindBy: number): string {
  // The other clock is told to the second: seven hours less a second are seven hours.
  const rounded = Math.round(Math.abs(behindBy) / minute) * minute;
  return `${formatDuration(rounded)} ${behindBy > 0 ? 'behind' : 'ahead'}`;
}
