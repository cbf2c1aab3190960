import { fieldNamed } from '../../../shared/event/fields.ts';
import { isOfSource } from '../../../shared/said/said-state.ts';
import { type Glance, glimpse } from '../../query/glance.ts';
import { pause } from '../../query/pause.ts';
import { attackedPeople, type PeopleAnswer, type PeopleQuestion } from '../../query/people.ts';
import { type Asked, QueryEngine } from '../../query/query-engine.ts';
import type { Answer, Question } from '../../query/question.ts';
import type { Annotation, AnnotationChange } from '../annotations/annotation.ts';
import { type Annotated, AnnotationStore } from '../annotations/annotation-store.ts';
import { EventColumns } from '../columns/event-columns.ts';
import { hashedFields } from '../columns/field-columns.ts';
import type { Database } from '../database.ts';
import type { Incoming } from '../event-row.ts';
import type {
  AnnotationTarget,
  EventStore,
  Fate,
  Placed,
  ShownRow,
  Sight,
  StoreCounts,
  StoredEvent,
  Tally,
} from '../event-store.ts';
import { Keeping } from '../said/keeping.ts';
import type { TableRow } from '../table-row.ts';
import { EventReader } from './event-reader.ts';
import { nameFacetValues } from './facet-names.ts';
import { planJoin } from './join-plan.ts';
import { Memory } from './memory.ts';
import { rowAt } from './memory-rows.ts';
import { type Elsewhere, placeEntries } from './placing.ts';
import { type Prepare, type Prepared, prepareHere } from './preparing.ts';
import { type Damage, Runs } from './runs.ts';
import type { RunOnDisk } from './segment-disk.ts';
import { storedEvent } from './stored-event.ts';
import { type StoredPiece, type StoredPiecesOptions, storedPieces } from './stored-pieces.ts';
import { type StoredText, type StoredTextsOptions, storedTexts } from './stored-texts.ts';
import { fieldsOnDisk, type RunEvent, tableRowAt } from './table-rows.ts';
import { tallyOf } from './tally.ts';
import { targetPlaces } from './target-places.ts';
import { TextSearches } from './text-searches.ts';

export interface SegmentStoreOptions {
  /** Makes entries ready to be stored; in the store's own thread where nothing else is given. */
  prepare?: Prepare;
  /** Told how many events have been read, of how many. */
  onProgress?(read: number, total: number): void;
  /** Told of events that are missing now: the archive has them. */
  onDamage?(damage: Damage): void;
  /** Whether what is appended is kept for the rules until they have looked at it. */
  isDetected?: boolean;
  /** Keeps what analysts say; in the database alone where nothing else is given. */
  keeping?: Keeping;
}

/** So long segments are read before the store answers, ms: the newest, which are what the screen shows first. */
const readFirstMs = 400;

/** Of a field's values so many are looked through for completion: the most frequent. */
const mostValues = 20_000;

/** So much of a run may be removed before it is written anew without it. */
const mostRemoved = 0.5;

/**
 * Events in segments: columns in memory, exact texts on disk. What is appended is one record of the tail; the tail
 * becomes a segment when it is long enough, while everything goes on.
 */
export class SegmentStore implements EventStore {
  readonly memory = new Memory(new EventColumns());
  /** Gives stored events to the rules. */
  readonly reader: EventReader;
  readonly #options: SegmentStoreOptions;
  readonly #runs: Runs;
  readonly #engine = new QueryEngine(this.memory.columns);
  /** Counts values for completion beside a question that is being answered. */
  readonly #counter = new QueryEngine(this.memory.columns);
  readonly #searches: TextSearches;
  readonly #annotations: AnnotationStore;
  #asked: Asked | undefined;
  #reading: Promise<void> = Promise.resolve();
  #joining: Promise<void> | undefined;

  private constructor(database: Database, options: SegmentStoreOptions) {
    this.#options = options;
    this.#runs = new Runs(
      database,
      this.memory,
      (damage) => options.onDamage?.(damage),
      options.isDetected ?? false,
    );
    this.reader = new EventReader(this.memory, this.#runs);
    this.#searches = new TextSearches(this.#engine, this.#runs);
    const { keeping = new Keeping(database) } = options;
    this.#annotations = new AnnotationStore(database, keeping, this.memory, this.#runs.turns);
  }

  /**
   * Opens the store. It answers once the newest events are there; the others are read while it does, and what is
   * appended meanwhile waits for them.
   */
  static async open(database: Database, options: SegmentStoreOptions = {}): Promise<SegmentStore> {
    const store = new SegmentStore(database, options);
    await database.open();
    await store.#begin();
    return store;
  }

  /** Settles when all events are in memory. */
  get complete(): Promise<void> {
    return this.#reading;
  }

  /** Settles when nothing of the tail is being joined. */
  async settled(): Promise<void> {
    await this.#reading;
    while (this.#joining) await this.#joining;
    await this.#runs.turns.run(async () => undefined);
  }

  async #begin(): Promise<void> {
    await this.#annotations.load();
    const runs = await this.#runs.list();
    const newest = ({ head, isTail }: RunOnDisk) =>
      isTail ? Number.POSITIVE_INFINITY : (head.zones.time?.[1] ?? 0);
    runs.sort((a, b) => newest(b) - newest(a) || b.id - a.id);
    const total = runs.reduce((sum, { head }) => sum + head.length, 0);
    let read = 0;
    const readAll = async (some: readonly RunOnDisk[]) => {
      for (const run of some) {
        await this.#runs.admit(run);
        read += run.head.length;
        this.#options.onProgress?.(read, total);
      }
    };
    const tail = runs.filter(({ isTail }) => isTail).length;
    const startedAt = performance.now();
    let first = 0;
    while (first < runs.length && (first <= tail || performance.now() - startedAt < readFirstMs)) {
      await readAll(runs.slice(first, first + 1));
      first += 1;
    }
    this.#reading = readAll(runs.slice(first));
    // It is told to those who wait for it.
    this.#reading.catch(() => undefined);
  }

  /**
   * Stores entries durably before it answers, and says of each what became of it. An entry that says nothing new
   * is a duplicate; other content under a known identity is kept as a version. Doing it twice changes nothing.
   */
  async append(entries: readonly Incoming[]): Promise<Fate[]> {
    return (await this.bring(entries, 'apart')).map(({ fate }) => fate);
  }

  /**
   * Stores entries as `append` does, with an eye on what other sources have, and says where each event is.
   * @param ready the same entries made ready, where they are already
   */
  async bring(entries: readonly Incoming[], elsewhere: Elsewhere, ready?: Prepared): Promise<Placed[]> {
    const { prepare = prepareHere } = this.#options;
    const prepared = await (ready ?? prepare(entries));
    await this.#reading;
    const placed = await this.#runs.turns.run(async () => {
      const { placed, kept } = placeEntries(prepared.told, this.memory, elsewhere);
      if (kept.length === 0) return placed;
      const isAsGiven = (index: number) => placed[index]?.source === entries[index]?.source;
      const isWhole = kept.length === entries.length && kept.every(isAsGiven);
      const stored = (index: number) => ({
        ...(entries[index] as Incoming),
        source: placed[index]?.source ?? '',
      });
      // Rarely only some of them are new: what is known is mostly known of all.
      const run = isWhole ? prepared : await prepare(kept.map(stored));
      await this.#runs.append(run);
      this.#searches.meet(run.chunk);
      return placed;
    });
    this.#joinSoon();
    return placed;
  }

  /** Joins what of the tail is to be joined. What fails leaves everything as it was, and is tried with the next. */
  #joinSoon(): void {
    this.#joining ??= this.#join()
      .catch(() => undefined)
      .finally(() => {
        this.#joining = undefined;
      });
  }

  async #join(): Promise<void> {
    for (;;) {
      const { tail } = this.#runs;
      const plan = planJoin(tail.map(({ id, head }) => ({ id, length: head.length })));
      if (!plan) return;
      const runs = tail.filter(({ id }) => plan.runs.includes(id));
      if (!(await this.#runs.rewrite(runs, plan.asTail))) return;
    }
  }

  /**
   * Answers one question over everything that is in memory; undefined where another one was asked meanwhile. What it
   * asks of texts that are on disk alone is looked for there first.
   */
  async ask(question: Question): Promise<Answer | undefined> {
    await this.#searches.prepare(question);
    const asked = await this.#engine.ask(question);
    if (!asked) return undefined;
    this.#asked = asked;
    await nameFacetValues(asked, (place) => this.#onDisk(place));
    return asked.answer;
  }

  /**
   * Rows of an answer by their place in it; none when the answer is not the latest any more.
   * @param columns further fields whose values are wanted, by name
   */
  async rows(answer: number, from: number, to: number, columns: readonly string[]): Promise<TableRow[]> {
    if (this.#asked?.answer.id !== answer) return [];
    const shown = Array.from(this.#asked.rows(from, to)).filter((place) => this.memory.columns.isLive(place));
    const needsDisk = fieldsOnDisk(columns).length > 0;
    const rows: TableRow[] = [];
    for (const place of shown) {
      const onDisk = needsDisk ? await this.#onDisk(place) : undefined;
      rows.push(tableRowAt(this.memory, place, columns, onDisk));
    }
    return rows;
  }

  async #onDisk(place: number): Promise<RunEvent | undefined> {
    const location = this.memory.places.locate(place);
    const run = location && this.#runs.get(location.run);
    const chunk = run && (await this.#runs.columnsOf(run));
    return chunk && { chunk, index: location.index };
  }

  /** The most frequent values of a field that have a text in them (in any case), most frequent first. */
  async values(field: string, having: string, top: number): Promise<{ value: string; count: number }[]> {
    const name = fieldNamed(field)?.name ?? field;
    const question: Question = {
      ...{ query: { is: 'everything' }, time: null, drawn: null, bins: 1, sort: [], anchors: [] },
      // Each of these has to be looked up on disk.
      facets: [{ field: name, top: hashedFields.has(name) ? top : mostValues }],
    };
    const wanted = having.toLowerCase();
    const asked = this.#counter.askAtOnce(question);
    await nameFacetValues(asked, (place) => this.#onDisk(place));
    const { values = [] } = asked.answer.facets[name] ?? {};
    return values.filter(({ value }) => value.toLowerCase().includes(wanted)).slice(0, top);
  }

  /** Looks at some events beside what is asked, each look for itself; what is asked meanwhile goes on. */
  async glance(glances: readonly Glance[]): Promise<Sight[]> {
    const sights: Sight[] = [];
    for (const one of glances) {
      const { places, ...seen } = glimpse(this.#counter, this.memory.columns, one);
      sights.push({ ...seen, rows: Array.from(places, (place) => tableRowAt(this.memory, place, [])) });
      await pause();
    }
    return sights;
  }

  /** Who was attacked most among the events that are as asked for. */
  async people(question: PeopleQuestion): Promise<PeopleAnswer> {
    const started = performance.now();
    const selection = await this.#selectionOf(question);
    const found = attackedPeople(this.memory.columns, selection, question);
    return { ...found, took: performance.now() - started };
  }

  /** The row of the event at a place. */
  rowAt(place: number): ShownRow {
    return rowAt(this.memory, place);
  }

  /** An event with all versions of it, newest first; undefined where it is not stored, or cannot be read. */
  event(key: string): Promise<StoredEvent | undefined> {
    return storedEvent(key, this.memory, this.#runs);
  }

  /** Tags events or notes something about them, durably before it answers. */
  async annotate(target: AnnotationTarget, change: AnnotationChange): Promise<Annotated> {
    await this.#reading;
    if ('keys' in target) return this.#annotations.change(target.keys, change);
    const places = Array.from(await this.#placesOf(target));
    return this.#annotations.change(
      places.map((place) => this.memory.columns.keyAt(place)),
      change,
    );
  }

  /** Puts back what was said before a change; answers of how many events. */
  undoAnnotation(change: number): Promise<number> {
    return this.#annotations.undo(change);
  }

  /** Adds what was said of events, by row key, to what is said of them here; answers of how many. */
  async bringAnnotations(said: ReadonlyMap<string, Annotation>): Promise<number> {
    await this.#reading;
    return this.#annotations.bring(said);
  }

  /** The exact texts of events, newest first; what is read stays readable while others are stored. */
  async *texts(target: AnnotationTarget | 'all', options: StoredTextsOptions): AsyncGenerator<StoredText> {
    await this.#reading;
    yield* storedTexts(await this.#placesOf(target), options, this.memory, this.#runs);
  }

  /** The same as `texts` gives as it lies on disk, for whoever reads it beside the store. */
  async *pieces(target: AnnotationTarget, options: StoredPiecesOptions): AsyncGenerator<StoredPiece> {
    await this.#reading;
    yield* storedPieces(await this.#placesOf(target), options, this.memory, this.#runs);
  }

  /** Looks after runs of which another could not read what `pieces` gave: what is damaged is set aside. */
  async check(runs: readonly number[]): Promise<void> {
    for (const id of runs) {
      const run = this.#runs.get(id);
      if (run) await this.#runs.readOrSetAside(run);
    }
  }

  /** How many events are meant, of each kind and over time. */
  async tally(target: AnnotationTarget, bars: number): Promise<Tally> {
    return tallyOf(await this.#placesOf(target), bars, this.memory);
  }

  #placesOf(target: AnnotationTarget | 'all'): Promise<ArrayLike<number>> {
    return targetPlaces(target, this.memory.columns, (question) => this.#selectionOf(question));
  }

  async #selectionOf(question: Pick<Question, 'query' | 'time'>): Promise<Uint32Array> {
    // What the explorer shows has been looked for already; another search would end one that is under way.
    if (this.#engine.needsTexts(question).length > 0) await this.#searches.prepare(question);
    return this.#engine.selectionOf(question);
  }

  async counts(): Promise<StoreCounts> {
    await this.#reading;
    const { columns, unparsed, bySource } = this.memory;
    return { total: columns.size, unparsed, bySource };
  }

  /** The time (ms) before which a share of the events occurred, 0 to 1; undefined where there are none. */
  async timeOfOldest(share: number): Promise<number | undefined> {
    await this.#reading;
    const { columns } = this.memory;
    const stored = columns.order().filter((place) => columns.isLive(place));
    const place = stored[Math.floor((stored.length - 1) * (1 - share))];
    return place === undefined ? undefined : columns.timeAt(place);
  }

  /** Removes what occurred before an instant (ms); answers how many events. */
  async removeBefore(time: number): Promise<number> {
    await this.#reading;
    const removed = await this.#runs.turns.run(async () => {
      const { columns, history } = this.memory;
      const places = [...columns.order()].filter(
        (place) => columns.isLive(place) && columns.timeAt(place) < time,
      );
      // An earlier version that says a later time must not come back in the place of the newest.
      const keys = places
        .filter((place) => history.of(place).some((one) => columns.timeAt(one) >= time))
        .map((place) => columns.keyAt(place));
      const said = this.#annotations.keysWhere(
        (_, place) => place !== undefined && columns.timeAt(place) < time,
      );
      // First: what could not be forgotten is found again only while its event is there.
      await this.#annotations.forget(said, 'record');
      return this.#runs.remove(places, { before: time, source: null, keys }, ({ head }) =>
        head.zones.time === null ? false : head.zones.time[1] < time,
      );
    });
    if (removed > 0) await this.#clean(mostRemoved);
    return removed;
  }

  /** Removes all events of a source; answers how many. */
  async removeSource(source: string): Promise<number> {
    await this.#reading;
    const removed = await this.#runs.turns.run(async () => {
      const { columns } = this.memory;
      const places = [...columns.order()].filter(
        (place) => columns.isLive(place) && columns.sourceAt(place) === source,
      );
      const said = this.#annotations.keysWhere((key) => isOfSource(key, source));
      const count = await this.#runs.remove(places, { before: null, source, keys: [] }, ({ head }) =>
        Object.keys(head.sources).every((one) => one === source),
      );
      // Main forgets what the record has of a source by itself.
      await this.#annotations.forget(said, 'here');
      return count;
    });
    // Whoever deletes a source wants its events off the disk, not only out of sight.
    await this.#clean(0);
    return removed;
  }

  /** Writes runs anew of which more than a share was removed, and forgets removals of which nothing is left. */
  async #clean(share: number): Promise<void> {
    const earlier = this.memory.history.places();
    const isKept = (place: number) => this.memory.columns.isLive(place) || earlier.has(place);
    const needed = new Set<RunOnDisk>();
    for (const run of this.#runs.withRemovals) {
      const kept = [...this.memory.places.of(run.id)].filter(({ place }) => isKept(place)).length;
      const removed = 1 - kept / run.head.length;
      if (removed === 0) continue;
      if (removed <= share || !(await this.#runs.rewrite([run], run.isTail))) needed.add(run);
    }
    await this.#runs.turns.run(() => this.#runs.settleRemovals([...needed]));
  }
}
