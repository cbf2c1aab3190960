import { wrap } from 'comlink';
import type { ReadGroups } from '../transfer/file-groups.ts';
import type { Prepare } from './preparing.ts';
import type { PreparingWorker } from './preparing-worker.ts';

/** Another worker that makes entries ready to be stored. */
export interface Beside {
  prepare: Prepare;
  read: ReadGroups;
}

/** Starts a worker that makes entries ready to be stored. */
export function prepareBeside(): Beside {
  const worker = new Worker(new URL('./preparing-worker.ts', import.meta.url), { type: 'module' });
  const beside = wrap<PreparingWorker>(worker);
  return {
    prepare: (entries) => beside.prepare([...entries]),
    async *read(file, source) {
      const reading = await beside.read(file, source);
      try {
        for (;;) {
          const group = await beside.next(reading);
          if (!group) return;
          yield group;
        }
      } finally {
        await beside.end(reading);
      }
    },
  };
}
