import { z } from 'zod';
import { failureSchema, hourlySchema, intervalSchema } from '../../shared/source.ts';
import { episodeSchema } from '../monitor/episode.ts';
import { requestLogSchema } from '../proofpoint/request-budget.ts';

const laneStateSchema = z.object({
  /** When the lane last got an answer, ms. */
  lastAt: z.number().nullable().default(null),
});

/** What the monitor has noticed and said; see monitor/stall.ts. */
export const monitorStateSchema = z.object({
  stalledSince: z.number().nullable().default(null),
  /** The set time that the stall was said for, hours. */
  stalledHours: z.number().nullable().default(null),
  /** When the stall was last spoken of, ms. */
  stalledSaidAt: z.number().nullable().default(null),
  failing: episodeSchema.nullable().default(null),
});

export type MonitorState = z.infer<typeof monitorStateSchema>;

/**
 * All that a source has to remember over a restart. It moves only after the journal holds what it speaks of, so a
 * crash in between costs a window read twice, never one skipped.
 */
export const sourceStateSchema = z.object({
  v: z.literal(1).default(1),
  /** Creation time that `/all` has read through, from the answers' `queryEndTime`; its end is the cursor. */
  coverage: z.array(intervalSchema).default([]),
  /** Creation time that could not be read, since it is older than the API keeps. */
  lost: z.array(intervalSchema).default([]),
  lanes: z
    .object({
      main: laneStateSchema.prefault({}),
      sweep: laneStateSchema.prefault({}),
      clicks: laneStateSchema.prefault({}),
      backfill: laneStateSchema.prefault({}),
    })
    .prefault({}),
  requests: requestLogSchema.default([]),
  /** Through which creation time the clicks lane has read, ms. */
  clicksThrough: z.number().nullable().default(null),
  /** Through which creation time everything was read after the last that could still be indexed, ms. */
  settledThrough: z.number().nullable().default(null),
  /** What refusals taught about each pool; see learned-limit.ts. */
  learned: z
    .object({
      shared: z.object({ limit: z.number(), at: z.number() }).nullable().default(null),
      clicks: z.object({ limit: z.number(), at: z.number() }).nullable().default(null),
    })
    .prefault({}),
  /** How far the API reaches back for this account, ms; shorter once it has refused a window as too old. */
  reach: z.number().default(7 * 24 * 60 * 60 * 1000),
  lastSuccessAt: z.number().nullable().default(null),
  lastEventAt: z.number().nullable().default(null),
  counts: z
    .object({
      stored: z.number().default(0),
      duplicates: z.number().default(0),
      versions: z.number().default(0),
      unparsed: z.number().default(0),
    })
    .prefault({}),
  hourly: z.array(hourlySchema).default([]),
  failures: z.array(failureSchema).default([]),
  monitor: monitorStateSchema.prefault({}),
});

export type SourceState = z.infer<typeof sourceStateSchema>;

export const freshSourceState: SourceState = sourceStateSchema.parse({});
