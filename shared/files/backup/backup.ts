import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { formatInstant } from '../../event/instant.ts';
import { type BackupHeader, backupVersion, headerSchema, magic } from './backup-header.ts';
import { BackupTrouble } from './backup-trouble.ts';
import { ByteSource } from './byte-source.ts';
import { longestFrame, packFrame, unpackFrame } from './frame.ts';
import { FrameCipher } from './frame-cipher.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A record of a backup: any JSON value, which this format knows nothing of, and which section it belongs to. */
export interface BackupRecord {
  /** Such as `events`, `notes` or `settings`: small letters and hyphens. */
  section: string;
  record: unknown;
}

/** How many records of each section there are. */
export type BackupTotals = Record<string, number>;

export interface BackupOptions {
  /** When it is made, ms. */
  made: number;
  /** Without one it is not encrypted. */
  passphrase?: string;
  /** scrypt's N; less than by default only where nothing depends on it. */
  cost?: number;
}

/** 64 MB of memory for each passphrase that is tried. */
const usualCost = 2 ** 16;

/** Characters of records after which a frame is written. */
const frameLength = 4_000_000;

const headerLimit = 64 * 1024;
const digestLength = 32;
const endSection = 'end';
const totalsSchema = z.record(z.string(), z.number().int().nonnegative());

function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function digest(...parts: readonly Uint8Array[]): Bytes {
  const hash = sha256.create();
  for (const part of parts) hash.update(part);
  return Uint8Array.from(hash.digest());
}

/** Seals frames: each has its number, and the digest of all before it, in its own. */
class Sealer {
  readonly #cipher: FrameCipher | undefined;
  #before: Bytes;
  #number = 0;

  constructor(before: Bytes, cipher: FrameCipher | undefined) {
    this.#before = before;
    this.#cipher = cipher;
  }

  async seal(frame: Bytes): Promise<Bytes> {
    const body = this.#cipher ? await this.#cipher.encrypt(this.#number, frame, this.#before) : frame;
    const length = u32(body.length);
    this.#advance(length, body);
    return joined(length, body, this.#before);
  }

  /** The frame that was sealed. @throws BackupTrouble where it is another */
  async open(length: Bytes, body: Bytes, seal: Bytes): Promise<Bytes> {
    const [number, before] = [this.#number, this.#before];
    this.#advance(length, body);
    if (!this.#before.every((byte, index) => byte === seal[index])) throw new BackupTrouble('damaged');
    const frame = this.#cipher ? await this.#cipher.decrypt(number, body, before) : body;
    if (!frame) throw new BackupTrouble('damaged');
    return frame;
  }

  #advance(length: Bytes, body: Bytes): void {
    this.#before = digest(this.#before, length, body);
    this.#number += 1;
  }
}

/** Gathers records into frames of one section each. */
async function* framesOf(records: AsyncIterable<BackupRecord>): AsyncGenerator<Bytes> {
  const totals: BackupTotals = {};
  let [section, lines] = ['', ''];
  for await (const { section: next, record } of records) {
    if (next === endSection) throw new RangeError(`No section can be called ${endSection}.`);
    if (lines !== '' && (next !== section || lines.length >= frameLength)) {
      yield packFrame({ section, lines });
      lines = '';
    }
    section = next;
    lines += `${JSON.stringify(record)}\n`;
    totals[section] = (totals[section] ?? 0) + 1;
  }
  if (lines !== '') yield packFrame({ section, lines });
  yield packFrame({ section: endSection, lines: JSON.stringify(totals) });
}

/** Writes records as a backup, section after section as they come, holding no more of it than a frame. */
export async function* writeBackup(
  records: AsyncIterable<BackupRecord>,
  { made, passphrase, cost = usualCost }: BackupOptions,
): AsyncGenerator<Uint8Array> {
  const secret = passphrase === undefined ? undefined : await FrameCipher.create(passphrase, cost);
  const header: BackupHeader = { made: formatInstant(made), encryption: secret?.encryption ?? null };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = joined(new TextEncoder().encode(magic), Uint8Array.of(backupVersion), u32(text.length), text);
  const seal = digest(start);
  yield joined(start, seal);
  const sealer = new Sealer(seal, secret?.cipher);
  for await (const frame of framesOf(records)) yield await sealer.seal(frame);
}

/** A backup that is being read. */
export interface OpenedBackup {
  header: BackupHeader;
  /**
   * Its records in their order, each checked before it is given. Only when they come to their end is the backup known
   * to be complete.
   * @throws BackupTrouble where it is damaged or cut short
   */
  records: AsyncGenerator<BackupRecord>;
}

async function readHeader(source: ByteSource): Promise<{ header: BackupHeader; seal: Bytes }> {
  const start = await source.take(magic.length + 1 + 4);
  const isOurs = new TextDecoder('latin1').decode(start.subarray(0, magic.length)) === magic;
  if (!isOurs) throw new BackupTrouble('no-backup');
  if (start.length < magic.length + 5) throw new BackupTrouble('cut-short');
  if ((start[magic.length] as number) > backupVersion) throw new BackupTrouble('newer');
  const length = new DataView(start.buffer).getUint32(magic.length + 1, true);
  if (length > headerLimit) throw new BackupTrouble('damaged');
  const text = await source.take(length);
  const seal = await source.take(digestLength);
  if (seal.length < digestLength) throw new BackupTrouble('cut-short');
  if (!digest(start, text).every((byte, index) => byte === seal[index])) throw new BackupTrouble('damaged');
  try {
    return { header: headerSchema.parse(JSON.parse(new TextDecoder().decode(text))), seal };
  } catch (error) {
    throw new BackupTrouble('damaged', { cause: error });
  }
}

async function readFrame(source: ByteSource, sealer: Sealer): Promise<ReturnType<typeof unpackFrame>> {
  const length = await source.take(4);
  if (length.length < 4) throw new BackupTrouble('cut-short');
  const size = new DataView(length.buffer).getUint32(0, true);
  if (size > longestFrame) throw new BackupTrouble('damaged');
  const body = await source.take(size);
  const seal = await source.take(digestLength);
  if (seal.length < digestLength) throw new BackupTrouble('cut-short');
  return unpackFrame(await sealer.open(length, body, seal));
}

function parsed<T>(text: string, schema: { parse(value: unknown): T }): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new BackupTrouble('damaged', { cause: error });
  }
}

async function* readRecords(source: ByteSource, sealer: Sealer): AsyncGenerator<BackupRecord> {
  const counted: BackupTotals = {};
  try {
    for (;;) {
      const { section, lines } = await readFrame(source, sealer);
      if (section === endSection) {
        const totals = parsed(lines, totalsSchema);
        const isWhole =
          Object.keys(totals).length === Object.keys(counted).length &&
          Object.entries(totals).every(([name, count]) => counted[name] === count);
        if (!isWhole || (await source.take(1)).length > 0) throw new BackupTrouble('damaged');
        return;
      }
      for (const line of lines.split('\n')) {
        if (line === '') continue;
        counted[section] = (counted[section] ?? 0) + 1;
        yield { section, record: parsed(line, z.unknown()) };
      }
    }
  } finally {
    await source.close();
  }
}

/**
 * Begins to read a backup.
 * @throws BackupTrouble where it is none, is of a newer version, or cannot be read with this passphrase
 */
export async function openBackup(
  bytes: AsyncIterable<Uint8Array>,
  passphrase?: string,
): Promise<OpenedBackup> {
  const source = new ByteSource(bytes);
  try {
    const { header, seal } = await readHeader(source);
    const { encryption } = header;
    if (encryption && passphrase === undefined) throw new BackupTrouble('needs-passphrase');
    const cipher =
      encryption && passphrase !== undefined ? await FrameCipher.open(passphrase, encryption) : undefined;
    return { header, records: readRecords(source, new Sealer(seal, cipher)) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/**
 * Reads a backup to its end without keeping anything: what is to be known before anything is restored from it.
 * @param onRecord shown each record; what it throws is damage too
 * @returns how many records of each section there are
 * @throws BackupTrouble
 */
export async function checkBackup(
  bytes: AsyncIterable<Uint8Array>,
  passphrase?: string,
  onRecord: (record: BackupRecord) => void = () => undefined,
): Promise<{ header: BackupHeader; totals: BackupTotals }> {
  const { header, records } = await openBackup(bytes, passphrase);
  const totals: BackupTotals = {};
  for await (const one of records) {
    totals[one.section] = (totals[one.section] ?? 0) + 1;
    try {
      onRecord(one);
    } catch (error) {
      throw new BackupTrouble('damaged', { cause: error });
    }
  }
  return { header, totals };
}
