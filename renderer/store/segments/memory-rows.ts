import { type EventKind, eventKinds, isClick } from '../../../shared/event/kinds.ts';
import type { EventRow } from '../event-row.ts';
import type { Memory } from './memory.ts';
import { textsAt } from './table-rows.ts';

/** What the table shows of an event. */
export type ShownRow = Omit<EventRow, 'text' | 'contentHash'>;

function distinctAt(memory: Memory, field: string, place: number): string[] {
  return [...new Set(textsAt(memory, field, place).filter((text) => text !== ''))];
}

function scoreAt(memory: Memory, field: string, place: number): number | null {
  const score = memory.numberAt(field, place);
  return Number.isNaN(score) ? null : score;
}

/** An unparsed entry's text can be long; so much of it heads the row. */
const headlineLength = 300;

/** The row of the event at a place, from memory alone. */
export function rowAt(memory: Memory, place: number): ShownRow {
  const { columns } = memory;
  const key = columns.keyAt(place);
  const source = columns.sourceAt(place);
  const one = (field: string) => textsAt(memory, field, place)[0] ?? '';
  const kindText = one('kind');
  const kind: EventKind = eventKinds.find((known) => known === kindText) ?? 'messageDelivered';
  const parsed = memory.numberAt('unparsed', place) !== 1;
  const fetchedAt = memory.numberAt('fetched', place);
  const created = memory.numberAt('created', place);
  return {
    key,
    source,
    identity: key.slice(source.length + 1),
    kind,
    time: columns.timeAt(place),
    created: Number.isNaN(created) ? fetchedAt : created,
    fetchedAt,
    versions: 1 + memory.history.of(place).length,
    phishScore: scoreAt(memory, 'phishScore', place),
    malwareScore: scoreAt(memory, 'malwareScore', place),
    impostorScore: scoreAt(memory, 'impostorScore', place),
    spamScore: scoreAt(memory, 'spamScore', place),
    classifications: distinctAt(memory, 'classification', place),
    threatTypes: distinctAt(memory, 'threatType', place),
    threatStatuses: distinctAt(memory, 'threatStatus', place),
    from: one('fromAddress') || one('headerFrom') || one('sender'),
    to: textsAt(memory, 'recipient', place).join(', '),
    headline: parsed ? one(isClick(kind) ? 'url' : 'subject') : one('rest').slice(0, headlineLength),
    parsed,
    hasProblems: !parsed || memory.numberAt('hasProblems', place) === 1,
  };
}
