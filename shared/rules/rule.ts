import { z } from 'zod';
import { eventKinds } from '../event/kinds.ts';
import { rawEventSchema } from '../event/raw-event.ts';

/** How much an alert matters, the least first. */
export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;

export type Severity = (typeof severities)[number];

const severitySchema = z.enum(severities);

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** A length of time such as `90s`, `5m`, `1h`, `7d` or `2w`, in ms. */
export function periodMs(period: string): number {
  return Number(period.slice(0, -1)) * (unitMs[period.slice(-1) as keyof typeof unitMs] ?? 0);
}

const periodSchema = z
  .string()
  .regex(/^[1-9]\d{0,4}[smhdw]$/, 'A length of time looks like 90s, 5m, 1h, 7d or 2w.')
  .meta({ description: 'A length of time: 90s, 5m, 1h, 7d or 2w' });

const fieldName = z.string().min(1).meta({ description: "A field of the explorer's query language" });
const fieldNames = z.array(fieldName).min(1).max(6);
const keyFields = z
  .array(
    z.union([
      fieldName,
      z.array(fieldName).min(2).max(6).meta({ description: 'The first of these fields that the event has' }),
    ]),
  )
  .min(1)
  .max(6);
const querySchema = z
  .string()
  .trim()
  .min(1, 'A query says what an event has to be.')
  .meta({ description: "A query in the explorer's language; $name stands for the values of a list" });

const listName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'The name of a list has small letters, digits and hyphens.');

/** Named lists of values: whom or what an organisation calls its own. */
export const listsSchema = z.record(listName, z.array(z.string().trim().min(1)).max(10_000));

export type Lists = z.infer<typeof listsSchema>;

const conditionSchema = z.union([
  z
    .strictObject({
      count: z.enum(['threats', 'parts']),
      matching: querySchema.optional(),
      atLeast: z.int().min(1).max(1000),
    })
    .meta({ description: 'So many entries of the event are as a query asks' }),
  z
    .strictObject({ field: fieldName, after: fieldName, by: periodSchema.optional() })
    .meta({ description: 'One time of the event is later than another, by a length of time' }),
  z
    .strictObject({ lookalike: fieldNames, of: listName })
    .meta({ description: 'A domain in one of the fields looks like one of a list, and is none of it' }),
]);

/** What a query cannot say of an event. */
export type Condition = z.infer<typeof conditionSchema>;

const conditions = z.array(conditionSchema).min(1).max(8);

const severityCase = z
  .strictObject({
    when: querySchema.optional(),
    where: conditions.optional(),
    severity: severitySchema,
  })
  .refine(({ when, where }) => when !== undefined || where !== undefined, {
    message: 'A case needs a query (when) or conditions (where).',
  });

const testSchema = z.strictObject({
  name: z.string().trim().min(1),
  near: z
    .boolean()
    .optional()
    .meta({ description: 'Whether the events miss by the least there is: a score one below' }),
  lists: listsSchema.optional(),
  events: z
    .array(z.partialRecord(z.enum(eventKinds), rawEventSchema))
    .min(1)
    .max(1000)
    .meta({ description: 'Raw events in the order they arrive, each under its kind' }),
  expect: z
    .array(
      z.strictObject({
        severity: severitySchema,
        title: z.string().optional(),
        events: z.int().min(1).optional().meta({ description: 'How many events are behind it' }),
      }),
    )
    .max(100)
    .meta({ description: 'The alerts in the order they are raised; none for an empty list' }),
});

export type RuleTest = z.infer<typeof testSchema>;

/** A rule as it stands in its file. What the queries and names in it mean is checked when it is compiled. */
export const ruleSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'An id has small letters, digits, hyphens and dots.')
      .max(100),
    title: z.string().trim().min(1).max(300).meta({
      description:
        'What an alert says; {field} stands for the values of a field, {count} for a number counted',
    }),
    severity: z.union([
      severitySchema,
      z.strictObject({ cases: z.array(severityCase).min(1).max(20), default: severitySchema }),
    ]),
    description: z.string().trim().min(1),
    runbook: z.string().trim().min(1).optional().meta({ description: 'What an analyst does about it' }),
    references: z.array(z.url()).max(20).optional(),
    tags: z
      .array(z.string().regex(/^[a-z0-9_-]+\.[a-z0-9_.-]+$/, 'A tag looks like attack.t1566.002.'))
      .max(30)
      .optional()
      .meta({ description: 'MITRE ATT&CK tactics and techniques, such as attack.t1566.002' }),
    query: querySchema.optional(),
    unless: querySchema.optional().meta({ description: 'Events that are not meant, as a query' }),
    where: conditions.optional(),
    was: querySchema.optional().meta({
      description: 'What the version before has to have been: the rule looks at later versions alone',
    }),
    threshold: z
      .strictObject({
        count: z.int().min(2).max(1000),
        window: periodSchema,
        groupBy: fieldNames.optional(),
        distinct: fieldName.optional().meta({ description: 'Counts different values of it, not events' }),
      })
      .optional(),
    sequence: z
      .strictObject({
        steps: z
          .array(z.strictObject({ query: querySchema }))
          .min(2)
          .max(6),
        on: fieldNames,
        within: periodSchema,
      })
      .optional(),
    unusual: z
      .strictObject({
        of: fieldName,
        for: fieldName,
        after: z.int().min(1).max(1000),
        memory: periodSchema,
      })
      .optional()
      .meta({ description: 'A value that was not seen with the other, after so many events' }),
    dedup: z
      .strictObject({ by: keyFields, period: periodSchema })
      .optional()
      .meta({ description: 'Detections that agree in these fields are one alert for so long' }),
    lists: listsSchema.optional().meta({
      description: 'The lists it refers to, with what is in them until an organisation has its own',
    }),
    tests: z.array(testSchema).max(50).optional(),
  })
  .refine((rule) => (rule.query === undefined) !== (rule.sequence === undefined), {
    message: 'A rule has a query or a sequence, and not both.',
  })
  .refine((rule) => [rule.threshold, rule.sequence, rule.unusual].filter(Boolean).length <= 1, {
    message: 'A rule has one of threshold, sequence and unusual.',
  });

export type Rule = z.infer<typeof ruleSchema>;

/** What detections of one alert agree in, in words: `kind`, `campaignID (else threatID, else GUID)`. */
export function keyNames(by: NonNullable<Rule['dedup']>['by']): string[] {
  return by.map((key) => {
    if (typeof key === 'string') return key;
    const [first = '', ...others] = key;
    return `${first} (${others.map((name) => `else ${name}`).join(', ')})`;
  });
}
