import { z } from 'zod';

/** Which of the ingestion monitor's notifications the desktop shows. What is left out is on screen all the same. */
export const ingestionNotificationsSchema = z.object({
  enabled: z.boolean().default(true),
  /** No events for as long as is set for the source. */
  silence: z.boolean().default(true),
  /** Polling fails, the disk is full, the store or the clock has trouble. */
  trouble: z.boolean().default(true),
  /** What was wrong works again. */
  recovery: z.boolean().default(true),
  /** What still is wrong a day later. */
  reminders: z.boolean().default(true),
});

export type IngestionNotifications = z.infer<typeof ingestionNotificationsSchema>;
