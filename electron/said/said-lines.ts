import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { type Said, saidSchema, saidVersion } from '../../shared/said/said.ts';

/** The first line of a record. */
const headSchema = z.object({ v: z.literal(saidVersion), record: z.uuid() });

/** Stands behind the lines of a change: all of them are there. */
const endSchema = z.object({ end: z.number().int().nonnegative() });

type Line = z.infer<typeof headSchema> | z.infer<typeof endSchema> | Said;

const lineSchema = z.union([headSchema, endSchema, saidSchema]);

const shape = /^\{"c":"([0-9a-f]{8})","s":/;

function checksum(text: string | Buffer): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** A line of the file, `{"c":CHECKSUM,"s":SAID}`: the checksum is the CRC-32 of what is said, as it stands there. */
export function sealed(said: Line): string {
  const text = JSON.stringify(said);
  return `{"c":"${checksum(text)}","s":${text}}\n`;
}

/** What a line says; undefined for one that is damaged. */
function unsealed(line: string): Line | undefined {
  const match = shape.exec(line);
  if (!match || !line.endsWith('}')) return undefined;
  const text = line.slice(match[0].length, -1);
  if (checksum(text) !== match[1]) return undefined;
  return lineSchema.safeParse(JSON.parse(text)).data;
}

/** A record's file, read. */
export interface ReadRecord {
  /** Undefined where the head cannot be read. */
  record: string | undefined;
  /** The last change. */
  at: number;
  said: Said[];
  /** Lines that cannot be read. */
  damaged: number;
  /** Bytes up to the last change that is there whole; what is behind them was never acknowledged. */
  whole: number;
}

/** Reads a record's file: a line that is damaged costs itself alone. */
export function readRecord(bytes: Buffer): ReadRecord {
  const read: ReadRecord = { record: undefined, at: 0, said: [], damaged: 0, whole: 0 };
  let waiting: Said[] = [];
  let damaged = 0;
  let from = 0;
  for (let to = bytes.indexOf(10); to !== -1; to = bytes.indexOf(10, from)) {
    const line = unsealed(bytes.toString('utf8', from, to));
    from = to + 1;
    if (line === undefined) damaged += 1;
    else if ('v' in line) read.record = line.record;
    else if (!('end' in line)) waiting.push(line);
    else {
      read.at = line.end;
      for (const said of waiting) read.said.push(said);
      read.damaged += damaged;
      read.whole = from;
      waiting = [];
      damaged = 0;
    }
  }
  // A last change whose end is damaged was acknowledged; one that has none was not.
  if (damaged > 0) {
    for (const said of waiting) read.said.push(said);
    read.damaged += damaged;
    read.whole = from;
  }
  return read;
}
