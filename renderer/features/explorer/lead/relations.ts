import { isClick } from '../../../../shared/event/kinds.ts';
import type { ThreatEvent } from '../../../../shared/event/threat-event.ts';
import type { Query } from '../../../../shared/query/ast.ts';
import { lowered } from '../../../../shared/query/pattern.ts';
import { queryText } from '../../../../shared/query/query-text.ts';
import { longestAsked } from '../longest-asked.ts';

/** What an event has in common with others. */
export interface Relation {
  /** Unique among an event's. */
  id: string;
  /** In words: "Same sender". */
  label: string;
  /** The value they share; empty where the label says it. */
  value: string;
  query: Query;
  /** The query as it is written. */
  text: string;
  /** Whether the event itself is among those found. */
  hasItself: boolean;
}

/** Of an event's recipients, threats and files so many are followed; the others can be from their values. */
const mostOfOne = 3;

function is(field: string, value: string): Query {
  return { is: 'field', field, test: { is: 'text', pattern: { how: 'is', text: lowered(value) } } };
}

function anyOf(queries: readonly Query[]): Query {
  const [first] = queries;
  return queries.length === 1 && first ? first : { is: 'or', of: queries };
}

function kindsOf(what: 'message' | 'click'): Query {
  const kinds =
    what === 'message' ? ['messageDelivered', 'messageBlocked'] : ['clickPermitted', 'clickBlocked'];
  return anyOf(kinds.map((kind) => is('kind', kind)));
}

function distinct(values: readonly (string | null)[]): string[] {
  const met = new Set<string>();
  return values.flatMap((value) => {
    const lower = value && value.length <= longestAsked ? lowered(value) : '';
    if (lower === '' || met.has(lower)) return [];
    met.add(lower);
    return [value ?? ''];
  });
}

function isHash(text: string): boolean {
  return /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/i.test(text);
}

/** The message an event is or belongs to, by its ids; undefined where it has none. */
export function messageQuery({ GUID, messageID }: ThreatEvent): Query | undefined {
  const ids = [
    ...distinct([GUID]).map((id) => is('GUID', id)),
    ...distinct([messageID]).map((id) => is('messageID', id)),
  ];
  return ids.length > 0 ? anyOf(ids) : undefined;
}

/** A campaign, or a person, as a query. */
export const campaignQuery = (id: string): Query => is('campaignID', id);
export const personQuery = (address: string): Query => is('recipient', address);

function relation(id: string, label: string, value: string, query: Query, hasItself = true): Relation {
  return { id, label, value, query, text: queryText(query), hasItself };
}

function each(
  values: readonly (string | null)[],
  label: string,
  queryOf: (value: string) => Query,
): Relation[] {
  return distinct(values)
    .slice(0, mostOfOne)
    .map((value) => relation(`${label} ${value}`, label, value, queryOf(value)));
}

function messageRelations(event: ThreatEvent): Relation[] {
  const message = messageQuery(event);
  if (!message) return [];
  const click = isClick(event.kind);
  const withKinds = (what: 'message' | 'click'): Query => ({ is: 'and', of: [message, kindsOf(what)] });
  return [
    relation('message', click ? 'Its message' : 'Same message', '', withKinds('message'), !click),
    relation('clicks', click ? 'Clicks on the message' : 'Clicks on it', '', withKinds('click'), click),
  ];
}

/** All leads that go from an event to others, the closest first. */
export function relationsOf(event: ThreatEvent): Relation[] {
  const threats = event.threatsInfoMap;
  const urls = [
    event.url,
    ...threats.filter(({ threatType }) => threatType === 'url').map((one) => one.threat),
  ];
  const files = event.messageParts.toSorted(
    (a, b) => Number(b.disposition === 'attached') - Number(a.disposition === 'attached'),
  );
  const hashes = [
    ...threats.map(({ threat }) => (threat && isHash(threat) ? threat : null)),
    ...files.map((part) => part.sha256 ?? part.md5),
  ];
  return [
    ...messageRelations(event),
    ...each(
      threats.map((one) => one.threatID),
      'Same threat',
      (id) => is('threatID', id),
    ),
    ...each(
      threats.map((one) => one.campaignID),
      'Same campaign',
      campaignQuery,
    ),
    ...each(urls, 'Same URL', (url) => anyOf([is('url', url), is('threat', url)])),
    ...each(hashes, 'Same file', (hash) => anyOf([is('sha256', hash), is('md5', hash), is('threat', hash)])),
    ...each([event.sender], 'Same sender', (sender) => is('sender', sender)),
    ...each(
      event.fromAddress.filter((from) => lowered(from) !== lowered(event.sender ?? '')),
      'Same From address',
      (from) => is('fromAddress', from),
    ),
    ...each([event.senderIP], 'Same sender IP', (ip) => is('senderIP', ip)),
    ...each([event.subject], 'Same subject', (subject) => is('subject', subject)),
    ...each([event.clickIP], 'Same click IP', (ip) => is('clickIP', ip)),
    ...each(event.recipient, isClick(event.kind) ? 'Same person' : 'Same recipient', personQuery),
  ];
}
