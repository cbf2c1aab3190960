import { expose } from 'comlink';
import { Database } from '../../../renderer/store/database.ts';
import type { EventStore } from '../../../renderer/store/event-store.ts';
import type { Look } from '../../../renderer/store/look.ts';
import { RowStore } from '../../../renderer/store/row-store.ts';
import type { EventKind } from '../../../shared/event/kinds.ts';

let store: EventStore | undefined;

/** The product's store in a worker, as the product runs it, without the journal in front of it. */
const worker = {
  async open(name: string): Promise<void> {
    store = await RowStore.open(new Database(name), () => undefined);
  },
  async append(events: { kind: EventKind; rawText: string }[], fetchedAt: number): Promise<void> {
    await store?.append(events.map((event) => ({ ...event, source: 'bench', fetchedAt })));
  },
  /** One look and the rows of its first screen. */
  async look(question: Look) {
    const answer = await store?.look(question);
    if (!answer) throw new Error('not open');
    return { answer, rows: (await store?.rows(answer.id, 0, 100)) ?? [] };
  },
};

export type OurWorker = typeof worker;

expose(worker);
