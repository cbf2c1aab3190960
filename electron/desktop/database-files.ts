import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from 'electron';

const asideName = 'IndexedDB.unreadable';

function folderOf(session: Session): string {
  const folder = session.getStoragePath();
  if (folder === null) throw new Error('the session keeps nothing on disk');
  return folder;
}

/**
 * Moves the files of a database that cannot be opened aside, so that Chromium makes new ones: its own ways of
 * deleting a database open it first. One that was put aside before makes room. Answers where the files lie then.
 * @throws what the disk says
 */
export async function putDatabaseAside(session: Session): Promise<string> {
  const folder = folderOf(session);
  await removeDatabaseAside(session);
  const aside = join(folder, asideName);
  await rename(join(folder, 'IndexedDB'), aside);
  return aside;
}

/** Removes the files of a database that was put aside, if there are any. */
export async function removeDatabaseAside(session: Session): Promise<void> {
  await rm(join(folderOf(session), asideName), { recursive: true, force: true });
}
