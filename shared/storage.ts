import { z } from 'zod';
import { sourceIdSchema } from './source.ts';

/** A day of the archive: what of a source was fetched on it (UTC). */
export const archiveDaySchema = z.object({
  source: sourceIdSchema,
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  bytes: z.number(),
});

export type ArchiveDay = z.infer<typeof archiveDaySchema>;

/** The app protocol's path of an archived day, unpacked. */
export function archivePath({ source, day }: Pick<ArchiveDay, 'source' | 'day'>): string {
  return `/archive/${source}/${day}`;
}

/** A line of an unpacked day in place of a part that is damaged. */
export const damagedLineSchema = z.object({ damaged: z.number(), reason: z.string() });

export const removalSchema = z.object({
  /** When, ms. */
  at: z.number(),
  events: z.number().int(),
  /** Events that occurred before this were removed, ms. */
  before: z.number(),
  why: z.enum(['age', 'size']),
});

/** What retention removed, so that it can be said. */
export type Removal = z.infer<typeof removalSchema>;

/** What lies on disk beside the browser's database. */
export const storageStatusSchema = z.object({
  archive: z.object({ bytes: z.number(), days: z.number().int(), oldest: z.string().nullable() }),
  journal: z.object({ bytes: z.number(), batches: z.number().int() }),
  /** What analysts said of events and alerts; `damaged` lines could not be read when the app started. */
  said: z.object({ bytes: z.number(), damaged: z.number().int() }),
  /** The latest first. */
  removals: z.array(removalSchema),
});

export type StorageStatus = z.infer<typeof storageStatusSchema>;
