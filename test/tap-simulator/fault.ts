import { z } from 'zod';
import { answerArrays } from '../../shared/event/kinds.ts';

const positive = z.number().positive();

/** What can be made to go wrong with an answer. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** A status without events; `retryAfter` is sent as it is given. */
  z.object({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    retryAfter: z.string().optional(),
    body: z.string().optional(),
  }),
  /** A page of HTML with status 200, as a proxy or a portal sends it. */
  z.object({ kind: z.literal('html') }),
  /** JSON that turns out to be none at its end. */
  z.object({ kind: z.literal('malformed') }),
  /** A body that ends early, though the connection closes in good order. */
  z.object({ kind: z.literal('truncate'), afterChars: positive.optional() }),
  /** A connection reset in the middle of the body. */
  z.object({ kind: z.literal('reset'), afterChars: positive.optional() }),
  /** A body that comes in drops. */
  z.object({ kind: z.literal('drip'), chars: positive.optional(), everyMs: positive.optional() }),
  /** No answer at all. */
  z.object({ kind: z.literal('hang') }),
  z.object({
    kind: z.literal('redirect'),
    location: z.string().optional(),
    status: z.number().int().min(300).max(399).optional(),
  }),
  /** Padding events in front of the real ones, until the body has at least so many megabytes. */
  z.object({ kind: z.literal('huge'), megabytes: positive }),
  /** An element that is no event, or an odd one, in front of the first array's events. */
  z.object({ kind: z.literal('badEvent'), value: z.unknown().optional() }),
  /** The array's key with a colon inside. */
  z.object({ kind: z.literal('strayColon'), array: z.enum(answerArrays).optional() }),
  /** A Date header that is off by so many hours. */
  z.object({ kind: z.literal('dateOff'), hours: z.number() }),
]);

export type Fault = z.infer<typeof faultSchema>;

/** Faults that alter a JSON answer, and so have no meaning for any other. */
export function altersJson(fault: Fault): boolean {
  return ['malformed', 'truncate', 'huge', 'badEvent', 'strayColon'].includes(fault.kind);
}
