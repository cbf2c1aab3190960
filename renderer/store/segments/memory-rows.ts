import { isClick } from '../../../shared/event/kinds.ts';
import type { ShownRow } from '../event-store.ts';
import type { Memory } from './memory.ts';
import { isParsedAt, kindAt, numberOrNullAt, textsAt } from './memory-values.ts';

function distinctAt(memory: Memory, field: string, place: number): string[] {
  return [...new Set(textsAt(memory, field, place).filter((text) => text !== ''))];
}

/** An unparsed entry's text can be long; so much of it heads the row. */
const headlineLength = 300;

/** The row of the event at a place, from memory alone. */
export function rowAt(memory: Memory, place: number): ShownRow {
  const { columns } = memory;
  const key = columns.keyAt(place);
  const source = columns.sourceAt(place);
  const one = (field: string) => textsAt(memory, field, place)[0] ?? '';
  const kind = kindAt(memory, place);
  const parsed = isParsedAt(memory, place);
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
    phishScore: numberOrNullAt(memory, 'phishScore', place),
    malwareScore: numberOrNullAt(memory, 'malwareScore', place),
    impostorScore: numberOrNullAt(memory, 'impostorScore', place),
    spamScore: numberOrNullAt(memory, 'spamScore', place),
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
