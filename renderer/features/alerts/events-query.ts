import { writePhrase } from '../../../shared/query/write.ts';
import type { EventBrief } from '../../store/segments/event-reader.ts';

/** A query names so many events, at most. */
export const mostInQuery = 40;

function oneOf(field: string, values: readonly string[]): string[] {
  if (values.length === 0) return [];
  const texts = values.map(writePhrase);
  return [`${field}:${texts.length === 1 ? texts[0] : `(${texts.join(', ')})`}`];
}

/** A query for some events: messages by their GUID, all others by their own id; empty where none has either. */
export function eventsQuery(briefs: readonly Pick<EventBrief, 'ids'>[]): string {
  const named = briefs.slice(0, mostInQuery);
  const guids = [...new Set(named.flatMap(({ ids }) => (ids.GUID && !ids.id ? [ids.GUID] : [])))];
  const own = [...new Set(named.flatMap(({ ids }) => ids.id ?? []))];
  const parts = [...oneOf('id', own), ...oneOf('GUID', guids)];
  return parts.join(' OR ');
}
