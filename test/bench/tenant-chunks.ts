import type { ColumnChunk, StringRun } from '../../renderer/store/columns/chunk.ts';
import { type ChunkEntry, chunkOf } from '../../renderer/store/columns/chunk-builder.ts';
import { parseEvent } from '../../shared/event/normalise.ts';
import type { ThreatEvent } from '../../shared/event/threat-event.ts';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';

const chunkLength = 4096;
const mailboxes = 50_000;
const end = Date.UTC(2026, 10, 20);

/** Fields whose numbers stay as they are in every copy: there are only so many of their values in an organisation. */
export const sameInAll: ReadonlySet<string> = new Set([
  'kind', 'source', 'senderIP', 'clickIP', 'userAgent', 'cluster', 'xmailer', 'completelyRewritten', 'recipientDomain',
  'policyRoutes', 'modulesRun', 'quarantineRule', 'quarantineFolder', 'classification', 'threatType', 'threatStatus',
  'detectionType', 'actors', 'contentType', 'oContentType', 'disposition', 'sandboxStatus', 'rest',
]); // biome-ignore format: a list of names

/** So many places apart stand a person and who is in their place in the next copy. */
export const peopleApart = 7919;

/** Addresses of people, which are drawn from the organisation's own. */
const ofPeople = new Set(['recipient', 'toAddresses', 'ccAddresses', 'headerTo']);

/** Digits in another order for each copy, so that numbers within texts are others while texts without any stay. */
export function digitsOf(copy: number): string[] {
  const left = [...'0123456789'];
  const digits: string[] = [];
  let rest = (copy * 48_271) % 3_628_800;
  for (let count = 10; count > 0; count--) {
    digits.push(left.splice(rest % count, 1)[0] as string);
    rest = Math.floor(rest / count);
  }
  return digits;
}

function withDigits(value: string, digits: readonly string[]): string {
  let text = '';
  let from = 0;
  for (let i = 0; i < value.length; i++) {
    const digit = value.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) continue;
    text += value.slice(from, i) + digits[digit];
    from = i + 1;
  }
  return from === 0 ? value : text + value.slice(from);
}

function renamed(run: StringRun, name: string, copy: number, people: People): StringRun {
  if (copy === 0 || sameInAll.has(name)) return run;
  const digits = digitsOf(copy);
  const { addresses, places } = people;
  const dictionary = run.dictionary.map((value) => {
    const place = ofPeople.has(name) ? places.get(value) : undefined;
    if (place !== undefined) return addresses[(place + copy * peopleApart) % addresses.length] as string;
    return withDigits(value, digits);
  });
  return { ...run, dictionary };
}

function mapped<T, U>(record: Record<string, T>, change: (value: T, name: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}

/** A copy of a chunk that tells of other events: later, with other identities and other numbers in its texts. */
function copyOf(chunk: ColumnChunk, copy: number, shift: number, people: People): ColumnChunk {
  if (copy === 0) return chunk;
  const strings = <R extends StringRun>(run: R, name: string) => ({
    ...run,
    ...renamed(run, name, copy, people),
  });
  const times = new Set([
    'time',
    'messageTime',
    'clickTime',
    'recognised',
    'created',
    'fetched',
    'threatTime',
  ]);
  const numbers = (run: Float64Array, name: string) =>
    times.has(name) ? run.map((value) => value - shift) : run;
  const mixed = (words: Uint32Array) =>
    words.map((word) => Math.imul(word ^ Math.imul(copy, 0x9e37_79b1), 0x85eb_ca6b));
  const { threats, parts } = chunk.groups;
  const group = (run: typeof threats) => ({
    offsets: run.offsets,
    strings: mapped(run.strings, strings),
    numbers: mapped(run.numbers, numbers),
    lists: mapped(run.lists, strings),
  });
  return {
    length: chunk.length,
    identity: mixed(chunk.identity),
    contentHash: mixed(chunk.contentHash),
    numbers: mapped(chunk.numbers, numbers),
    strings: mapped(chunk.strings, strings),
    lists: mapped(chunk.lists, strings),
    groups: { threats: group(threats), parts: group(parts) },
  };
}

/** The people of an organisation, and where each address stands among theirs. */
interface People {
  addresses: readonly string[];
  places: ReadonlyMap<string, number>;
}

/** Events of the sample tenant with 50,000 mailboxes, as chunks, newest last. */
export interface TenantChunks {
  chunks: ColumnChunk[];
  addresses: string[];
}

/** Fetches come every two minutes, and each brings what was created since. */
const fetchEvery = 120_000;

function benchTenant() {
  return createTenant({ seed: 11, rate: 460, people: mailboxes });
}

function entriesOf(tenant: ReturnType<typeof benchTenant>, count: number): ChunkEntry[] {
  return takeEvents(tenant, count, end).map(({ kind, raw, createdAt }) => {
    const fetched = Math.ceil(createdAt / fetchEvery) * fetchEvery;
    const parsed = parseEvent(kind, JSON.stringify(raw), fetched);
    return {
      event: parsed.ok ? parsed.event : parsed.unparsed,
      facts: { source: 'source-1', fetched, versions: 1 },
    };
  });
}

/** Some of the newest events of `tenantChunks`, whole. */
export function newestEvents(count: number): ThreatEvent[] {
  return entriesOf(benchTenant(), count).flatMap(({ event }) => ('rawText' in event ? [] : [event]));
}

/** So many chunks of the sample tenant's own events. */
export function ownChunks(count: number): TenantChunks {
  const tenant = benchTenant();
  const entries = entriesOf(tenant, count * chunkLength);
  const chunks = Array.from({ length: count }, (_, i) =>
    chunkOf(entries.slice(i * chunkLength, (i + 1) * chunkLength)),
  );
  return { chunks, addresses: tenant.company.people.map(({ address }) => address) };
}

/** A chunk, and which copy of it stands for other events: `shift` ms earlier. */
interface Copy {
  chunk: ColumnChunk;
  copy: number;
  shift: number;
}

/** Which chunks so many events are made of, oldest first. */
export function* plannedCopies({ chunks }: TenantChunks, events: number): Generator<Copy> {
  const count = Math.ceil(events / chunkLength);
  const first = chunks[0]?.numbers.time?.[0] ?? end;
  for (let left = count; left > 0; left--) {
    const copy = Math.floor((left - 1) / chunks.length);
    const chunk = chunks[chunks.length - 1 - ((left - 1) % chunks.length)] as ColumnChunk;
    yield { chunk, copy, shift: copy * (end - first) };
  }
}

/**
 * So many events as chunks, oldest first: those given, and copies of them with other people, numbers and times before
 * them.
 */
export function* copiesOf(own: TenantChunks, events: number): Generator<ColumnChunk> {
  const { addresses } = own;
  const people = { addresses, places: new Map(addresses.map((address, i) => [address, i])) };
  for (const { chunk, copy, shift } of plannedCopies(own, events)) yield copyOf(chunk, copy, shift, people);
}

let made: TenantChunks | undefined;

/** Some tens of thousands of the sample tenant's own events, which larger numbers are made of. */
export function tenantsOwn(): TenantChunks {
  made ??= ownChunks(10);
  return made;
}

/** So many events as chunks, oldest first, from some tens of thousands of the sample tenant's own. */
export function tenantChunks(events: number): Generator<ColumnChunk> {
  return copiesOf(tenantsOwn(), events);
}
