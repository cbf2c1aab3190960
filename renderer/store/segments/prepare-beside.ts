import { wrap } from 'comlink';
import type { Prepare } from './preparing.ts';
import type { PreparingWorker } from './preparing-worker.ts';

/** Starts a worker that makes entries ready to be stored. */
export function prepareBeside(): Prepare {
  const worker = new Worker(new URL('./preparing-worker.ts', import.meta.url), { type: 'module' });
  const beside = wrap<PreparingWorker>(worker);
  return (entries) => beside.prepare([...entries]);
}
