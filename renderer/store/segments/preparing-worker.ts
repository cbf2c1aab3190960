import { expose } from 'comlink';
import type { ReadableFile } from '../../../shared/files/read-file.ts';
import { type FileGroup, fileGroups } from '../transfer/file-groups.ts';
import { prepareHere } from './preparing.ts';

const readings = new Map<number, AsyncGenerator<FileGroup>>();
let latest = 0;

/** Makes entries ready beside the store's worker, which meanwhile answers looks. */
const worker = {
  prepare: prepareHere,
  /** Begins to read a file; answers the name of the reading. */
  read(file: ReadableFile, source: string): number {
    latest += 1;
    readings.set(
      latest,
      fileGroups(file, source, () => Date.now()),
    );
    return latest;
  },
  /** The next group of a file; null behind the last. */
  async next(reading: number): Promise<FileGroup | null> {
    const result = await readings.get(reading)?.next();
    return !result || result.done ? null : result.value;
  },
  /** Ends a reading, wherever it is. */
  async end(reading: number): Promise<void> {
    const groups = readings.get(reading);
    readings.delete(reading);
    await groups?.return(undefined);
  },
};

export type PreparingWorker = typeof worker;

expose(worker);
