import { digest, digestOfCanonical } from './canonical.ts';
import { parseInstant } from './instant.ts';
import { type EventKind, isClick } from './kinds.ts';
import type { RawEvent } from './raw-event.ts';

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
  return digestOfCanonical(raw);
}

/** The later of the event's own time and its latest threat time, in ms: when the API says the event was created. */
export function createdAtOf(kind: EventKind, raw: RawEvent): number | undefined {
  let latest = laterOf(undefined, isClick(kind) ? raw.clickTime : raw.messageTime);
  latest = laterOf(latest, raw.threatTime);
  if (Array.isArray(raw.threatsInfoMap)) {
    for (const threat of raw.threatsInfoMap) {
      if (threat !== null && typeof threat === 'object')
        latest = laterOf(latest, (threat as RawEvent).threatTime);
    }
  }
  return latest;
}

function laterOf(latest: number | undefined, value: unknown): number | undefined {
  const time = parseInstant(value);
  if (time === undefined) return latest;
  return latest !== undefined && latest >= time ? latest : time;
}
