import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '../ingest/archive.ts';

/**
 * Writes all that is archived into one gzip'd NDJSON file, day after day: gzip files joined are one (RFC 1952).
 * Answers how large it is. @throws what the disk says; nothing half written is left
 */
export async function exportArchive(archive: Pick<Archive, 'days' | 'read'>, path: string): Promise<number> {
  const half = `${path}.part`;
  try {
    await rm(half, { force: true });
    for (const { source, day } of await archive.days())
      await pipeline(archive.read(source, day), createWriteStream(half, { flags: 'a' }));
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
  return (await stat(path)).size;
}
