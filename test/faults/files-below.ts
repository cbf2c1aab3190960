import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every file of a kind in a folder and below. */
export function filesBelow(folder: string, isWanted: (name: string) => boolean): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isWanted(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
