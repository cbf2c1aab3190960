import { errorCode } from './error-code.ts';
import { troubleOfDisk } from './ingest/disk-trouble.ts';

/** Why the app could not start, in a sentence that says what to do. */
export function startSentence(error: unknown, dataFolder: string): string {
  if (/^E[A-Z]+$/.test(errorCode(error)))
    return `Lurescope could not start: ${troubleOfDisk(error, dataFolder).sentence}`;
  return `Lurescope could not start: ${error instanceof Error ? error.message : String(error)}`;
}
