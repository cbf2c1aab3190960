import type { StringRun } from '../../../renderer/store/columns/chunk.ts';
import type { Database } from '../../../renderer/store/database.ts';
import { readEntry, runOf } from '../../../renderer/store/segments/preparing.ts';
import { type EventRun, packRun, partNames } from '../../../renderer/store/segments/segment-file.ts';
import { headOf } from '../../../renderer/store/segments/zones.ts';
import type { EventKind } from '../../../shared/event/kinds.ts';

const segmentLength = 4096;
/** What the copies are like. */
export interface Filling {
  source: string;
  count: number;
  /** How much earlier each copy is than the one before, ms. */
  apart: number;
}

/** Another text for each text that names an event. */
function renamed({ dictionary, codes }: StringRun, copy: number): StringRun {
  const mark = copy.toString(36);
  return {
    dictionary: dictionary.map((text) => (text === '' ? '' : `${text.slice(mark.length)}${mark}`)),
    codes,
  };
}

/** The same events, so much earlier and under names of their own. */
function copied({ chunk, raws }: EventRun, copy: number, apart: number): EventRun {
  const identity = new Uint32Array(chunk.identity.length);
  for (let at = 0; at < identity.length; at += 16_384)
    crypto.getRandomValues(identity.subarray(at, at + 16_384));
  const numbers = { ...chunk.numbers };
  for (const field of ['time', 'messageTime', 'clickTime', 'created', 'recognised']) {
    numbers[field] = (numbers[field] ?? new Float64Array(chunk.length)).map((time) => time - copy * apart);
  }
  const strings = { ...chunk.strings };
  for (const field of ['GUID', 'id', 'QID', 'messageID']) {
    const run = strings[field];
    if (run) strings[field] = renamed(run, copy);
  }
  return { chunk: { ...chunk, identity, numbers, strings }, raws };
}

/** Writes so many events in segments: copies of those given, which have to be some segments' worth. */
export async function fillSegments(
  database: Database | undefined,
  texts: readonly { kind: EventKind; text: string }[],
  { source, count, apart }: Filling,
): Promise<void> {
  if (!database) throw new Error('not open');
  const runs: EventRun[] = [];
  for (let at = 0; at + segmentLength <= texts.length; at += segmentLength) {
    runs.push(
      runOf(
        texts
          .slice(at, at + segmentLength)
          .map(({ kind, text }) => readEntry({ source, kind, rawText: text, fetchedAt: 1.79e12 })),
      ),
    );
  }
  // Runs of the tail and segments are numbered in one row.
  const ids = await Promise.all(
    [database.tail, database.segments].map((table) => table.toCollection().primaryKeys()),
  );
  const first = Math.max(0, ...ids.flat()) + 1;
  for (let made = 1; (made - 1) * segmentLength < count; made++) {
    const id = first + made - 1;
    const run = copied(runs[made % runs.length] as EventRun, Math.floor(made / runs.length), apart);
    const parts = await packRun(run, true);
    const sizes = { core: 0, text: 0, ids: 0, raw: 0 };
    for (const part of partNames) sizes[part] = parts[part].length;
    await database.segments.add({ id, head: headOf(run.chunk), sizes });
    await database.segmentParts.bulkAdd(partNames.map((part) => ({ part, id, bytes: parts[part] })));
  }
}
