import { z } from 'zod';
import {
  needsSomebody,
  type Trouble,
  type TroubleKind,
  troubleKinds,
  troubleSchema,
} from '../../shared/proofpoint/trouble.ts';

const minute = 60_000;
const hour = 60 * minute;

/** What lasts is said again after so long, ms. */
export const reminderEvery = 24 * hour;

/** A trouble has to stay away for so long before its end is said, ms: one that comes and goes is one trouble. */
const settles = 5 * minute;

/** A trouble from its beginning to its end, and what was said of it. */
export const episodeSchema = z.object({
  trouble: troubleSchema,
  since: z.number(),
  /** The kinds of trouble that were said; empty while there is patience. */
  said: z.array(z.enum(troubleKinds)).default([]),
  /** When it was last spoken of, ms. */
  saidAt: z.number().nullable().default(null),
  /** Since when the trouble is away, ms; null while it is there. */
  awaySince: z.number().nullable().default(null),
});

export type Episode = z.infer<typeof episodeSchema>;

/** A trouble that nothing but somebody's act will end. */
function isUrgent(kind: TroubleKind): boolean {
  return needsSomebody(kind) || kind === 'disk' || kind === 'disk-full';
}

/** How long a trouble has to last before it is worth a notification: one that mends itself is not. */
function patience(kind: TroubleKind): number {
  if (isUrgent(kind)) return 0;
  if (kind === 'throttled' || kind === 'offline') return hour;
  return kind === 'store' ? 2 * minute : 10 * minute;
}

export interface EpisodeStep {
  episode: Episode | null;
  /** What has to be said now. */
  say: 'begin' | 'reminder' | 'end' | null;
}

function stepAway(known: Episode | null, now: number): EpisodeStep {
  if (known === null || known.said.length === 0) return { episode: null, say: null };
  const { awaySince } = known;
  if (awaySince === null || awaySince > now) return { episode: { ...known, awaySince: now }, say: null };
  return now - awaySince >= settles ? { episode: null, say: 'end' } : { episode: known, say: null };
}

/**
 * One look at a trouble that is there or not: said once when it has outlasted its patience, again once a day, and
 * once when it has stayed away. A pure function; what does not change is the same object.
 */
export function stepEpisode(known: Episode | null, trouble: Trouble | null, now: number): EpisodeStep {
  if (trouble === null) return stepAway(known, now);
  const begun: Episode = known ?? { trouble, since: now, said: [], saidAt: null, awaySince: null };
  const isSame = known !== null && known.awaySince === null && known.trouble.kind === trouble.kind;
  const episode = isSame ? known : { ...begun, trouble, awaySince: null };
  // What was said stands for the whole trouble, unless it turns into another one that waits for somebody.
  const wasSaid = begun.said.includes(trouble.kind) || (begun.said.length > 0 && !isUrgent(trouble.kind));
  if (wasSaid) {
    const isDue = now - (begun.saidAt ?? now) >= reminderEvery;
    return isDue
      ? { episode: { ...episode, trouble, saidAt: now }, say: 'reminder' }
      : { episode, say: null };
  }
  if (now - begun.since < patience(trouble.kind)) return { episode, say: null };
  return { episode: { ...episode, trouble, said: [...begun.said, trouble.kind], saidAt: now }, say: 'begin' };
}

/** What is left of an episode where time has passed unwatched: what was not said yet begins anew. */
export function afterGap(known: Episode | null): Episode | null {
  return known === null || known.said.length === 0 ? null : known;
}
