import { z } from 'zod';

/** What a fault did at the end: `lost` and `doubled` have to be 0. */
export const faultResultSchema = z.object({
  name: z.string(),
  /** How often the fault happened. */
  times: z.number(),
  available: z.number(),
  lost: z.number(),
  doubled: z.number(),
});

export type FaultResult = z.infer<typeof faultResultSchema>;
