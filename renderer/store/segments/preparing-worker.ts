import { expose } from 'comlink';
import { prepareHere } from './preparing.ts';

/** Makes entries ready beside the store's worker, which meanwhile answers looks. */
const worker = { prepare: prepareHere };

export type PreparingWorker = typeof worker;

expose(worker);
