import { type Field, type FieldGroup, fieldNamed } from './fields.ts';
import { parseInstant } from './instant.ts';
import type { MessagePart, Threat, ThreatEvent, UnparsedEvent } from './threat-event.ts';

/** What is known of an event beside what it says itself. */
export interface EventFacts {
  /** The source it came from, as `source:` is to find it. */
  source: string;
  /** When it was fetched, ms since the epoch. */
  fetched: number;
  /** How many versions of it are known. */
  versions: number;
  /** What analysts have marked it as. */
  tags?: readonly string[];
  /** What analysts have written about it. */
  note?: string;
}

/**
 * The values of an event's fields, by their names in fields.ts; a name that is none has no values. Strings keep their
 * case and are compared in lower case; an empty string is no value. The order is the event's own, and a value that
 * comes twice stands twice.
 */
export interface FieldValues {
  /** Values of a field that holds text: every type but those `numbers` gives. */
  texts(field: string): readonly string[];
  /** Values of a number, score, time (ms since the epoch) or flag (1 or 0). */
  numbers(field: string): readonly number[];
  /** The entries of a group; each of them gives the group's own fields and nothing else. */
  entries(group: FieldGroup): readonly FieldValues[];
}

/** Whether a field's values are numbers: `numbers` gives them, and `texts` nothing. */
export function isNumeric({ type }: Field): boolean {
  return type === 'number' || type === 'score' || type === 'time' || type === 'flag';
}

const none: readonly never[] = [];

function some(value: string | null): readonly string[] {
  return value ? [value] : none;
}

function filled(values: readonly string[]): readonly string[] {
  return values.includes('') ? values.filter((value) => value !== '') : values;
}

function measured(value: number | null): readonly number[] {
  return value === null ? none : [value];
}

function instant(value: string | null): readonly number[] {
  const ms = parseInstant(value);
  return ms === undefined ? none : [ms];
}

function domainOf(address: string): readonly string[] {
  const at = address.lastIndexOf('@');
  return at < 0 ? none : some(address.slice(at + 1).toLowerCase());
}

/** Every text, number and truth value within JSON values, in their order; without recursion, since nesting is free. */
function leaves(values: readonly unknown[]): string[] {
  const found: string[] = [];
  const waiting = values.toReversed();
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') {
      if (value !== '') found.push(value);
    } else if (typeof value === 'number' || typeof value === 'boolean') {
      found.push(String(value));
    } else if (value !== null && typeof value === 'object') {
      const within: unknown[] = Object.values(value);
      for (let at = within.length - 1; at >= 0; at -= 1) waiting.push(within[at]);
    }
  }
  return found;
}

function hasAny(extra: Record<string, unknown>): boolean {
  for (const _ in extra) return true;
  return false;
}

function restOf({ extra, threatsInfoMap, messageParts }: ThreatEvent): readonly string[] {
  const extras = hasAny(extra) ? [extra] : [];
  for (const threat of threatsInfoMap) if (hasAny(threat.extra)) extras.push(threat.extra);
  for (const part of messageParts) if (hasAny(part.extra)) extras.push(part.extra);
  return extras.length === 0 ? none : some(leaves(extras).join('\n'));
}

/** How the values of fields are read, by the fields' names. */
type Readers<T, V> = ReadonlyMap<string, (of: T) => readonly V[]>;

function readers<T, V>(byField: Readonly<Record<string, (of: T) => readonly V[]>>): Readers<T, V> {
  return new Map(Object.entries(byField));
}

const threatTexts = readers<Threat, string>({
  classification: (threat) => some(threat.classification),
  threatType: (threat) => some(threat.threatType),
  threatStatus: (threat) => some(threat.threatStatus),
  campaignID: (threat) => some(threat.campaignID),
  threat: (threat) => some(threat.threat),
  threatID: (threat) => some(threat.threatID),
  threatUrl: (threat) => some(threat.threatUrl),
  detectionType: (threat) => some(threat.detectionType),
  actors: (threat) => filled(threat.actors),
});

const threatNumbers = readers<Threat, number>({
  threatTime: (threat) => instant(threat.threatTime),
});

const partTexts = readers<MessagePart, string>({
  filename: (part) => some(part.filename),
  contentType: (part) => some(part.contentType),
  oContentType: (part) => some(part.oContentType),
  disposition: (part) => some(part.disposition),
  sandboxStatus: (part) => some(part.sandboxStatus),
  md5: (part) => some(part.md5),
  sha256: (part) => some(part.sha256),
});

const eventTexts = readers<ThreatEvent, string>({
  kind: (event) => [event.kind],
  subject: (event) => some(event.subject),
  sender: (event) => some(event.sender),
  senderDomain: (event) => domainOf(event.sender ?? ''),
  senderIP: (event) => some(event.senderIP),
  recipient: (event) => filled(event.recipient),
  recipientDomain: ({ recipient }) =>
    recipient.length === 1 ? domainOf(recipient[0] as string) : recipient.flatMap(domainOf),
  fromAddress: (event) => filled(event.fromAddress),
  toAddresses: (event) => filled(event.toAddresses),
  ccAddresses: (event) => filled(event.ccAddresses),
  replyToAddress: (event) => filled(event.replyToAddress),
  headerFrom: (event) => some(event.headerFrom),
  headerReplyTo: (event) => some(event.headerReplyTo),
  headerTo: (event) => some(event.headerTo),
  headerCC: (event) => some(event.headerCC),
  url: (event) => some(event.url),
  clickIP: (event) => some(event.clickIP),
  userAgent: (event) => some(event.userAgent),
  quarantineRule: (event) => some(event.quarantineRule),
  quarantineFolder: (event) => some(event.quarantineFolder),
  policyRoutes: (event) => filled(event.policyRoutes),
  modulesRun: (event) => filled(event.modulesRun),
  cluster: (event) => some(event.cluster),
  xmailer: (event) => some(event.xmailer),
  completelyRewritten: ({ completelyRewritten: rewritten }) => (rewritten === null ? none : [`${rewritten}`]),
  messageID: (event) => some(event.messageID),
  GUID: (event) => some(event.GUID),
  QID: (event) => some(event.QID),
  id: (event) => some(event.id),
  rest: restOf,
});

const eventNumbers = readers<ThreatEvent, number>({
  time: (event) => instant(event.time),
  messageTime: (event) => instant(event.messageTime),
  clickTime: (event) => instant(event.clickTime),
  recognised: (event) => instant(event.recognised),
  created: (event) => instant(event.created),
  phishScore: (event) => measured(event.phishScore),
  malwareScore: (event) => measured(event.malwareScore),
  impostorScore: (event) => measured(event.impostorScore),
  spamScore: (event) => measured(event.spamScore),
  messageSize: (event) => measured(event.messageSize),
  unparsed: () => [0],
  hasProblems: (event) => [event.problems.length > 0 ? 1 : 0],
});

const unparsedTexts = readers<UnparsedEvent, string>({
  kind: (event) => [event.kind],
  rest: (event) => some(event.rawText),
});

const unparsedNumbers = readers<UnparsedEvent, number>({
  time: (event) => instant(event.time),
  unparsed: () => [1],
  hasProblems: () => [0],
});

const factTexts = readers<EventFacts, string>({
  source: (facts) => some(facts.source),
  tag: (facts) => facts.tags ?? none,
  note: (facts) => some(facts.note ?? null),
});

const factNumbers = readers<EventFacts, number>({
  fetched: (facts) => [facts.fetched],
  versions: (facts) => [facts.versions],
});

const noNumbers = readers<MessagePart, number>({});

/** Reads one field of events, one of the event itself or of what is known beside it; undefined where it is none. */
type EventRead<V> = ((event: ThreatEvent | UnparsedEvent, facts: EventFacts) => readonly V[]) | undefined;

function eventRead<V>(
  field: string,
  ofEvent: Readers<ThreatEvent, V>,
  ofUnparsed: Readers<UnparsedEvent, V>,
  ofFacts: Readers<EventFacts, V>,
): EventRead<V> {
  const [event, unparsed, facts] = [ofEvent.get(field), ofUnparsed.get(field), ofFacts.get(field)];
  if (facts) return (_, of) => facts(of);
  if (!event) return undefined;
  return (of) => ('rawText' in of ? (unparsed?.(of) ?? none) : event(of));
}

/** How the texts of a field that an event has itself are read: what `fieldValues` gives, for many events. */
export function eventTextsRead(field: string): EventRead<string> {
  return eventRead(field, eventTexts, unparsedTexts, factTexts);
}

/** How the numbers of a field that an event has itself are read. */
export function eventNumbersRead(field: string): EventRead<number> {
  return eventRead(field, eventNumbers, unparsedNumbers, factNumbers);
}

/** How the fields of the entries of each group are read. */
export const entryReads = {
  threats: { texts: threatTexts, numbers: threatNumbers },
  parts: { texts: partTexts, numbers: noNumbers },
} as const;

function read<T, V>(from: Readers<T, V>, field: string, of: T): readonly V[] | undefined {
  return from.get(field)?.(of);
}

function entryOf<T>(texts: Readers<T, string>, numbers: Readers<T, number>, entry: T): FieldValues {
  return {
    texts: (field) => read(texts, field, entry) ?? none,
    numbers: (field) => read(numbers, field, entry) ?? none,
    entries: () => none,
  };
}

function valuesOver<T>(
  texts: Readers<T, string>,
  numbers: Readers<T, number>,
  event: T,
  facts: EventFacts,
  readGroup: (group: FieldGroup) => readonly FieldValues[],
): FieldValues {
  const groups: Partial<Record<FieldGroup, readonly FieldValues[]>> = {};
  const entries = (group: FieldGroup) => {
    groups[group] ??= readGroup(group);
    return groups[group];
  };
  const groupOf = (field: string) => {
    const shape = fieldNamed(field)?.shape;
    return shape === 'threats' || shape === 'parts' ? entries(shape) : none;
  };
  return {
    texts: (field) =>
      read(texts, field, event) ??
      read(factTexts, field, facts) ??
      groupOf(field).flatMap((entry) => entry.texts(field)),
    numbers: (field) =>
      read(numbers, field, event) ??
      read(factNumbers, field, facts) ??
      groupOf(field).flatMap((entry) => entry.numbers(field)),
    entries,
  };
}

/**
 * The values of every field of an event: what is searched, sorted and counted, whoever does it.
 * An entry that could not be read has its kind, its times and its text as `rest`.
 */
export function fieldValues(event: ThreatEvent | UnparsedEvent, facts: EventFacts): FieldValues {
  if ('rawText' in event) return valuesOver(unparsedTexts, unparsedNumbers, event, facts, () => none);
  return valuesOver(eventTexts, eventNumbers, event, facts, (group) =>
    group === 'threats'
      ? event.threatsInfoMap.map((threat) => entryOf(threatTexts, threatNumbers, threat))
      : event.messageParts.map((part) => entryOf(partTexts, noNumbers, part)),
  );
}
