import { z } from 'zod';

/** How a backup begins. */
export const magic = 'LSBACKUP';

/** The version of the format (docs/backup-format.md). */
export const backupVersion = 1;

/** What a passphrase may cost: more than this is somebody's game, and would take all of the memory. */
const mostCost = 2 ** 20;

const hexSchema = z.string().regex(/^(?:[\da-f]{2})+$/);

const encryptionSchema = z.object({
  cipher: z.literal('AES-256-GCM'),
  key: z.literal('scrypt'),
  /** scrypt's N, a power of two; r is 8 and p is 1. */
  cost: z
    .number()
    .int()
    .min(2)
    .max(mostCost)
    .refine((cost) => Math.log2(cost) % 1 === 0),
  salt: hexSchema.length(32),
  /** The first 8 bytes of every nonce; the number of the frame is the rest. */
  nonce: hexSchema.length(16),
  /** What encrypting nothing gives: tells a wrong passphrase from damage. */
  check: hexSchema.length(32),
});

/** How a backup is encrypted. */
export type BackupEncryption = z.infer<typeof encryptionSchema>;

export const headerSchema = z.object({
  /** When it was made, ISO 8601. */
  made: z.string(),
  /** Null where it is not encrypted. */
  encryption: encryptionSchema.nullable(),
});

/** What stands in front of a backup, for everyone to read. */
export type BackupHeader = z.infer<typeof headerSchema>;
