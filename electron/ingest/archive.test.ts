import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Archive, dayOf } from './archive.ts';
import { gzipMembers, type Member } from './gzip-members.ts';

const noon = Date.UTC(2026, 10, 24, 12);
const day = 24 * 3_600_000;

let folder: string;
let archive: Archive;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lurescope-archive-'));
  archive = await Archive.open(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function membersOf(source: string, name: string): Promise<Member[]> {
  const members: Member[] = [];
  for await (const member of gzipMembers(archive.read(source, name))) members.push(member);
  return members;
}

const textOf = (members: readonly Member[]) =>
  members.map((member) => (member.ok ? member.text.toString() : `damaged ${member.bytes}`));

describe('the archive', () => {
  it('keeps batches of a day in one file, in their order', async () => {
    await archive.append('a', noon, gzipSync('one\n'));
    await archive.append('a', noon + 1000, gzipSync('two\n'));
    await archive.append('a', noon + day, gzipSync('three\n'));
    await archive.append('b', noon, gzipSync('four\n'));
    expect((await archive.days()).map(({ source, day: name }) => [source, name])).toEqual([
      ['a', '2026-11-24'],
      ['b', '2026-11-24'],
      ['a', '2026-11-25'],
    ]);
    expect(textOf(await membersOf('a', '2026-11-24'))).toEqual(['one\n', 'two\n']);
    expect((await Archive.open(folder)).bytes).toBe(archive.bytes);
  });

  it('can be read by any gzip program', async () => {
    await archive.append('a', noon, gzipSync('one\n'));
    await archive.append('a', noon, gzipSync('two\n'));
    const { gunzipSync } = await import('node:zlib');
    const bytes = await readFile(join(folder, 'a', '2026-11-24.ndjson.gz'));
    expect(gunzipSync(bytes).toString()).toBe('one\ntwo\n');
  });

  it('loses to a member that is cut short or damaged that member alone', async () => {
    const path = join(folder, 'a', '2026-11-24.ndjson.gz');
    await archive.append('a', noon, gzipSync('one\n'.repeat(100)));
    const cut = gzipSync('cut\n'.repeat(100));
    await appendFile(path, cut.subarray(0, cut.length - 7));
    await archive.append('a', noon, gzipSync('two\n'));
    const spoilt = gzipSync('spoilt\n');
    spoilt[spoilt.length - 6] = (spoilt[spoilt.length - 6] ?? 0) ^ 1;
    await appendFile(path, spoilt);
    await archive.append('a', noon, gzipSync('three\n'));
    expect(textOf(await membersOf('a', '2026-11-24'))).toEqual([
      'one\n'.repeat(100),
      `damaged ${cut.length - 7}`,
      'two\n',
      `damaged ${spoilt.length}`,
      'three\n',
    ]);
  });

  it('removes whole days before one, and a source with all of its days', async () => {
    for (const [source, at] of [
      ['a', noon],
      ['a', noon + day],
      ['b', noon + day],
    ] as const) {
      await archive.append(source, at, gzipSync('x\n'));
    }
    const before = archive.bytes;
    expect(await archive.removeBefore(dayOf(noon + day))).toBeGreaterThan(0);
    expect(archive.bytes).toBeLessThan(before);
    expect((await archive.days()).map(({ source }) => source)).toEqual(['a', 'b']);
    await archive.removeSource('a');
    expect((await archive.days()).map(({ source }) => source)).toEqual(['b']);
  });

  it('passes over what is not its own', async () => {
    await archive.append('a', noon, gzipSync('x\n'));
    await writeFile(join(folder, 'a', 'notes.txt'), 'mine');
    expect(await archive.days()).toHaveLength(1);
  });
});

describe('gzip members', () => {
  it('are found whatever the pieces the file arrives in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        async (texts, size) => {
          const packed = Buffer.concat(texts.map((text) => gzipSync(text)));
          async function* pieces() {
            for (let at = 0; at < packed.length; at += size) yield packed.subarray(at, at + size);
          }
          const found: Buffer[] = [];
          for await (const member of gzipMembers(pieces())) if (member.ok) found.push(member.text);
          expect(found.map((text) => [...text])).toEqual(texts.map((text) => [...text]));
        },
      ),
      { numRuns: 60 },
    );
  });
});
