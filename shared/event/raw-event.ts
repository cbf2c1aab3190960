import { z } from 'zod';

/** An event as the API sent it: any JSON object. Its fields are read one by one, since any may be odd. */
export const rawEventSchema = z.record(z.string(), z.unknown());

export type RawEvent = z.infer<typeof rawEventSchema>;

/**
 * A parsed JSON value as an event; undefined where it is no object. The same as the schema says, without a copy: of
 * what JSON gives, nothing else is a record.
 */
export function rawEventOf(value: unknown): RawEvent | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  // The schema leaves out this one key, and hashes of events were taken without it.
  if (Object.hasOwn(value, '__proto__')) return rawEventSchema.parse(value);
  return value as RawEvent;
}

/** A field under any of its spellings (the API has used `threatID` and `threatId`, `cluster` and `clusterId`, …). */
export function fieldOf(raw: RawEvent, ...spellings: string[]): unknown {
  for (const spelling of spellings) {
    const value = raw[spelling];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}
