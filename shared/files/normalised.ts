import { normaliseEvent, parseEvent } from '../event/normalise.ts';
import type { ThreatEvent, UnparsedEvent } from '../event/threat-event.ts';
import type { FileEvent } from './event-line.ts';

/**
 * An event of a file, normalised, or as an entry that could not be read.
 * @param fetchedAt ms since the epoch; when the file was read, where it does not say when the event was fetched
 */
export function normalised(
  { kind, raw, rawText, fetched }: Pick<FileEvent, 'kind' | 'raw' | 'rawText' | 'fetched'>,
  fetchedAt: number,
): ThreatEvent | UnparsedEvent {
  if (raw) return normaliseEvent(kind, raw, fetched ?? fetchedAt);
  const result = parseEvent(kind, rawText, fetched ?? fetchedAt);
  return result.ok ? result.event : result.unparsed;
}
