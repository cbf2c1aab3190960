import { z } from 'zod';
import { alertIdSchema } from './detection.ts';
import { sourceIdSchema } from './source.ts';

/** An event's identity, 128 bits in hexadecimal digits; in front of it may stand the source it came from. */
export const eventKeySchema = z.string().regex(/^(?:[a-z0-9-]{1,64}:)?[0-9a-f]{32}$/);

/** Texts that Help opens in the app. */
export const helpTopics = ['guide', 'query-language', 'guarantees'] as const;

/** Where in the app something leads to: a notification, a menu, a link of the desktop. */
export const showSchema = z.object({
  page: z.enum(['explorer', 'alerts', 'sources', 'settings', 'new-source', 'help', 'about', 'keys']),
  /** An event to open in the explorer. */
  event: eventKeySchema.optional(),
  alert: alertIdSchema.optional(),
  source: sourceIdSchema.optional(),
  topic: z.enum(helpTopics).optional(),
});

export type Show = z.infer<typeof showSchema>;
