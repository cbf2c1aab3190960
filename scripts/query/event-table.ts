import type { TextSearch } from '../../renderer/query/compile.ts';
import { QueryEngine } from '../../renderer/query/query-engine.ts';
import type { ColumnChunk } from '../../renderer/store/columns/chunk.ts';
import { type ChunkEntry, chunkOf } from '../../renderer/store/columns/chunk-builder.ts';
import { EventColumns } from '../../renderer/store/columns/event-columns.ts';
import { isNewer } from '../../renderer/store/event-row.ts';
import { IdentityIndex } from '../../renderer/store/identity-index.ts';
import { foundIn } from '../../renderer/store/segments/text-searches.ts';
import { parseInstant } from '../../shared/event/instant.ts';
import type { ThreatEvent, UnparsedEvent } from '../../shared/event/threat-event.ts';
import type { FileEvent } from '../../shared/files/event-line.ts';
import type { OutgoingEvent } from '../../shared/files/export/outgoing-event.ts';
import { normalised } from '../../shared/files/normalised.ts';
import type { Query } from '../../shared/query/ast.ts';
import { KeptEntries, type KeptEntry } from './kept-entries.ts';

/** Events that are put into columns in one go. */
const chunkLength = 4096;

/** The same event may come from several files, so that whose it is makes no difference. */
const noSalt = new Uint32Array(4);

function contentOf(event: ThreatEvent | UnparsedEvent): string {
  return 'contentHash' in event ? event.contentHash : event.identity;
}

/** What is known of the event at a place: the number of its entry, and what decides between versions. */
interface Place {
  entry: number;
  created: number;
  fetchedAt: number;
  content: string;
}

/**
 * The events of files, each once and in its newest version, in the app's own columns: a query finds here what it finds
 * in the app.
 */
export class EventTable {
  readonly #columns = new EventColumns();
  readonly #engine = new QueryEngine(this.#columns);
  readonly #query: Query;
  readonly #index = new IdentityIndex();
  readonly #entries = new KeptEntries();
  readonly #places: Place[] = [];
  /** Contents of the events that have more than one. */
  readonly #contents = new Map<number, Set<string>>();
  readonly #searches: readonly TextSearch[];
  #waiting: ChunkEntry[] = [];

  constructor(query: Query) {
    this.#query = query;
    this.#searches = this.#engine.needsTexts({ query });
  }

  /**
   * Takes an event of a file.
   * @param readAt ms; stands in for when it was fetched, where the file does not say
   */
  add(found: FileEvent, readAt: number): void {
    const { kind, rawText, versions, tags, notes } = found;
    const event = normalised(found, readAt);
    const fetched = found.fetched ?? readAt;
    const source = found.source ?? '';
    const kept = { kind, rawText, source, fetched, versions, tags: [...tags], notes: [...notes] };
    const created = 'created' in event ? (parseInstant(event.created) ?? fetched) : fetched;
    const content = contentOf(event);
    const place = this.#index.find(event.identity, noSalt);
    if (place === undefined) {
      this.#index.add(event.identity, noSalt, this.#places.length);
      this.#places.push({ entry: this.#entries.add(kept), created, fetchedAt: fetched, content });
      this.#waiting.push({ event, facts: { source, fetched, versions } });
      if (this.#waiting.length === chunkLength) this.#append();
      return;
    }
    this.#meet(place, event, kept, { created, fetchedAt: fetched, content });
  }

  /** The places of the events that are as the query asks, in the order they came. */
  matching(): number[] {
    this.#append();
    const { selection } = this.#engine.askAtOnce({
      query: this.#query,
      time: null,
      drawn: null,
      bins: 1,
      facets: [],
      sort: [],
      anchors: [],
    });
    return this.#places
      .keys()
      .filter((place) => (((selection[place >> 5] ?? 0) >>> (place & 31)) & 1) === 1)
      .toArray();
  }

  /** The event at a place. */
  at(place: number): OutgoingEvent {
    const entry = this.#entries.at(this.#places[place]?.entry ?? -1);
    const { kind, rawText, source, fetched, tags, notes } = entry;
    const facts = { source, fetched, versions: this.#versionsOf(place, entry.versions) };
    return {
      event: normalised({ kind, rawText, fetched, raw: undefined }, fetched),
      facts,
      tags,
      notes,
      rawText,
    };
  }

  /** Another answer about an event that is there: the same, a newer version, or an older one. */
  #meet(place: number, event: ThreatEvent | UnparsedEvent, kept: KeptEntry, now: Omit<Place, 'entry'>): void {
    const known = this.#places[place];
    if (!known) return;
    const contents = this.#contents.get(place) ?? new Set([known.content]);
    if (contents.has(now.content)) return;
    this.#contents.set(place, contents.add(now.content));
    if (isNewer(now, known)) this.#places[place] = { ...now, entry: this.#entries.add(kept) };
    const versions = this.#versionsOf(place, kept.versions);
    const from = this.#columns.length;
    const waiting = this.#waiting[place - from];
    if (waiting) {
      if (isNewer(now, known)) waiting.event = event;
      waiting.facts = { source: kept.source, fetched: now.fetchedAt, versions };
    } else if (isNewer(now, known)) {
      const chunk = chunkOf([{ event, facts: { source: kept.source, fetched: now.fetchedAt, versions } }]);
      this.#columns.replace(place, chunk, 0);
      this.#find(chunk);
    } else {
      this.#columns.setNumber(place, 'versions', versions);
    }
  }

  #versionsOf(place: number, said: number): number {
    return Math.max(said, this.#contents.get(place)?.size ?? 1);
  }

  #append(): void {
    if (this.#waiting.length === 0) return;
    const chunk = chunkOf(this.#waiting);
    this.#columns.append(chunk);
    this.#find(chunk);
    this.#waiting = [];
  }

  /** Some fields are in the columns as hashes alone: what is searched for in them is looked up while it is at hand. */
  #find(chunk: ColumnChunk): void {
    for (const search of this.#searches) this.#engine.giveTexts(search, foundIn(chunk, search));
  }
}
