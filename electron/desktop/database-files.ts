import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from 'electron';

/**
 * Moves the files of a database that cannot be opened aside, so that Chromium makes new ones: its own ways of
 * deleting a database open it first. One that was put aside before makes room. Answers where the files lie then.
 * @throws what the disk says
 */
export async function putDatabaseAside(session: Session): Promise<string> {
  const folder = session.getStoragePath();
  if (folder === null) throw new Error('the session keeps nothing on disk');
  const aside = join(folder, 'IndexedDB.unreadable');
  await rm(aside, { recursive: true, force: true });
  await rename(join(folder, 'IndexedDB'), aside);
  return aside;
}
