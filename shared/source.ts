import { z } from 'zod';
import { troubleSchema } from './proofpoint/trouble.ts';

/** Ids appear in file names and keychain accounts, so their alphabet is narrow. */
export const sourceIdSchema = z.string().regex(/^[a-z0-9-]{1,64}$/);

export const sourceNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the source a name, such as "My Proofpoint logs".')
  .max(80, 'A name has at most 80 characters.');

export const stallHoursSchema = z
  .number('Enter a number of hours.')
  .int('Enter whole hours.')
  .min(1, 'At least 1 hour.')
  .max(720, 'At most 720 hours (30 days).');

/** "Trigger an alert when no events are processed": on, 24 hours, unless the analyst changes it. */
export const stallSettingsSchema = z.object({ enabled: z.boolean(), hours: stallHoursSchema });

export type StallSettings = z.infer<typeof stallSettingsSchema>;

export const defaultStallSettings: StallSettings = { enabled: true, hours: 24 };

const minutes = (least: number, most: number, standard: number) =>
  z
    .number()
    .min(
      least * 60_000,
      `At least ${least} ${least === 1 ? 'minute' : 'minutes'}: the API's budget allows no more.`,
    )
    .max(most * 60_000, `At most ${most} minutes.`)
    .default(standard * 60_000);

/**
 * How often each lane reads, ms. At their shortest the lanes of the shared pool take 1,728 of its 1,800 requests a
 * day and the clicks 1,440 of theirs; as they are, 864 and 1,440 (design, "Poll windows").
 */
export const cadenceSchema = z.object({
  main: minutes(1, 60, 2),
  sweep: minutes(5, 30, 10),
  clicks: minutes(1, 60, 1),
});

export type Cadence = z.infer<typeof cadenceSchema>;

export const defaultCadence: Cadence = cadenceSchema.parse({});

/** A configured source as it lies in sources.json: everything but its credentials. */
export const sourceSchema = z.object({
  id: sourceIdSchema,
  kind: z.enum(['proofpoint', 'sample']),
  name: sourceNameSchema,
  /** Origin of the API; empty for sample data, whose server has another port at each start. */
  domain: z.string(),
  /** ms since the epoch. */
  createdAt: z.number(),
  /** How far back the first filling reaches, ms since the epoch: seven days before `createdAt`. */
  historyFrom: z.number(),
  paused: z.boolean(),
  stall: stallSettingsSchema,
  cadence: cadenceSchema.prefault({}),
});

export type Source = z.infer<typeof sourceSchema>;

export const intervalSchema = z.object({ from: z.number(), to: z.number() });

/** A stretch of creation time, ms since the epoch: from is in, to is out. */
export type Interval = z.infer<typeof intervalSchema>;

/** Events that were processed in an hour, which begins at `from`, ms. */
export const hourlySchema = z.object({ from: z.number(), events: z.number().int() });

/** The same failure, once or several times in a row. */
export const failureSchema = z.object({
  kind: troubleSchema.shape.kind,
  sentence: z.string(),
  /** When it happened first and last, ms. */
  from: z.number(),
  to: z.number(),
  times: z.number().int(),
});

export type Failure = z.infer<typeof failureSchema>;

/** How ingestion stands, in the order of what matters most. */
export const ingestionStates = ['paused', 'failing', 'stalled', 'waiting', 'filling', 'live'] as const;

/** A source and how it is doing, as the renderer sees it. */
export const sourceViewSchema = sourceSchema.extend({
  state: z.enum(ingestionStates),
  trouble: troubleSchema.nullable(),
  /** When the trouble began, ms. */
  troubleSince: z.number().nullable(),
  /** When the silence was noticed, ms. */
  stalledSince: z.number().nullable(),
  lastPollAt: z.number().nullable(),
  lastSuccessAt: z.number().nullable(),
  nextPollAt: z.number().nullable(),
  /** When an event was last processed (stored), ms. */
  lastEventAt: z.number().nullable(),
  /** Through which creation time the main lane has read, ms. */
  readThrough: z.number().nullable(),
  /** Through which creation time permitted clicks have been read, ms: their lane runs ahead of the main one. */
  clicksReadThrough: z.number().nullable(),
  coverage: z.array(intervalSchema),
  /** Stretches that could not be fetched, since they are older than the API keeps. */
  lost: z.array(intervalSchema),
  /** Share of the first seven days that is held, 0 to 1. */
  backfill: z.object({ done: z.number(), remainingWindows: z.number() }),
  budget: z.object({
    shared: z.object({ used: z.number(), limit: z.number() }),
    clicks: z.object({ used: z.number(), limit: z.number() }),
  }),
  journal: z.object({ batches: z.number(), bytes: z.number() }),
  counts: z.object({
    stored: z.number(),
    duplicates: z.number(),
    versions: z.number(),
    unparsed: z.number(),
  }),
  /** Events processed in each of the last hours, oldest first. */
  hourly: z.array(hourlySchema),
  /** What went wrong lately, the latest first. */
  failures: z.array(failureSchema),
  /** How far this computer's clock is behind the API's, ms; null until an answer told. */
  clockSkew: z.number().nullable(),
});

export type SourceView = z.infer<typeof sourceViewSchema>;
