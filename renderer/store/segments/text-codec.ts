import { type ByteReader, type ByteWriter, DamagedBytes } from './bytes.ts';
import { readCodes, writeCounts } from './code-codec.ts';

/**
 * How texts are written, joined: as UTF-8; as UTF-16LE, where a lone surrogate would not survive UTF-8; as the
 * bytes that hexadecimal digits stand for; as the 16 bytes of UUIDs.
 */
const forms = { utf8: 0, utf16: 1, hexLower: 2, hexUpper: 3, uuid: 4 } as const;

const uuidDashes = [8, 13, 18, 23];
const uuidLength = 36;

const encoder = new TextEncoder();
// Without "ignoreBOM" a text that begins with a byte order mark would lose it.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const ascii = new TextDecoder('latin1');

const hexDigits = { lower: encoder.encode('0123456789abcdef'), upper: encoder.encode('0123456789ABCDEF') };

function digitValues(digits: Uint8Array): Int8Array {
  const values = new Int8Array(128).fill(-1);
  digits.forEach((digit, value) => {
    values[digit] = value;
  });
  return values;
}

const valuesOfDigits = { lower: digitValues(hexDigits.lower), upper: digitValues(hexDigits.upper) };

/** The bytes that a text of hexadecimal digits of one case stands for; undefined where it is none. */
function bytesOfHex(text: string, letters: 'lower' | 'upper'): Uint8Array | undefined {
  if (text.length % 2 === 1) return undefined;
  const values = valuesOfDigits[letters];
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = values[text.charCodeAt(2 * i)] ?? -1;
    const low = values[text.charCodeAt(2 * i + 1)] ?? -1;
    if (high < 0 || low < 0) return undefined;
    bytes[i] = high * 16 + low;
  }
  return bytes;
}

function hexOfBytes(bytes: Uint8Array, letters: 'lower' | 'upper'): string {
  const digits = hexDigits[letters];
  const text = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    text[2 * i] = digits[byte >> 4] as number;
    text[2 * i + 1] = digits[byte & 15] as number;
  }
  return ascii.decode(text);
}

/** UUIDs in lower case, joined, without their dashes; undefined where one is none. */
function digitsOfUuids(texts: readonly string[], joined: string): string | undefined {
  if (joined.length !== texts.length * uuidLength || texts.length === 0) return undefined;
  for (const text of texts) {
    if (text.length !== uuidLength || !uuidDashes.every((at) => text[at] === '-')) return undefined;
  }
  const digits = joined.replaceAll('-', '');
  return digits.length === texts.length * 32 ? digits : undefined;
}

function uuidOf(digits: string, at: number): string {
  const part = (from: number, to: number) => digits.slice(at + from, at + to);
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`;
}

function utf16BytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), true);
  return bytes;
}

function utf16TextOf(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: string[] = [];
  const step = 8192;
  for (let at = 0; at < bytes.length; at += step) {
    const units = Math.min(step, bytes.length - at) / 2;
    pieces.push(
      String.fromCharCode(...Array.from({ length: units }, (_, i) => view.getUint16(at + 2 * i, true))),
    );
  }
  return pieces.join('');
}

function formOf(texts: readonly string[], joined: string): { form: number; bytes: Uint8Array } {
  const digits = digitsOfUuids(texts, joined);
  const uuids = digits && bytesOfHex(digits, 'lower');
  if (uuids) return { form: forms.uuid, bytes: uuids };
  const lower = bytesOfHex(joined, 'lower');
  if (lower) return { form: forms.hexLower, bytes: lower };
  const upper = bytesOfHex(joined, 'upper');
  if (upper) return { form: forms.hexUpper, bytes: upper };
  return joined.isWellFormed()
    ? { form: forms.utf8, bytes: encoder.encode(joined) }
    : { form: forms.utf16, bytes: utf16BytesOf(joined) };
}

/** Writes texts so that every one comes back as it is, whatever its characters. Answers whether DEFLATE would help. */
export function writeTexts(writer: ByteWriter, texts: readonly string[]): boolean {
  const joined = texts.join('');
  const { form, bytes } = formOf(texts, joined);
  writer.varint(texts.length);
  writer.u8(form);
  const lengths = new Uint32Array(texts.length);
  for (let i = 0; i < lengths.length; i++) lengths[i] = (texts[i] as string).length;
  writeCounts(writer, lengths);
  writer.varint(bytes.length);
  writer.bytes(bytes);
  return form === forms.utf8 || form === forms.utf16;
}

function joinedOf(form: number, bytes: Uint8Array): string {
  switch (form) {
    case forms.utf8:
      return utf8.decode(bytes);
    case forms.utf16:
      return utf16TextOf(bytes);
    case forms.hexLower:
    case forms.uuid:
      return hexOfBytes(bytes, 'lower');
    case forms.hexUpper:
      return hexOfBytes(bytes, 'upper');
    default:
      throw new DamagedBytes(`Texts of form ${form} are not known.`);
  }
}

/** Reads what `writeTexts` wrote. @throws DamagedBytes */
export function readTexts(reader: ByteReader): string[] {
  const count = reader.varint();
  const form = reader.u8();
  // A count that damage made large must not take all memory before the checksum of what follows fails.
  if (count > 0xff_ffff) throw new DamagedBytes('There are more texts than are ever written.');
  const lengths = readCodes(reader, count);
  const joined = joinedOf(form, reader.bytes(reader.varint()));
  const texts = new Array<string>(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const end = at + (lengths[i] as number);
    if (form === forms.uuid) {
      texts[i] = uuidOf(joined, i * 32);
      continue;
    }
    texts[i] = joined.slice(at, end);
    at = end;
  }
  return texts;
}
