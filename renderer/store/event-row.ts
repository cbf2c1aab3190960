import { parseInstant } from '../../shared/event/instant.ts';
import { type EventKind, isClick } from '../../shared/event/kinds.ts';
import { parseEvent } from '../../shared/event/normalise.ts';
import type { ThreatEvent } from '../../shared/event/threat-event.ts';

/** An entry on its way into the store. */
export interface Incoming {
  source: string;
  kind: EventKind;
  /** The entry's exact text. */
  rawText: string;
  fetchedAt: number;
}

/** What the table shows of an event and the filters ask of it: everything but its raw text. */
export interface EventRow {
  /** `source:identity`, unique in the store. */
  key: string;
  source: string;
  identity: string;
  kind: EventKind;
  /** When it occurred, ms. */
  time: number;
  /** When the API created it, ms: of two versions the one created later is newer. */
  created: number;
  fetchedAt: number;
  contentHash: string;
  /** How many versions are known, this one counted. */
  versions: number;
  phishScore: number | null;
  malwareScore: number | null;
  impostorScore: number | null;
  spamScore: number | null;
  classifications: string[];
  threatTypes: string[];
  threatStatuses: string[];
  from: string;
  to: string;
  /** A message's subject, a click's URL, or an unparsed entry's text. */
  headline: string;
  /** False for an entry that could not be read as an event. */
  parsed: boolean;
  /** Whether a field was odd. */
  hasProblems: boolean;
  /** All of the event's text in lower case, for free text search. */
  text: string;
}

function collect(value: unknown, into: string[]): void {
  if (typeof value === 'string') into.push(value);
  else if (typeof value === 'number' || typeof value === 'boolean') into.push(String(value));
  else if (Array.isArray(value)) for (const item of value) collect(item, into);
  else if (value !== null && typeof value === 'object') {
    for (const item of Object.values(value)) collect(item, into);
  }
}

/** Every value of an event, one a line: what free text looks through. A line break keeps words of two fields apart. */
export function searchText(raw: unknown): string {
  const values: string[] = [];
  collect(raw, values);
  return values.join('\n').toLowerCase();
}

function distinct(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}

function eventColumns(event: ThreatEvent): Omit<EventRow, 'source' | 'key' | 'fetchedAt' | 'versions'> {
  const threats = event.threatsInfoMap;
  const { identity, kind, contentHash, phishScore, malwareScore, impostorScore, spamScore } = event;
  return {
    identity,
    kind,
    contentHash,
    time: parseInstant(event.time) ?? 0,
    created: parseInstant(event.created) ?? 0,
    phishScore,
    malwareScore,
    impostorScore,
    spamScore,
    classifications: distinct(threats.map(({ classification }) => classification)),
    threatTypes: distinct(threats.map(({ threatType }) => threatType)),
    threatStatuses: distinct(threats.map(({ threatStatus }) => threatStatus)),
    from: event.fromAddress[0] || event.headerFrom || event.sender || '',
    to: event.recipient.join(', '),
    headline: (isClick(kind) ? event.url : event.subject) ?? '',
    parsed: true,
    hasProblems: event.problems.length > 0,
    text: searchText(event.raw),
  };
}

/** An entry as a row; one that cannot be read as an event becomes a row that says so. */
export function rowOf({ source, kind, rawText, fetchedAt }: Incoming): EventRow {
  const result = parseEvent(kind, rawText, fetchedAt);
  if (result.ok) {
    const columns = eventColumns(result.event);
    return { ...columns, key: `${source}:${columns.identity}`, source, fetchedAt, versions: 1 };
  }
  const { identity } = result.unparsed;
  return {
    key: `${source}:${identity}`,
    source,
    identity,
    kind,
    time: fetchedAt,
    created: fetchedAt,
    fetchedAt,
    contentHash: identity,
    versions: 1,
    phishScore: null,
    malwareScore: null,
    impostorScore: null,
    spamScore: null,
    classifications: [],
    threatTypes: [],
    threatStatuses: [],
    from: '',
    to: '',
    headline: rawText.slice(0, 300),
    parsed: false,
    hasProblems: true,
    text: rawText.toLowerCase(),
  };
}

/** Whether `a` says something newer than `b` of the same event. */
export function isNewer(
  a: Pick<EventRow, 'created' | 'fetchedAt'>,
  b: Pick<EventRow, 'created' | 'fetchedAt'>,
) {
  return a.created !== b.created ? a.created > b.created : a.fetchedAt > b.fetchedAt;
}
