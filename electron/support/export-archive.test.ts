import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Archive } from '../ingest/archive.ts';
import { exportArchive } from './export-archive.ts';

let folder: string;
let archive: Archive;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lurescope-export-'));
  archive = await Archive.open(join(folder, 'archive'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const day = Date.UTC(2025, 5, 10, 12);

it('all days become one file that can be unpacked whole', async () => {
  await archive.append('a', day + 86_400_000, gzipSync('third\n'));
  await archive.append('a', day, gzipSync('first\n'));
  await archive.append('b', day, gzipSync('second\n'));
  const path = join(folder, 'all.ndjson.gz');
  const bytes = await exportArchive(archive, path);
  expect(bytes).toBe(archive.bytes);
  expect(gunzipSync(readFileSync(path)).toString()).toBe('first\nsecond\nthird\n');
});

it('a file that cannot be written leaves nothing behind', async () => {
  await archive.append('a', day, gzipSync('first\n'));
  const path = join(folder, 'missing', 'all.ndjson.gz');
  await expect(exportArchive(archive, path)).rejects.toThrow();
  expect(existsSync(`${path}.part`)).toBe(false);
});
