import { deflateRaw, Inflate } from 'pako';
import { BackupTrouble } from './backup-trouble.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of records in a frame, packed or not: what a reader has to hold. */
export const longestFrame = 128 * 1024 * 1024;

/** What a frame holds: records of one section, as lines of JSON. */
export interface Frame {
  section: string;
  lines: string;
}

const sectionName = /^[a-z][a-z-]{0,31}$/;

/** A frame as bytes: the length of its section's name, the name, and the lines as a raw DEFLATE stream. */
export function packFrame({ section, lines }: Frame): Bytes {
  if (!sectionName.test(section))
    throw new RangeError(`A section cannot be called ${JSON.stringify(section)}.`);
  const name = new TextEncoder().encode(section);
  const plain = new TextEncoder().encode(lines);
  if (plain.length > longestFrame)
    throw new RangeError(`A record of ${section} is longer than a backup can hold.`);
  const packed = deflateRaw(plain);
  const bytes = new Uint8Array(1 + name.length + packed.length);
  bytes[0] = name.length;
  bytes.set(name, 1);
  bytes.set(packed, 1 + name.length);
  return bytes;
}

function unpacked(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  let length = 0;
  const inflate = new Inflate({ raw: true });
  inflate.onData = (data) => {
    length += data.length;
    // However it was made: its checksum does not say that it is ours.
    if (length > longestFrame) throw new BackupTrouble('damaged');
    text += decoder.decode(data, { stream: true });
  };
  inflate.onEnd = () => undefined;
  inflate.push(bytes, true);
  if (inflate.err !== 0 || !inflate.ended) throw new BackupTrouble('damaged');
  return text + decoder.decode();
}

/** Reads a frame's bytes. @throws BackupTrouble where they are none */
export function unpackFrame(bytes: Uint8Array): Frame {
  const end = 1 + (bytes[0] ?? 0);
  const section = new TextDecoder().decode(bytes.subarray(1, end));
  if (!sectionName.test(section)) throw new BackupTrouble('damaged');
  try {
    return { section, lines: unpacked(bytes.subarray(end)) };
  } catch (error) {
    throw error instanceof BackupTrouble ? error : new BackupTrouble('damaged', { cause: error });
  }
}
