import { z } from 'zod';

const optionsSchema = z.object({
  /** Starts without showing the window, as at login. */
  hidden: z.boolean(),
  /** Lets a test move time, which begins so far from the real one, ms; refused in a packaged app. */
  simulatedClock: z.coerce.number().optional(),
  /** Sample data's events an hour, and its seed. */
  sampleRate: z.coerce.number().positive().max(100_000).default(60),
  sampleSeed: z.coerce.number().int().nonnegative().default(20_261),
  /** Whether every day of sample data has attacks that were planted. */
  sampleStories: z.enum(['on', 'off']).default('on'),
  /** The journal's size limit in bytes; polling waits above it. */
  journalLimit: z.coerce
    .number()
    .int()
    .positive()
    .default(2 * 1024 ** 3),
});

export type Options = z.infer<typeof optionsSchema>;

function switchValue(argv: readonly string[], name: string): string | undefined {
  const prefix = `--${name}=`;
  return argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

/**
 * Reads the command line. Switches that are not ours belong to Electron or Chromium and are passed over.
 * @throws z.ZodError for a value that makes no sense
 */
export function parseOptions(argv: readonly string[]): Options {
  return optionsSchema.parse({
    hidden: argv.includes('--hidden'),
    simulatedClock: argv.includes('--simulated-clock') ? 0 : switchValue(argv, 'simulated-clock'),
    sampleRate: switchValue(argv, 'sample-rate'),
    sampleSeed: switchValue(argv, 'sample-seed'),
    sampleStories: switchValue(argv, 'sample-stories'),
    journalLimit: switchValue(argv, 'journal-limit'),
  });
}
