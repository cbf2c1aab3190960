import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { parseInstant } from './instant.ts';
import { type EventKind, isClick } from './kinds.ts';
import { fieldOf, type RawEvent } from './raw-event.ts';

/** 128 bits of SHA-256 as 32 hexadecimal digits: no two events of a lifetime share one by chance or by design. */
function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)).subarray(0, 16));
}

function text(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function timeText(value: unknown): string {
  const ms = parseInstant(value);
  return ms === undefined ? text(value) : String(ms);
}

function recipientsText(value: unknown): string {
  const list = (Array.isArray(value) ? value : [value]).map(text).sort();
  return list.every((recipient) => recipient === '') ? '' : JSON.stringify(list);
}

/**
 * What makes an event this event and no other, whatever is later said of its threats.
 *
 * A message event is one delivery to one recipient set: GUID and time alone are shared by all recipients of a
 * message, so the key is kind, GUID, `id`, QID, sorted recipients and time. A click is kind and `id`, or where
 * `id` is missing, GUID, click time, recipient, URL and click IP. An event with none of these is its content.
 */
export function identityOf(kind: EventKind, raw: RawEvent): string {
  const guid = text(raw.GUID);
  const id = text(raw.id);
  const parts = isClick(kind)
    ? id !== ''
      ? [kind, id]
      : [
          kind,
          '',
          guid,
          timeText(raw.clickTime),
          recipientsText(raw.recipient),
          text(raw.url),
          text(raw.clickIP),
        ]
    : [kind, guid, id, text(raw.QID), recipientsText(raw.recipient), timeText(raw.messageTime)];
  // Recipients and a time alone are shared by messages that have nothing to do with each other.
  const naming = isClick(kind) ? parts.slice(1) : parts.slice(1, 4);
  const named = naming.some((part) => part !== '');
  return digest(JSON.stringify(named ? parts : [kind, contentHashOf(raw)]));
}

/** The identity of an entry that is no JSON object and so has no fields: its kind and its exact text. */
export function identityOfUnparsed(kind: EventKind, rawText: string): string {
  return digest(JSON.stringify([kind, 'unparsed', rawText]));
}

/**
 * A hash of what an event says, equal for two answers that say the same: the order of keys and of threats, and
 * a null where the other has nothing, make no difference. Another hash under the same identity is a new version.
 */
export function contentHashOf(raw: RawEvent): string {
  return digest(canonical(raw));
}

/** Keys of objects of one form: as they stand there, in the order they are written, and as JSON. */
interface Form {
  keys: readonly string[];
  sorted: readonly string[];
  json: readonly string[];
}

/** Events come in few forms; so many are remembered of each number of keys. */
const rememberedForms = 16;
const forms = new Map<number, Form[]>();

function isOfForm(keys: readonly string[], form: Form): boolean {
  for (let i = 0; i < keys.length; i++) if (keys[i] !== form.keys[i]) return false;
  return true;
}

/** The form of an object with these keys: sorting and escaping them takes longer than all else but the hash. */
function formOf(keys: readonly string[]): Form {
  const known = forms.get(keys.length) ?? [];
  for (const form of known) if (isOfForm(keys, form)) return form;
  const sorted = [...keys].sort();
  const form = { keys, sorted, json: sorted.map((key) => `${JSON.stringify(key)}:`) };
  forms.set(keys.length, [form, ...known.slice(0, rememberedForms - 1)]);
  return form;
}

function canonical(value: unknown, key = ''): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const items = value.map((item) => canonical(item));
    // The order of threats, unlike that of addresses, carries no meaning and does change between answers.
    if (key === 'threatsInfoMap') items.sort();
    return `[${items.join(',')}]`;
  }
  if (value !== null && typeof value === 'object') {
    const fields = value as Record<string, unknown>;
    const { sorted, json } = formOf(Object.keys(fields));
    let text = '';
    for (let i = 0; i < sorted.length; i++) {
      const name = sorted[i] as string;
      const item = fields[name];
      if (item === null || item === undefined) continue;
      text += (text === '' ? '' : ',') + json[i] + canonical(item, name);
    }
    return `{${text}}`;
  }
  return JSON.stringify(value);
}

/** The later of the event's own time and its latest threat time, in ms: when the API says the event was created. */
export function createdAtOf(kind: EventKind, raw: RawEvent): number | undefined {
  const times = [isClick(kind) ? raw.clickTime : raw.messageTime, fieldOf(raw, 'threatTime')];
  if (Array.isArray(raw.threatsInfoMap)) {
    for (const threat of raw.threatsInfoMap) {
      if (threat !== null && typeof threat === 'object') times.push((threat as RawEvent).threatTime);
    }
  }
  const known = times.map(parseInstant).filter((ms) => ms !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}
