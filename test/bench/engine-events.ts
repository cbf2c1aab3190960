import { QueryEngine } from '../../renderer/query/query-engine.ts';
import type { Question, TimeRange } from '../../renderer/query/question.ts';
import type { ColumnChunk } from '../../renderer/store/columns/chunk.ts';
import { EventColumns } from '../../renderer/store/columns/event-columns.ts';
import { pageLength } from './refresh-questions.ts';

/** Ours: the events in columns, with the engine that answers from them. */
export class EngineEvents {
  readonly columns = new EventColumns();
  readonly engine = new QueryEngine(this.columns);

  constructor(chunks: Iterable<ColumnChunk>) {
    for (const chunk of chunks) this.columns.append(chunk);
    this.columns.order();
  }

  /** From the first event to the last. */
  get range(): TimeRange {
    const order = this.columns.order();
    const at = (index: number) => this.columns.timeAt(order.at(index) ?? 0);
    return { from: at(-1), to: at(0) + 1 };
  }

  /** Answers a question and reads the first page of it; how many events are in the answer. */
  refresh(question: Question): number {
    const { answer, rows } = this.engine.askAtOnce(question);
    rows(0, pageLength);
    return answer.matched;
  }
}

/** How long something takes, ms. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
