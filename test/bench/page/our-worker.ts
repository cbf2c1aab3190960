import { expose } from 'comlink';
import type { Question } from '../../../renderer/query/question.ts';
import { Database } from '../../../renderer/store/database.ts';
import type { EventStore } from '../../../renderer/store/event-store.ts';
import { Intake } from '../../../renderer/store/intake.ts';
import { prepareBeside } from '../../../renderer/store/segments/prepare-beside.ts';
import { SegmentStore } from '../../../renderer/store/segments/segment-store.ts';
import type { EventKind } from '../../../shared/event/kinds.ts';
import type { BatchNotice } from '../../../shared/journal-batch.ts';

let store: EventStore | undefined;

function opened(): EventStore {
  if (!store) throw new Error('not open');
  return store;
}

/** The product's store in a worker, as the product runs it. */
const worker = {
  async open(name: string): Promise<void> {
    store = await SegmentStore.open(new Database(name), { prepare: prepareBeside().prepare });
  },
  /** Stores events without a journal in front of it. */
  async append(events: { kind: EventKind; rawText: string }[], fetchedAt: number): Promise<void> {
    await opened().append(events.map((event) => ({ ...event, source: 'bench', fetchedAt })));
  },
  /** Takes batches from the journal until all are committed; answers how many events are stored. */
  take(notices: BatchNotice[]): Promise<number> {
    return new Promise((resolve, reject) => {
      let left = notices.length;
      const intake = new Intake({
        store: opened(),
        fetchBatch: (path) => fetch(path),
        wait: (ms) => new Promise((done) => setTimeout(done, ms)),
        acknowledge() {
          left -= 1;
          if (left === 0)
            resolve(
              opened()
                .counts()
                .then(({ total }) => total),
            );
        },
        damaged: (_, reason) => reject(new Error(reason)),
        trouble: (reason) => reason !== null && reject(reason),
        changed: () => undefined,
      });
      for (const notice of notices) intake.take(notice);
    });
  },
  /** One look and the rows of its first screen; answers how many events it found. */
  async look(question: Question): Promise<number> {
    const answer = await opened().ask(question);
    if (!answer) throw new Error('not answered');
    await opened().rows(answer.id, 0, 100, []);
    return answer.matched;
  },
};

export type OurWorker = typeof worker;

expose(worker);
