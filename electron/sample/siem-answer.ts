import { type AnswerArray, kindOfArray } from '../../shared/event/kinds.ts';
import { type SiemQuery, siemEndpoints } from './siem-query.ts';
import { type EventSource, matchesThreats, type SourceEntry } from './siem-source.ts';
import { syslogLine } from './syslog-line.ts';

/** An answer before it is sent; its body is made while it is sent, in small pieces. */
export interface SiemResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Iterable<string> | AsyncIterable<string>;
}

/** Called for each event as it goes into the answer to a query; each request has a query object of its own. */
export type OnServed = (entry: SourceEntry, query: SiemQuery) => void;

/** A short answer in text, as the service's errors are. */
export function textResponse(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): SiemResponse {
  return {
    status,
    headers: { 'content-type': 'text/plain;charset=utf-8', ...headers },
    body: message === '' ? [] : [message],
  };
}

function* selected(
  source: EventSource,
  query: SiemQuery,
  array: AnswerArray,
  now: number,
  onServed: OnServed | undefined,
): Generator<SourceEntry> {
  const kind = kindOfArray(array);
  if (kind === undefined) return;
  const { startMs, endMs } = query.window;
  for (const entry of source.entriesCreatedBetween(startMs, endMs, now, kind)) {
    if (!matchesThreats(entry, query.types, query.statuses)) continue;
    onServed?.(entry, query);
    yield entry;
  }
}

/**
 * The pieces of the JSON answer, in order: the opening with queryEndTime; for each array `,"name":[`, its events
 * (from the second on with a comma in front) and `]`; the closing brace. Who alters an answer can rely on them.
 */
function* jsonPieces(
  source: EventSource,
  query: SiemQuery,
  now: number,
  onServed: OnServed | undefined,
): Generator<string> {
  yield `{"queryEndTime":${JSON.stringify(new Date(query.window.endMs).toISOString())}`;
  for (const array of siemEndpoints[query.endpoint]) {
    yield `,"${array}":[`;
    let first = true;
    for (const { raw } of selected(source, query, array, now, onServed)) {
      yield first ? JSON.stringify(raw) : `,${JSON.stringify(raw)}`;
      first = false;
    }
    yield ']';
  }
  yield '}';
}

function* syslogLines(
  source: EventSource,
  query: SiemQuery,
  now: number,
  onServed: OnServed | undefined,
): Generator<string> {
  for (const array of siemEndpoints[query.endpoint]) {
    for (const entry of selected(source, query, array, now, onServed)) yield `${syslogLine(entry)}\n`;
  }
}

/** The answer to a request in order: 200 with JSON, or with syslog lines, or 204 where syslog has nothing to say. */
export function answerQuery(
  source: EventSource,
  query: SiemQuery,
  now: number,
  onServed?: OnServed,
): SiemResponse {
  if (query.format === 'json') {
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: jsonPieces(source, query, now, onServed),
    };
  }
  const lines = syslogLines(source, query, now, onServed);
  const first = lines.next();
  if (first.done) return { status: 204, headers: {}, body: [] };
  const rest = (function* () {
    yield first.value;
    yield* lines;
  })();
  return { status: 200, headers: { 'content-type': 'text/plain;charset=utf-8' }, body: rest };
}
