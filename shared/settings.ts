import { z } from 'zod';
import { notificationSettingsSchema } from './detection.ts';
import { ingestionNotificationsSchema } from './ingestion-notifications.ts';
import { stallHoursSchema } from './source.ts';

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Which zone times are shown in. */
  timeZone: z.enum(['local', 'utc']).default('local'),
  /** Days that events are kept; null keeps them for good. */
  retentionDays: z.number().int().min(1).max(3650).nullable().default(null),
  /** Gigabytes that events may take in all, archive included; null sets no limit. */
  largestGigabytes: z.number().min(0.5).max(10_000).nullable().default(null),
  /** Whether what is stored is also kept as files, from which the browser's database can be rebuilt. */
  archive: z.boolean().default(true),
  ingestionNotifications: ingestionNotificationsSchema.prefault({}),
  /** Whether the app starts with the computer, without its window. */
  startAtLogin: z.boolean().default(false),
  /** After how many hours of silence a source that is set up from now on is told of. */
  stallHours: stallHoursSchema.default(24),
  /** When and how often alerts are told by native notifications. */
  notifications: notificationSettingsSchema.prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;

export const settingsPatchSchema = z.object({
  theme: settingsSchema.shape.theme.unwrap().optional(),
  timeZone: settingsSchema.shape.timeZone.unwrap().optional(),
  retentionDays: settingsSchema.shape.retentionDays.unwrap().optional(),
  largestGigabytes: settingsSchema.shape.largestGigabytes.unwrap().optional(),
  archive: settingsSchema.shape.archive.unwrap().optional(),
  ingestionNotifications: ingestionNotificationsSchema.optional(),
  startAtLogin: settingsSchema.shape.startAtLogin.unwrap().optional(),
  stallHours: stallHoursSchema.optional(),
  notifications: notificationSettingsSchema.optional(),
});

export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
