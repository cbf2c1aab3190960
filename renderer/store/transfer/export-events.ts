import { rawEventOf } from '../../../shared/event/raw-event.ts';
import { indicatorCsvOf, indicatorTextOf } from '../../../shared/files/export/indicators.ts';
import type { OutgoingEvent } from '../../../shared/files/export/outgoing-event.ts';
import { type ReportFacts, reportOf } from '../../../shared/files/export/report.ts';
import { normalised } from '../../../shared/files/normalised.ts';
import type { AnnotationTarget, EventStore } from '../event-store.ts';
import type { StoredText } from '../segments/stored-texts.ts';
import { type BeginEncoding, columnsOf, encodeHere } from './encoding.ts';
import { exportPieces } from './export-pieces.ts';
import { goOn, type Job, throttled } from './job.ts';

/** What a file of events can be. */
export type ExportFormat = 'csv' | 'ndjson' | 'parquet' | 'indicators' | 'indicator-csv' | 'report';

/** What is to be written. */
export interface ExportOrder {
  target: AnnotationTarget;
  format: ExportFormat;
  /** Names of the columns of a table or report; null is all fields. */
  columns: readonly string[] | null;
  /** Whether indicators are written so that nothing becomes a link. */
  isDefanged: boolean;
  /** Whether earlier versions of events are written too, where the format can tell them apart. */
  withVersions: boolean;
  /** Names of sources, by id. */
  sources: Readonly<Record<string, string>>;
  /** What a report says of itself. */
  report: Pick<ReportFacts, 'title' | 'query' | 'range'>;
}

export interface ExportProgress {
  /** Events written, of all there are. */
  done: number;
  total: number;
}

type ExportStore = Pick<EventStore, 'texts' | 'pieces' | 'check' | 'tally'>;

const bars = 120;
const mostReportRows = 5000;
/** Bytes handed over at once. */
const pieceLength = 2_000_000;
const toldEvery = 100;

/** A stored version as it leaves the app. */
export function outgoingOf(stored: StoredText, sources: ExportOrder['sources']): OutgoingEvent {
  const { kind, rawText, fetched, versions, annotation } = stored;
  let raw: ReturnType<typeof rawEventOf>;
  try {
    raw = rawEventOf(JSON.parse(rawText));
  } catch {
    raw = undefined;
  }
  const { tags, note } = annotation;
  return {
    event: normalised({ kind, rawText, fetched, raw }, fetched),
    facts: { source: sources[stored.source] ?? stored.source, fetched, versions },
    tags,
    notes: note === '' ? [] : [{ text: note }],
    rawText,
  };
}

/** The files that say what all events together have, or what is read of few of them: one after another. */
async function written(
  store: ExportStore,
  events: AsyncIterable<OutgoingEvent>,
  { format, columns, isDefanged, report, target }: ExportOrder,
): Promise<AsyncIterable<string>> {
  if (format === 'indicators') return indicatorTextOf(events, isDefanged);
  if (format === 'indicator-csv') return indicatorCsvOf(events, isDefanged);
  return reportOf(events, {
    ...report,
    ...(await store.tally(target, bars)),
    made: Date.now(),
    columns: columnsOf(columns),
    mostRows: mostReportRows,
  });
}

/** Gathers pieces into larger ones, as bytes. */
export async function* inPieces(
  parts: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let held: (string | Uint8Array<ArrayBuffer>)[] = [];
  let length = 0;
  const taken = async () => {
    const bytes = held.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
    held = [];
    length = 0;
    return new Uint8Array(await new Blob(bytes).arrayBuffer());
  };
  for await (const part of parts) {
    held.push(typeof part === 'string' ? part : new Uint8Array(part));
    length += part.length;
    if (length >= pieceLength) yield await taken();
  }
  if (held.length > 0) yield await taken();
}

/**
 * Writes events to a file, holding no more of it than a few pieces: the next are made while the one before is written.
 * @param write takes the next bytes, and answers when more may come
 * @param begin makes pieces of the file; in this thread where nothing else is given
 * @returns how many events were written, earlier versions not counted
 * @throws Cancelled, or what the store or writing says
 */
export async function exportEvents(
  store: ExportStore,
  order: ExportOrder,
  job: Job,
  write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
  onProgress: (progress: ExportProgress) => void,
  begin: BeginEncoding = encodeHere,
): Promise<number> {
  const { counts } = await store.tally(order.target, 1);
  const progress = { done: 0, total: Object.values(counts).reduce((sum, count) => sum + count, 0) };
  const tell = throttled(toldEvery, onProgress);
  const onEvents = (more: number) => {
    progress.done += more;
    tell({ ...progress });
  };
  const { format } = order;
  if (format === 'csv' || format === 'ndjson' || format === 'parquet') {
    await exportPieces(store, { ...order, format }, { job, begin, write, onEvents });
    goOn(job);
    return progress.done;
  }
  async function* events(): AsyncGenerator<OutgoingEvent> {
    for await (const stored of store.texts(order.target, { withVersions: false })) {
      goOn(job);
      onEvents(1);
      yield outgoingOf(stored, order.sources);
    }
  }
  for await (const piece of inPieces(await written(store, events(), order))) {
    goOn(job);
    await write(piece);
  }
  goOn(job);
  return progress.done;
}

/** Indicators of events as text, for the clipboard; null where there are more events than that is good for. */
export async function indicatorsOf(
  store: ExportStore,
  target: AnnotationTarget,
  mostEvents: number,
): Promise<string | null> {
  const { counts } = await store.tally(target, 1);
  if (Object.values(counts).reduce((sum, count) => sum + count, 0) > mostEvents) return null;
  async function* events(): AsyncGenerator<OutgoingEvent> {
    for await (const stored of store.texts(target, { withVersions: false })) yield outgoingOf(stored, {});
  }
  let text = '';
  for await (const line of indicatorTextOf(events(), true)) text += line;
  return text;
}
