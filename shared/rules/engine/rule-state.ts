import { z } from 'zod';
import { severities } from '../rule.ts';

const number = z.number();
const entrySchema = z.tuple([number, z.string(), z.string()]);

/** What one rule remembers between events. */
const ruleStateSchema = z.object({
  /** The rule it was remembered for, as text: another one starts anew. */
  rule: z.string(),
  alerts: z.array(z.tuple([z.string(), number, z.enum(severities)])),
  entries: z.array(z.tuple([z.string(), z.array(entrySchema)])),
  /** Which alert events belong to, by its key; rules before this was remembered have none. */
  keys: z.array(z.tuple([z.string(), z.array(z.string())])).optional(),
  usual: z.array(z.tuple([z.string(), number, z.array(z.tuple([z.string(), number]))])),
  /** Why the rule was suspended; null while it runs. */
  suspended: z.string().nullable(),
});

export type RuleState = z.infer<typeof ruleStateSchema>;

/** What all rules remember, as JSON holds it: read back, a detector goes on where another one stopped. */
export const detectorStateSchema = z.object({
  version: z.literal(1),
  rules: z.record(z.string(), ruleStateSchema),
});

export type DetectorState = z.infer<typeof detectorStateSchema>;
