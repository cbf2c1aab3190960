import type { EventKind } from '../../shared/event/kinds.ts';
import type { ReportHistogram } from '../../shared/files/export/report.ts';
import type { BatchOutcome } from '../../shared/journal-batch.ts';
import type { Glance, Glimpse } from '../query/glance.ts';
import type { PeopleAnswer, PeopleQuestion } from '../query/people.ts';
import type { Answer, Question } from '../query/question.ts';
import type { Annotation, AnnotationChange } from './annotations/annotation.ts';
import type { Annotated } from './annotations/annotation-store.ts';
import type { EventRow, Incoming } from './event-row.ts';
import type { Elsewhere } from './segments/placing.ts';
import type { Prepared } from './segments/preparing.ts';
import type { StoredPiece, StoredPiecesOptions } from './segments/stored-pieces.ts';
import type { StoredText, StoredTextsOptions } from './segments/stored-texts.ts';
import type { TableRow } from './table-row.ts';

/** What became of an entry. */
export type Fate = keyof BatchOutcome;

/** What became of an entry, and where its event is. */
export interface Placed {
  fate: Fate;
  /** The source that has the event. */
  source: string;
  identity: string;
  /** It was not stored, since another source has another version of its event. */
  isLeft?: true;
}

/** One version of an event, as the detail panel shows it. */
export interface StoredVersion {
  contentHash: string;
  created: number;
  fetchedAt: number;
  raw: string;
}

/** An event as it is shown: what is told of it without its texts. */
export type ShownRow = Omit<EventRow, 'text' | 'contentHash'>;

/** An event with all that is known of it, newest version first. */
export interface StoredEvent {
  row: ShownRow;
  annotation: Annotation;
  versions: StoredVersion[];
}

/** What a glance sees, with the newest of its events as the table would show them. */
export type Sight = Omit<Glimpse, 'places'> & { rows: TableRow[] };

/** Which events something is said of: some by their row keys, or all that are as asked for but for some. */
export type AnnotationTarget =
  | { keys: readonly string[] }
  | { matching: Pick<Question, 'query' | 'time'>; except?: readonly string[] };

/** How many events there are of each kind, and when they occurred. */
export interface Tally {
  counts: Record<EventKind, number>;
  histogram: ReportHistogram | null;
}

/** How many events are stored, in all and of each source. */
export interface StoreCounts {
  total: number;
  unparsed: number;
  bySource: Record<string, number>;
}

/** Where events are kept and looked at. What lies behind it may change; this may not. */
export interface EventStore {
  /**
   * Stores entries durably before it answers, and says of each what became of it. An entry that says nothing new
   * is a duplicate; other content under a known identity is kept as a version. Doing it twice changes nothing.
   */
  append(entries: readonly Incoming[]): Promise<Fate[]>;
  /**
   * Stores entries as `append` does, with an eye on what other sources have, and says where each event is.
   * @param ready the same entries made ready, where they are already
   */
  bring(entries: readonly Incoming[], elsewhere: Elsewhere, ready?: Prepared): Promise<Placed[]>;
  /** Adds what was said of events, by row key, to what is said of them here; answers of how many. */
  bringAnnotations(said: ReadonlyMap<string, Annotation>): Promise<number>;
  /** Answers one question over everything stored; undefined where a newer question came meanwhile. */
  ask(question: Question): Promise<Answer | undefined>;
  /**
   * Rows of an answer by their place in it; none when the answer is not the latest any more.
   * @param columns further fields whose values are wanted, by name
   */
  rows(answer: number, from: number, to: number, columns: readonly string[]): Promise<TableRow[]>;
  /** The most frequent values of a field that have a text in them (in any case), most frequent first. */
  values(field: string, having: string, top: number): Promise<{ value: string; count: number }[]>;
  /** Looks at some events beside what is asked, each look for itself; what is asked meanwhile goes on. */
  glance(glances: readonly Glance[]): Promise<Sight[]>;
  /** Who was attacked most among the events that are as asked for. */
  people(question: PeopleQuestion): Promise<PeopleAnswer>;
  event(key: string): Promise<StoredEvent | undefined>;
  /** Tags events or notes something about them, durably before it answers. */
  annotate(target: AnnotationTarget, change: AnnotationChange): Promise<Annotated>;
  /** Puts back what was said before a change; answers of how many events. */
  undoAnnotation(change: number): Promise<number>;
  /** The exact texts of events, newest first; what is read stays readable while others are stored. */
  texts(target: AnnotationTarget | 'all', options: StoredTextsOptions): AsyncGenerator<StoredText>;
  /** The same as `texts` gives as it lies on disk, for whoever reads it beside the store. */
  pieces(target: AnnotationTarget, options: StoredPiecesOptions): AsyncGenerator<StoredPiece>;
  /** Looks after runs of which another could not read what `pieces` gave: what is damaged is set aside. */
  check(runs: readonly number[]): Promise<void>;
  /** How many events are meant, of each kind and over time. */
  tally(target: AnnotationTarget, bars: number): Promise<Tally>;
  counts(): Promise<StoreCounts>;
  /** The time (ms) before which a share of the events occurred, 0 to 1; undefined where there are none. */
  timeOfOldest(share: number): Promise<number | undefined>;
  /** Removes what occurred before an instant (ms); answers how many events. */
  removeBefore(time: number): Promise<number>;
  /** Removes all events of a source; answers how many. */
  removeSource(source: string): Promise<number>;
}
