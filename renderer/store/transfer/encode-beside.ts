import { transfer, wrap } from 'comlink';
import type { StoredPiece } from '../segments/stored-pieces.ts';
import type { BeginEncoding, EncodingOrder } from './encoding.ts';
import type { EncodingWorker } from './encoding-worker.ts';

/** More workers than this wait for the disk. */
const mostWorkers = 4;

/** Starts a worker that makes pieces of a file. */
function startWorker(order: EncodingOrder) {
  const worker = new Worker(new URL('./encoding-worker.ts', import.meta.url), { type: 'module' });
  const beside = wrap<EncodingWorker>(worker);
  return {
    end: () => worker.terminate(),
    encode(piece: StoredPiece) {
      const buffers = piece.runs.flatMap(({ parts }) => Object.values(parts).map(({ buffer }) => buffer));
      return beside.encode(order, transfer(piece, [...new Set(buffers)]));
    },
  };
}

/** Encodes in workers of their own, as many as there are pieces for, which are there as long as the file is written. */
export const encodeBeside: BeginEncoding = (order) => {
  const lanes = Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency));
  const workers: ReturnType<typeof startWorker>[] = [];
  let pieces = 0;
  return {
    lanes,
    encode(piece) {
      const lane = pieces++ % lanes;
      workers[lane] ??= startWorker(order);
      return workers[lane].encode(piece);
    },
    close() {
      for (const { end } of workers) end();
    },
  };
};
