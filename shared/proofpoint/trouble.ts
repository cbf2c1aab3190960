import { z } from 'zod';

/** Everything that can go wrong on the way from the API to the store, told apart because each needs another remedy. */
export const troubleKinds = [
  'host-unknown',
  'unreachable',
  'offline',
  'tls',
  'timeout',
  'unauthorised',
  'forbidden',
  'not-found',
  'throttled',
  'bad-request',
  'server-error',
  'redirected',
  'not-the-api',
  'malformed',
  'truncated',
  'too-large',
  'no-credentials',
  'journal-full',
  'disk',
  'disk-full',
  'store',
  'clock',
] as const;

export const troubleSchema = z.object({
  kind: z.enum(troubleKinds),
  /** What happened, what it means for the data, what to do: one to three plain sentences without any secret. */
  sentence: z.string(),
  /** HTTP status, where there was an answer. */
  status: z.number().int().optional(),
  /** Seconds the server asked to wait, where it did. */
  retryAfterSeconds: z.number().nonnegative().optional(),
});

export type Trouble = z.infer<typeof troubleSchema>;
export type TroubleKind = Trouble['kind'];

/** Troubles that no retry mends: somebody has to change something first. */
export function needsSomebody(kind: TroubleKind): boolean {
  return (
    kind === 'unauthorised' || kind === 'forbidden' || kind === 'no-credentials' || kind === 'redirected'
  );
}
