import { ByteReader, ByteWriter, DamagedBytes } from './bytes.ts';
import { checksumOf } from './checksum.ts';
import { deflated, inflated } from './deflate.ts';

/** The layout of docs/segment-format.md that is written here. */
export const formatVersion = 1;

/** "LSG": what every part begins with, before the version. */
const magic = [0x4c, 0x53, 0x47];

/** One column, or a piece of one, as bytes. */
export interface Section {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** Whether packing makes it smaller: what is as good as chance is left as it is. */
  packs: boolean;
}

/** A part that was read: its sections, and the names of those that are damaged. */
export interface ReadPart {
  sections: Map<string, Uint8Array<ArrayBuffer>>;
  damaged: string[];
}

const flags = { packed: 1 } as const;
const ascii = new TextDecoder('latin1');
const encoder = new TextEncoder();

function joined(sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(sections.reduce((sum, { bytes }) => sum + bytes.length, 0));
  for (const { bytes } of sections) writer.bytes(bytes);
  return writer.done();
}

/**
 * Writes sections as one part: a table of them with a checksum each, then those that do not pack, then the others as
 * one DEFLATE stream.
 * @param packing false leaves all of them as they are, which is quicker to write
 */
export async function writePart(
  sections: readonly Section[],
  packing: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const isPacked = (section: Section) => packing && section.packs;
  const loose = joined(sections.filter((section) => !isPacked(section)));
  const packable = joined(sections.filter(isPacked));
  const packed = packable.length > 0 ? await deflated(packable) : packable;
  const writer = new ByteWriter(loose.length + packed.length + sections.length * 32);
  for (const byte of magic) writer.u8(byte);
  writer.u8(formatVersion);
  writer.varint(sections.length);
  for (const section of sections) {
    const name = encoder.encode(section.name);
    writer.u8(name.length);
    writer.bytes(name);
    writer.u8(isPacked(section) ? flags.packed : 0);
    writer.varint(section.bytes.length);
    writer.u32(checksumOf(section.bytes));
  }
  writer.varint(packed.length);
  writer.u32(checksumOf(writer.done()));
  writer.bytes(loose);
  writer.bytes(packed);
  return writer.done().slice();
}

interface TableEntry {
  name: string;
  isPacked: boolean;
  length: number;
  checksum: number;
}

function readTable(reader: ByteReader, bytes: Uint8Array): { entries: TableEntry[]; packedLength: number } {
  if (!magic.every((byte) => reader.u8() === byte)) throw new DamagedBytes('This is no part of a segment.');
  const version = reader.u8();
  if (version !== formatVersion) {
    throw new DamagedBytes(`Format version ${version} is not known; this reads version ${formatVersion}.`);
  }
  const count = reader.varint();
  const entries: TableEntry[] = [];
  for (let i = 0; i < count; i++) {
    const name = ascii.decode(reader.bytes(reader.u8()));
    const isPacked = (reader.u8() & flags.packed) !== 0;
    entries.push({ name, isPacked, length: reader.varint(), checksum: reader.u32() });
  }
  const packedLength = reader.varint();
  const end = bytes.length - reader.left;
  if (reader.u32() !== checksumOf(bytes.subarray(0, end))) {
    throw new DamagedBytes('The table of sections is damaged.');
  }
  return { entries, packedLength };
}

/**
 * Reads a part. A section that is not what was written is left out and named.
 * @throws DamagedBytes where not even the table can be read
 */
export async function readPart(bytes: Uint8Array<ArrayBuffer>): Promise<ReadPart> {
  const reader = new ByteReader(bytes);
  const { entries, packedLength } = readTable(reader, bytes);
  const part: ReadPart = { sections: new Map(), damaged: [] };
  const take = (source: Uint8Array<ArrayBuffer>, wanted: readonly TableEntry[]) => {
    let at = 0;
    for (const { name, length, checksum } of wanted) {
      const section = source.subarray(at, at + length);
      at += length;
      if (section.length === length && checksumOf(section) === checksum) part.sections.set(name, section);
      else part.damaged.push(name);
    }
  };
  const begin = bytes.length - reader.left;
  const loose = entries.filter(({ isPacked }) => !isPacked);
  const looseLength = loose.reduce((sum, { length }) => sum + length, 0);
  take(bytes.subarray(begin, begin + looseLength), loose);
  const packed = entries.filter(({ isPacked }) => isPacked);
  if (packed.length === 0) return part;
  try {
    const from = begin + looseLength;
    take(await inflated(bytes.subarray(from, from + packedLength)), packed);
  } catch (error) {
    if (!(error instanceof DamagedBytes)) throw error;
    part.damaged.push(...packed.map(({ name }) => name));
  }
  return part;
}
