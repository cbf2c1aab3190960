import { z } from 'zod';

/** An event as the API sent it: any JSON object. Its fields are read one by one, since any may be odd. */
export const rawEventSchema = z.record(z.string(), z.unknown());

export type RawEvent = z.infer<typeof rawEventSchema>;

/** A field under any of its spellings (the API has used `threatID` and `threatId`, `cluster` and `clusterId`, …). */
export function fieldOf(raw: RawEvent, ...spellings: string[]): unknown {
  for (const spelling of spellings) {
    const value = raw[spelling];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}
