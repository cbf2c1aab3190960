import { csvHead } from '../../../shared/files/export/csv.ts';
import { ParquetFile } from '../../../shared/files/export/parquet.ts';
import type { AnnotationTarget, EventStore } from '../event-store.ts';
import { type BeginEncoding, columnsOf, type EncodingOrder } from './encoding.ts';
import { goOn, type Job } from './job.ts';

type Write = (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

/** A file that has a row or a line of each event. */
export interface PiecesOrder extends EncodingOrder {
  target: AnnotationTarget;
  /** Whether earlier versions of events are written too, where the format can tell them apart. */
  withVersions: boolean;
}

/** Who does the work, and who is told of it. */
export interface PiecesWork {
  job: Job;
  begin: BeginEncoding;
  /** Takes the next bytes, and answers when more may come. */
  write: Write;
  /** Told that so many more events were written. */
  onEvents(more: number): void;
}

/** Answers in the order of the questions, of which so many are worked on at once. */
async function* inTurn<Question, Answer>(
  questions: AsyncIterable<Question>,
  answer: (question: Question) => Promise<Answer>,
  lanes: number,
): AsyncGenerator<Answer> {
  const underWay: Promise<Answer>[] = [];
  for await (const question of questions) {
    const answered = answer(question);
    // What fails is told when its turn comes.
    answered.catch(() => undefined);
    underWay.push(answered);
    if (underWay.length > lanes) yield await (underWay.shift() as Promise<Answer>);
  }
  for (const answered of underWay) yield await answered;
}

/** Writes bytes while those after them are made: one piece is on its way at a time. */
class WritingAhead {
  readonly #write: Write;
  #underWay: Promise<void> = Promise.resolve();

  constructor(write: Write) {
    this.#write = write;
  }

  async next(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#underWay;
    this.#underWay = this.#write(bytes);
    // What fails is told with the next piece, or at the end.
    this.#underWay.catch(() => undefined);
  }

  async end(): Promise<void> {
    await this.#underWay;
  }
}

/** Writes a file that has a row or a line of each event, made of the columns as they are stored. */
export async function exportPieces(
  store: Pick<EventStore, 'pieces' | 'check'>,
  { target, withVersions, format, columns, sources }: PiecesOrder,
  { job, begin, write, onEvents }: PiecesWork,
): Promise<void> {
  const chosen = columnsOf(columns);
  const file = format === 'parquet' ? new ParquetFile() : null;
  const ahead = new WritingAhead(write);
  if (file) await ahead.next(file.begin());
  if (format === 'csv') await ahead.next(new TextEncoder().encode(csvHead(chosen)));
  const pieces = store.pieces(target, {
    withVersions: withVersions && format !== 'csv',
    withRaw: format !== 'csv' || chosen.some(({ name }) => name === 'raw'),
  });
  const encoding = begin({ format, columns, sources });
  try {
    for await (const { bytes, group, events, unread } of inTurn(pieces, encoding.encode, encoding.lanes)) {
      goOn(job);
      if (unread.length > 0) await store.check(unread);
      if (group) file?.place({ ...group, bytes });
      onEvents(events);
      await ahead.next(bytes);
    }
  } finally {
    encoding.close();
  }
  if (file) await ahead.next(file.end());
  await ahead.end();
}
