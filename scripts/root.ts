import { join } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '..');

/** Ends the script with one sentence on standard error. */
export function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
