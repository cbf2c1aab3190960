import { join } from 'node:path';
import { Journal } from '../../../electron/ingest/journal.ts';

/** The product's journal in a folder, without a limit; its sequence is not kept, since no process comes twice. */
export function openBenchJournal(folder: string): Promise<Journal> {
  let next = 1;
  return Journal.open({
    folder: join(folder, 'journal'),
    quarantineFolder: join(folder, 'quarantine'),
    limit: Number.POSITIVE_INFINITY,
    sequence: {
      get: () => ({ next }),
      set: (value) => {
        next = value.next;
      },
    },
  });
}
