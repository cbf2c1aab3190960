import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OutgoingFiles } from './outgoing-files.ts';

let folder: string;
const bytes = (text: string) => new TextEncoder().encode(text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lurescope-outgoing-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a file takes its name when all of it is written, and what was there stays until then', async () => {
  const path = join(folder, 'a.csv');
  writeFileSync(path, 'before');
  const files = new OutgoingFiles();
  const { id, name } = await files.begin(path);
  expect(name).toBe('a.csv');
  // The pieces come without waiting for one another.
  await Promise.all(['one,', 'two,', 'three'].map((text) => files.write(id, bytes(text))));
  expect(readFileSync(path, 'utf8')).toBe('before');
  await files.finish(id);
  expect(readFileSync(path, 'utf8')).toBe('one,two,three');
  expect(readdirSync(folder)).toEqual(['a.csv']);
  await expect(files.write(id, bytes('more'))).rejects.toThrow('not being written any more');
});

it('nothing is left of files that are abandoned', async () => {
  const files = new OutgoingFiles();
  const first = await files.begin(join(folder, 'a.csv'));
  await files.begin(join(folder, 'b.csv'));
  await files.write(first.id, bytes('x'));
  await files.abandon(first.id);
  await files.abandon(first.id);
  expect(readdirSync(folder)).toHaveLength(1);
  await files.abandonAll();
  expect(readdirSync(folder)).toEqual([]);
});

it('a place that is not there is said in words', async () => {
  await expect(new OutgoingFiles().begin(join(folder, 'no', 'a.csv'))).rejects.toThrow(
    'is not there any more. Choose another place.',
  );
});
