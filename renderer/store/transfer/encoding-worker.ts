import { expose, transfer } from 'comlink';
import type { StoredPiece } from '../segments/stored-pieces.ts';
import { type EncodingOrder, encodePiece } from './encoding.ts';

/** Makes pieces of files beside the store's worker, which meanwhile answers looks. */
const worker = {
  async encode(order: EncodingOrder, piece: StoredPiece) {
    const encoded = await encodePiece(order, piece);
    return transfer(encoded, [encoded.bytes.buffer]);
  },
};

export type EncodingWorker = typeof worker;

expose(worker);
