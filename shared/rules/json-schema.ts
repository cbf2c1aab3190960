import { z } from 'zod';
import { ruleSchema } from './rule.ts';

/** The schema of a rule's file, for editors and other tools. */
export function ruleJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(ruleSchema, { io: 'input', target: 'draft-2020-12' }),
    title: 'Lurescope rule',
  };
}
