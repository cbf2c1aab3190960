import { z } from 'zod';
import { alertIdSchema } from '../detection.ts';
import { severities } from '../rules/rule.ts';
import { sourceIdSchema } from '../source.ts';

/** The form of the record's file. */
export const saidVersion = 1;

/** Events that one line tells of, at most: so many are lost with a line that is damaged. */
export const eventsOfLine = 500;

/** What is said of some events of a source from now on, by their identities; no tags and no note is nothing. */
export const saidOfEventsSchema = z.object({
  source: sourceIdSchema,
  events: z.array(z.string().min(1).max(200)).min(1).max(eventsOfLine),
  tags: z.array(z.string()),
  note: z.string(),
});

export type SaidOfEvents = z.infer<typeof saidOfEventsSchema>;

export const verdicts = ['true positive', 'false positive', 'benign'] as const;

export type Verdict = (typeof verdicts)[number];

export const alertStates = ['new', 'acknowledged', 'resolved'] as const;

export type AlertState = (typeof alertStates)[number];

const decisionSchema = z.object({ state: z.enum(alertStates), verdict: z.enum(verdicts).nullable() });

/**
 * An alert as it was when something was decided of it. It is kept whole, since rules that run over events anew have
 * to know what it told of already; times in ms.
 */
export const saidAlertSchema = decisionSchema.extend({
  id: alertIdSchema,
  note: z.string(),
  group: z.string(),
  rule: z.string(),
  severity: z.enum(severities),
  title: z.string(),
  events: z.array(z.string()),
  count: z.number(),
  firstSeen: z.number(),
  lastSeen: z.number(),
  raisedAt: z.number(),
  hits: z.array(z.number()),
  about: z.object({
    people: z.array(z.string()),
    campaigns: z.array(z.string()),
    threats: z.array(z.string()),
  }),
  history: z.array(decisionSchema.extend({ at: z.number() })),
});

export type SaidAlert = z.infer<typeof saidAlertSchema>;

/** Something that analysts said: a line of the record. */
export const saidSchema = z.union([
  saidOfEventsSchema,
  z.object({ alert: saidAlertSchema }),
  /** Alerts that are there no more. */
  z.object({ gone: z.array(alertIdSchema) }),
]);

export type Said = z.infer<typeof saidSchema>;

/** How far a record is: which one it is, and how many changes it has seen. */
export const saidMarkSchema = z.object({ record: z.uuid(), at: z.number().int().nonnegative() });

export type SaidMark = z.infer<typeof saidMarkSchema>;

/** The app protocol's path that takes lines and answers with the mark, and gives the mark and all lines. */
export const saidPath = '/said';

/** The app protocol's path of the mark alone. */
export const saidMarkPath = '/said/mark';
