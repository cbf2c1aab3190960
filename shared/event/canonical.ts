import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import {
  backslash,
  closeBrace,
  closeBracket,
  comma,
  openBrace,
  openBracket,
  quote,
} from '../files/json-bytes.ts';

/** Keys of objects of one form: as they stand there, in the order they are written, and as JSON. */
interface Form {
  keys: readonly string[];
  sorted: readonly string[];
  json: readonly Uint8Array[];
}

/** Events come in few forms; so many are remembered of each number of keys. */
const rememberedForms = 16;
const forms = new Map<number, Form[]>();

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function isOfForm(keys: readonly string[], form: Form): boolean {
  for (let i = 0; i < keys.length; i++) if (keys[i] !== form.keys[i]) return false;
  return true;
}

/** The form of an object with these keys: sorting and escaping them takes longer than all else but the hash. */
function formOf(keys: readonly string[]): Form {
  const known = forms.get(keys.length) ?? [];
  for (const form of known) if (isOfForm(keys, form)) return form;
  const sorted = [...keys].sort();
  const json = sorted.map((key) => encoder.encode(`${JSON.stringify(key)}:`));
  const form = { keys, sorted, json };
  forms.set(keys.length, [form, ...known.slice(0, rememberedForms - 1)]);
  return form;
}

/** Room that is kept for the next text. */
const keptRoom = 1024 * 1024;

/** The text that is hashed, as UTF-8. */
let bytes = new Uint8Array(16_384);
let length = 0;

function reserve(count: number): void {
  if (length + count <= bytes.length) return;
  const larger = new Uint8Array(Math.max(bytes.length * 2, length + count));
  larger.set(bytes.subarray(0, length));
  bytes = larger;
}

function put(byte: number): void {
  reserve(1);
  bytes[length++] = byte;
}

function putText(text: string): void {
  reserve(text.length * 3);
  length += encoder.encodeInto(text, bytes.subarray(length)).written;
}

/** A string as JSON writes it; one without anything to escape, as nearly all are, goes byte by byte. */
function putString(text: string): void {
  reserve(text.length + 2);
  const into = bytes;
  let at = length;
  into[at++] = quote;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code >= 0x80 || code === quote || code === backslash) {
      putText(JSON.stringify(text));
      return;
    }
    into[at++] = code;
  }
  into[at++] = quote;
  length = at;
}

/** Byte by byte, which for a few of them takes less than a call of `set`. */
function putKey(key: Uint8Array): void {
  reserve(key.length);
  const into = bytes;
  let at = length;
  for (let i = 0; i < key.length; i++) into[at++] = key[i] as number;
  length = at;
}

function putItems(items: readonly unknown[], key: string): void {
  put(openBracket);
  const begin = length;
  const ends: number[] = [];
  for (const item of items) {
    if (ends.length > 0) put(comma);
    putValue(item, '');
    ends.push(length);
  }
  // The order of threats, unlike that of addresses, carries no meaning and does change between answers.
  if (key === 'threatsInfoMap' && items.length > 1) {
    const texts = ends.map((end, i) =>
      decoder.decode(bytes.subarray(i === 0 ? begin : (ends[i - 1] as number) + 1, end)),
    );
    length = begin;
    putText(texts.sort().join(','));
  }
  put(closeBracket);
}

function putValue(value: unknown, key: string): void {
  if (typeof value === 'string') putString(value);
  else if (Array.isArray(value)) putItems(value, key);
  else if (value !== null && typeof value === 'object') putFields(value as Record<string, unknown>);
  else putText(JSON.stringify(value) ?? '');
}

function putFields(fields: Record<string, unknown>): void {
  const { sorted, json } = formOf(Object.keys(fields));
  put(openBrace);
  let isFirst = true;
  for (let i = 0; i < sorted.length; i++) {
    const name = sorted[i] as string;
    const item = fields[name];
    if (item === null || item === undefined) continue;
    if (!isFirst) put(comma);
    isFirst = false;
    putKey(json[i] as Uint8Array);
    putValue(item, name);
  }
  put(closeBrace);
}

/** 128 bits of SHA-256 as 32 hexadecimal digits: no two events of a lifetime share one by chance or by design. */
function digestOfBytes(): string {
  const hash = bytesToHex(sha256(bytes.subarray(0, length)).subarray(0, 16));
  if (bytes.length > keptRoom) bytes = new Uint8Array(16_384);
  return hash;
}

/** The digest of a text, which is hashed as UTF-8. */
export function digest(text: string): string {
  length = 0;
  putText(text);
  return digestOfBytes();
}

/**
 * The digest of a JSON value as text in which the order of keys and of threats, and a null where there could be
 * nothing, make no difference.
 */
export function digestOfCanonical(value: unknown): string {
  length = 0;
  putValue(value, '');
  return digestOfBytes();
}
