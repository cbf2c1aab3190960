import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createGunzip, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { batchHeadSchema, batchTailSchema, type Lane } from '../../shared/journal-batch.ts';
import type { BatchFile } from './batch-file.ts';
import { Journal } from './journal.ts';

const window = { from: 1_749_542_400_000, to: 1_749_546_000_000 };
const queryEndTime = window.to;

let root: string;
let folder: string;
let quarantineFolder: string;

beforeEach(async () => {
  next = 1;
  root = await mkdtemp(join(tmpdir(), 'lurescope-journal-'));
  folder = join(root, 'journal');
  quarantineFolder = join(root, 'quarantine');
});
afterEach(() => rm(root, { recursive: true, force: true }));

let next = 1;

/** What the sequence keeps on disk, kept by the test. */
const sequence = {
  get: () => ({ next }),
  set: (value: { next: number }) => {
    next = value.next;
  },
};

function open(limit = 1_000_000): Promise<Journal> {
  return Journal.open({ folder, quarantineFolder, limit, sequence });
}

function begin(journal: Journal, source = 'a', lane: Lane = 'main') {
  return journal.begin({ source, lane, window, fetchedAt: 42 });
}

async function put(journal: Journal, source = 'a', events = 1): Promise<BatchFile> {
  const batch = await begin(journal, source);
  for (let i = 0; i < events; i++) await batch.entry('messageDelivered', `{"GUID":"${i}"}`, true);
  const [file, ...others] = await batch.commit(queryEndTime);
  if (!file || others.length > 0) throw new Error('one batch is expected');
  return file;
}

async function linesOf(journal: Journal, batch: BatchFile): Promise<unknown[]> {
  const unpacked = await text(journal.read(batch).pipe(createGunzip()));
  expect(unpacked.endsWith('\n')).toBe(true);
  return unpacked
    .slice(0, -1)
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

async function filesOf(source: string): Promise<string[]> {
  return existsSync(join(folder, source)) ? await readdir(join(folder, source)) : [];
}

describe('a committed window', () => {
  it('holds entries of any length and any script, in their order', async () => {
    const journal = await open();
    const batch = await begin(journal);
    const texts = ['a', '漢', '👩🏽‍💻'].flatMap((one) =>
      [1, 43_000, 1, 44_000, 131_072, 7, 300_000, 1].map((length) => one.repeat(length)),
    );
    for (const one of texts) await batch.entry('messageDelivered', JSON.stringify(one), true);
    const files = await batch.commit(queryEndTime);
    const lines = (await Promise.all(files.map((file) => linesOf(journal, file)))).flat();
    const entry = z.object({ r: z.string() });
    const found = lines.flatMap((line) => entry.safeParse(line).data?.r ?? []);
    expect(found.map((one) => one.length)).toEqual(texts.map((one) => one.length));
    expect(found.join('') === texts.join('')).toBe(true);
  });

  it('can be read back line by line: head, entries, tail', async () => {
    const journal = await open();
    const batch = await begin(journal);
    await batch.entry('messageDelivered', '{"GUID":"x",\r\n "n":\t1.0}', true);
    await batch.entry('clickBlocked', '"漢👩🏽‍💻\\n\u2028"', true);
    await batch.entry('messageBlocked', '{"GUID":oops\n}', false);
    const [file] = await batch.commit(queryEndTime);
    expect(file).toMatchObject({ source: 'a', seq: 1, lane: 'main', window, events: 3 });
    const lines = await linesOf(journal, file as BatchFile);
    expect(batchHeadSchema.parse(lines[0])).toEqual({
      v: 1,
      source: 'a',
      lane: 'main',
      ...window,
      fetchedAt: 42,
    });
    expect(lines.slice(1, -1)).toEqual([
      { k: 'messageDelivered', f: 42, r: { GUID: 'x', n: 1 } },
      { k: 'clickBlocked', f: 42, r: '漢👩🏽‍💻\n\u2028' },
      { k: 'messageBlocked', f: 42, t: '{"GUID":oops\n}' },
    ]);
    expect(batchTailSchema.parse(lines.at(-1))).toEqual({ end: true, events: 3, queryEndTime });
  });

  it('keeps the exact text of numbers and escapes', async () => {
    const journal = await open();
    const batch = await begin(journal);
    await batch.entry('messageDelivered', '{"n":1.0e2,"big":12345678901234567890,"t":"\\u00e4"}', true);
    const [file] = await batch.commit(null);
    const raw = gunzipSync(await readFile(join(folder, 'a', (await filesOf('a'))[0] as string))).toString();
    expect(raw).toContain('"r":{"n":1.0e2,"big":12345678901234567890,"t":"\\u00e4"}}');
    expect((await linesOf(journal, file as BatchFile)).at(-1)).toEqual({
      end: true,
      events: 1,
      queryEndTime: null,
    });
  });

  it('of many events is whole', async () => {
    const journal = await open();
    const file = await put(journal, 'a', 5000);
    expect(await linesOf(journal, file)).toHaveLength(5002);
    expect(file.bytes).toBe((await readFile(join(folder, 'a', (await filesOf('a'))[0] as string))).length);
  });

  it('waits until it is removed, and then no file is left', async () => {
    const journal = await open();
    const file = await put(journal);
    expect(journal.waiting()).toEqual([file]);
    expect(journal.find('a', file.seq)).toEqual(file);
    expect(journal.find('b', file.seq)).toBeUndefined();
    await journal.remove(file);
    await journal.remove(file);
    expect(journal.waiting()).toEqual([]);
    expect(await filesOf('a')).toEqual([]);
  });
});

describe('a window that fails', () => {
  it('without events leaves no file', async () => {
    const journal = await open();
    expect(await (await begin(journal)).commit(queryEndTime)).toEqual([]);
    expect(await filesOf('a')).toEqual([]);
    expect(journal.size()).toEqual({ batches: 0, bytes: 0 });
  });

  it('and is discarded leaves nothing', async () => {
    const journal = await open();
    const batch = await begin(journal);
    await batch.entry('messageDelivered', '{}', true);
    await batch.discard();
    await batch.discard();
    expect(await filesOf('a')).toEqual([]);
    expect(journal.waiting()).toEqual([]);
  });

  it('half way is not there after a crash', async () => {
    const journal = await open();
    const whole = await put(journal);
    const batch = await begin(journal);
    await batch.entry('messageDelivered', '{}', true);
    while (!(await filesOf('a')).some((name) => name.endsWith('.tmp'))) await new Promise(setImmediate);
    const reopened = await open();
    expect(await filesOf('a')).toEqual([expect.stringMatching(/^0000000001\.main\./)]);
    expect(reopened.waiting()).toEqual([whole]);
    await batch.discard();
  });

  it('because there is a file where its folder should be says so', async () => {
    const journal = await open();
    await writeFile(join(folder, 'a'), '');
    await expect(begin(journal)).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(journal.waiting()).toEqual([]);
  });

  it('because its folder is gone says so, at the commit at the latest, and waits for nothing', async () => {
    const journal = await open();
    const batch = await begin(journal);
    await batch.entry('messageDelivered', '{}', true);
    await rm(join(folder, 'a'), { recursive: true });
    await expect(batch.commit(queryEndTime)).rejects.toThrow(/ENOENT/);
    await batch.discard();
    expect(journal.waiting()).toEqual([]);
  });
});

describe('the journal', () => {
  it('cannot be opened where a file lies in its place, and says so', async () => {
    await writeFile(folder, '');
    await expect(open()).rejects.toThrow(/EEXIST|ENOTDIR/);
  });

  it('opened again has the same batches in the same order, and counts on', async () => {
    const journal = await open();
    const files = [await put(journal, 'b', 3), await put(journal, 'a', 1), await put(journal, 'b', 2)];
    await journal.remove(files[1] as BatchFile);
    const reopened = await open();
    expect(reopened.waiting()).toEqual([files[0], files[2]]);
    expect(reopened.waiting('a')).toEqual([]);
    expect((await put(reopened, 'a')).seq).toBeGreaterThan(3);
  });

  it('passes over what is not its own', async () => {
    await mkdir(join(folder, 'a'), { recursive: true });
    await mkdir(join(folder, 'Not A Source'));
    await writeFile(join(folder, 'a', 'notes.txt'), 'mine');
    await writeFile(join(folder, 'a', '0000000009.other.0-0.1.ndjson.gz'), 'x');
    expect((await open()).waiting()).toEqual([]);
    expect(await filesOf('a')).toHaveLength(2);
  });

  it('numbers batches upwards in the order of their commits, though several are open', async () => {
    const journal = await open();
    const [first, second] = [await begin(journal), await begin(journal, 'a', 'clicks')];
    await first.entry('messageDelivered', '{"n":1}', true);
    await second.entry('clickPermitted', '{"n":2}', true);
    const committed = [...(await second.commit(null)), ...(await first.commit(null))];
    expect(committed.map(({ seq, lane }) => [seq, lane])).toEqual([
      [1, 'clicks'],
      [2, 'main'],
    ]);
    expect((await linesOf(journal, committed[0] as BatchFile))[1]).toEqual({
      k: 'clickPermitted',
      f: 42,
      r: { n: 2 },
    });
  });

  it('is full when its batches are as large as its limit, and not any more when they are gone', async () => {
    const journal = await open(1);
    expect(journal.isFull).toBe(false);
    const file = await put(journal);
    expect(journal.size('a')).toEqual({ batches: 1, bytes: file.bytes });
    expect(journal.size('b')).toEqual({ batches: 0, bytes: 0 });
    expect(journal.isFull).toBe(true);
    await journal.remove(file);
    expect(journal.isFull).toBe(false);
  });

  it('puts a damaged batch aside with all its bytes', async () => {
    const journal = await open();
    const file = await put(journal);
    const bytes = await readFile(join(folder, 'a', (await filesOf('a'))[0] as string));
    await journal.quarantine(file);
    expect(journal.waiting()).toEqual([]);
    expect(await filesOf('a')).toEqual([]);
    const [aside] = await readdir(quarantineFolder);
    expect(aside).toMatch(/^a\.0000000001\.main\./);
    expect(await readFile(join(quarantineFolder, aside as string))).toEqual(bytes);
    expect((await open()).waiting()).toEqual([]);
  });

  it('puts a batch aside whose file is gone, for its window has to be read again all the same', async () => {
    const journal = await open();
    const file = await put(journal);
    await rm(join(folder, 'a'), { recursive: true });
    await expect(journal.quarantine(file)).resolves.toBeUndefined();
    expect(journal.waiting()).toEqual([]);
  });

  it('forgets a source and no other', async () => {
    const journal = await open();
    await put(journal, 'a');
    const kept = await put(journal, 'b');
    await journal.removeSource('a');
    expect(journal.waiting()).toEqual([kept]);
    expect(existsSync(join(folder, 'a'))).toBe(false);
    expect((await put(journal, 'a')).seq).toBe(3);
  });
});
