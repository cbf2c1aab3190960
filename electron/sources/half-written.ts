import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes what writes of a JSON file left behind where a crash cut them off before they replaced it. */
export function sweepHalfWritten(folder: string, name: string): void {
  if (!existsSync(folder)) return;
  const halfWritten = readdirSync(folder).filter((file) => file.startsWith(`${name}.json.tmp-`));
  for (const file of halfWritten) rmSync(join(folder, file), { force: true });
}
