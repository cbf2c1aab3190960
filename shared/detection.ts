import { z } from 'zod';
import { listsSchema, type Severity, severities } from './rules/rule.ts';

/** How long the text of one rule may be, characters. */
const longestRule = 256 * 1024;

const ruleIdSchema = z.string().min(1).max(100);

/** A rule of the analyst's own, as the text that was written. */
export const ownRuleSchema = z.object({
  id: ruleIdSchema,
  /** YAML. */
  text: z.string().max(longestRule),
  on: z.boolean(),
});

export type OwnRule = z.infer<typeof ownRuleSchema>;

/** Which rules run, and over which lists. */
export const detectionSchema = z.object({
  /** Packs that are on, by their ids. */
  packs: z.array(ruleIdSchema).default(['essentials', 'clicks']),
  /** Rules of packs that are off, whatever their pack. */
  rulesOff: z.array(ruleIdSchema).default([]),
  /** The organisation's own lists, such as executives and own-domains. */
  lists: listsSchema.default({}),
  own: z.array(ownRuleSchema).max(500).default([]),
});

export type DetectionSettings = z.infer<typeof detectionSchema>;

export const detectionPatchSchema = z.object({
  packs: detectionSchema.shape.packs.unwrap().optional(),
  rulesOff: detectionSchema.shape.rulesOff.unwrap().optional(),
  lists: detectionSchema.shape.lists.unwrap().optional(),
  own: detectionSchema.shape.own.unwrap().optional(),
});

export type DetectionPatch = z.infer<typeof detectionPatchSchema>;

export const alertIdSchema = z.string().regex(/^[a-f0-9-]{1,80}$/);

/** A group of detections that is new, or more severe than it was: what a notification is made of. */
export const raisedAlertSchema = z.object({
  id: alertIdSchema,
  severity: z.enum(severities),
  title: z.string().max(4000),
});

export type RaisedAlert = z.infer<typeof raisedAlertSchema>;

/** How many alerts are new, that is neither acknowledged nor resolved, of each severity. */
export const newAlertsSchema = z.record(z.enum(severities), z.number().int().nonnegative());

export type NewAlerts = z.infer<typeof newAlertsSchema>;

/** None of any severity. */
export const noNewAlerts: NewAlerts = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 };

/** How many of the new alerts are of a severity or above it. */
export function newAlertsFrom(counts: NewAlerts, least: Severity): number {
  return severities.slice(severities.indexOf(least)).reduce((sum, severity) => sum + counts[severity], 0);
}

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of day looks like 22:30.');

/** When and how often alerts are told by native notifications. */
export const notificationSettingsSchema = z.object({
  on: z.boolean().default(true),
  /** The least severity that is told of. */
  least: z.enum(severities).default('high'),
  /** Notifications in any hour, at most; what is beyond that is told together. */
  perHour: z.number().int().min(1).max(60).default(6),
  /** Times of day between which nothing is said; null for none. */
  quiet: z.object({ from: clockTime, to: clockTime }).nullable().default(null),
});

export type NotificationSettings = z.infer<typeof notificationSettingsSchema>;
