import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamOf } from '../../../test/files/outgoing-events.ts';
import { gathered, inChunks } from '../../../test/files/read-all.ts';
import { type BackupOptions, type BackupRecord, checkBackup, openBackup, writeBackup } from './backup.ts';
import { BackupTrouble } from './backup-trouble.ts';

const made = Date.UTC(2026, 10, 20);
const passphrase = 'correct horse battery staple';
/** Fast, since nothing depends on it here. */
const cost = 16;

async function backupOf(
  records: readonly BackupRecord[],
  options: Partial<BackupOptions> = {},
): Promise<Buffer> {
  return Buffer.concat(await gathered(writeBackup(streamOf(records), { made, cost, ...options })));
}

async function restored(bytes: Uint8Array, secret?: string, chunk?: number): Promise<BackupRecord[]> {
  const { records } = await openBackup(inChunks(bytes, chunk), secret);
  return gathered(records);
}

async function troubleOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof BackupTrouble) return error.reason;
    throw error;
  }
  return 'none';
}

const records: BackupRecord[] = [
  { section: 'settings', record: { theme: 'dark' } },
  { section: 'views', record: { name: 'Live clicks', query: 'kind:click' } },
  { section: 'events', record: { source: 's', kind: 'messageBlocked', text: '{"GUID":"x", "n":1.0}' } },
  { section: 'events', record: null },
  { section: 'notes', record: 'ä🎣' },
];

describe('a backup', () => {
  it('comes back as it was written, in chunks of any length', async () => {
    const record = fc.record({
      section: fc.constantFrom('events', 'notes', 'tags', 'views', 'settings'),
      record: fc
        .jsonValue({ maxDepth: 2, stringUnit: 'grapheme' })
        .map((value) => JSON.parse(JSON.stringify(value)) as unknown),
    });
    const secret = fc.option(fc.string({ minLength: 1 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 20 }),
        secret,
        fc.integer({ min: 1, max: 200 }),
        async (list, words, chunk) => {
          const bytes = await backupOf(list, words === undefined ? {} : { passphrase: words });
          expect(await restored(bytes, words, chunk)).toEqual(list);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('says what is in it before anything is restored', async () => {
    expect(await checkBackup(inChunks(await backupOf(records)))).toEqual({
      header: { made: '2026-11-20T00:00:00.000Z', encryption: null },
      totals: { settings: 1, views: 1, events: 2, notes: 1 },
    });
    expect((await checkBackup(inChunks(await backupOf([])))).totals).toEqual({});
  });

  it('goes over several frames where it is long', async () => {
    const long = Array.from({ length: 30 }, (_, i) => ({
      section: 'events',
      record: `${i}`.repeat(400_000),
    }));
    const bytes = await backupOf(long, { passphrase });
    expect(await restored(bytes, passphrase)).toEqual(long);
  });

  it.each([undefined, passphrase])(
    'with one bit of it changed is not read to its end (passphrase %s)',
    async (secret) => {
      const bytes = await backupOf(records, secret === undefined ? {} : { passphrase: secret });
      expect(await restored(bytes, secret)).toEqual(records);
      for (let bit = 0; bit < bytes.length * 8; bit += secret === undefined ? 1 : 3) {
        const changed = Uint8Array.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        const reason = await troubleOf(restored(changed, secret));
        expect([bit, reason === 'none']).toEqual([bit, false]);
      }
    },
  );

  it('that is cut short anywhere, or has something behind it, is not read to its end', async () => {
    const bytes = await backupOf(records);
    for (let length = 0; length < bytes.length; length += 1) {
      const reason = await troubleOf(restored(bytes.subarray(0, length)));
      expect(reason).toBe(length < 8 ? 'no-backup' : 'cut-short');
    }
    expect(await troubleOf(restored(Buffer.concat([bytes, Buffer.of(0)])))).toBe('damaged');
  });

  it('of a newer version says so', async () => {
    const bytes = await backupOf(records);
    bytes[8] = 2;
    expect(await troubleOf(restored(bytes))).toBe('newer');
    expect(await troubleOf(restored(Buffer.from('{"GUID":"x"}, which is an event')))).toBe('no-backup');
  });
});

describe('an encrypted backup', () => {
  it('needs its passphrase, and says plainly when it is another', async () => {
    const bytes = await backupOf(records, { passphrase });
    expect(await troubleOf(restored(bytes))).toBe('needs-passphrase');
    expect(await troubleOf(restored(bytes, `${passphrase} `))).toBe('wrong-passphrase');
    expect(await troubleOf(restored(bytes, ''))).toBe('wrong-passphrase');
    expect(new BackupTrouble('wrong-passphrase').message).toBe('This is not the passphrase of this backup.');
  });

  it('takes a passphrase however its letters are composed', async () => {
    const bytes = await backupOf(records, { passphrase: 'M\u00fcnchen' });
    expect(await restored(bytes, 'Mu\u0308nchen')).toEqual(records);
  });

  it('shows nothing of what is in it, and is another each time', async () => {
    const [one, other] = [await backupOf(records, { passphrase }), await backupOf(records, { passphrase })];
    expect(one.toString('latin1')).not.toMatch(/events|dark|clicks/);
    expect(one.equals(other)).toBe(false);
  });

  it('is not read where a frame was put in from another', async () => {
    const plain = await backupOf(records);
    const bytes = await backupOf(records, { passphrase });
    const swapped = Buffer.concat([bytes.subarray(0, bytes.length / 2), plain.subarray(plain.length / 2)]);
    expect(await troubleOf(restored(swapped, passphrase))).not.toBe('none');
  });
});
