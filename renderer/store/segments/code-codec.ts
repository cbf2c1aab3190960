import { type ByteReader, type ByteWriter, DamagedBytes } from './bytes.ts';

/** How whole numbers from 0 to 2^32 - 1 are written. */
const forms = { constant: 0, byte: 1, short: 2, long: 4, firstUse: 16 } as const;

/** The bytes a number needs: 1, 2 or 4. */
export function widthOf(largest: number): 1 | 2 | 4 {
  return largest < 0x100 ? 1 : largest < 0x1_0000 ? 2 : 4;
}

/** Writes values of a width, the lowest bytes of all first: like bytes lie together, which DEFLATE packs better. */
export function writePlanes(writer: ByteWriter, values: Uint32Array, width: 1 | 2 | 4): void {
  const planes = new Uint8Array(values.length * width);
  for (let byte = 0; byte < width; byte++) {
    const begin = byte * values.length;
    for (let i = 0; i < values.length; i++) planes[begin + i] = (values[i] as number) >>> (byte * 8);
  }
  writer.bytes(planes);
}

/** Reads what `writePlanes` wrote. */
export function readPlanes(reader: ByteReader, length: number, width: number): Uint32Array<ArrayBuffer> {
  const planes = reader.bytes(length * width);
  if (width === 1) return Uint32Array.from(planes);
  const values = new Uint32Array(length);
  for (let byte = 0; byte < width; byte++) {
    const begin = byte * length;
    const shift = byte * 8;
    for (let i = 0; i < length; i++) {
      values[i] = (values[i] as number) | ((planes[begin + i] as number) << shift);
    }
  }
  return values;
}

function writePlain(writer: ByteWriter, values: Uint32Array, flag: number): void {
  let largest = 0;
  let isConstant = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value > largest) largest = value;
    if (value !== values[0]) isConstant = false;
  }
  if (isConstant) {
    writer.u8(forms.constant | flag);
    writer.varint(values[0] ?? 0);
    return;
  }
  const width = widthOf(largest);
  writer.u8(width | flag);
  writePlanes(writer, values, width);
}

/** Writes values as they are: lengths of lists and texts. */
export function writeCounts(writer: ByteWriter, values: Uint32Array): void {
  writePlain(writer, values, 0);
}

/**
 * Writes codes of a dictionary in order of first use. Where most values are new, 0 stands for "the next one that
 * has not been used" and other codes are one higher: a column of values that all differ is then all zeros.
 */
export function writeCodes(writer: ByteWriter, codes: Uint32Array): void {
  const written = new Uint32Array(codes.length);
  let next = 1;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if (code === next) next += 1;
    else written[i] = code + 1;
  }
  if (next - 1 > codes.length / 2) writePlain(writer, written, forms.firstUse);
  else writePlain(writer, codes, 0);
}

/** Reads what `writeCounts` or `writeCodes` wrote. @throws DamagedBytes */
export function readCodes(reader: ByteReader, length: number): Uint32Array<ArrayBuffer> {
  const form = reader.u8();
  const width = form & 0x0f;
  const values =
    width === forms.constant
      ? new Uint32Array(length).fill(reader.varint())
      : readPlanes(reader, length, width);
  if (width !== forms.constant && width !== 1 && width !== 2 && width !== 4) {
    throw new DamagedBytes(`Codes of ${width} bytes are not known.`);
  }
  if ((form & forms.firstUse) === 0) return values;
  let next = 1;
  for (let i = 0; i < length; i++) {
    const value = values[i] as number;
    values[i] = value === 0 ? next++ : value - 1;
  }
  return values;
}
