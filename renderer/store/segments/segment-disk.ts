import { Dexie } from 'dexie';
import type { Database } from '../database.ts';
import { DamagedBytes } from './bytes.ts';
import { type Removal, without } from './removals.ts';
import {
  type EventRun,
  type PackedParts,
  type PartName,
  partNames,
  readColumns,
  readRaws,
} from './segment-file.ts';
import type { UndetectedRow } from './segment-tables.ts';
import type { RunHead } from './zones.ts';

/** A run of events on disk, as far as is known without reading it. */
export interface RunOnDisk {
  id: number;
  head: RunHead;
  isTail: boolean;
}

/** A run of events as it is to be written. */
export interface PackedRun {
  id: number;
  head: RunHead;
  parts: PackedParts;
}

function sizesOf(parts: PackedParts): Record<PartName, number> {
  return Object.fromEntries(partNames.map((part) => [part, parts[part].length])) as Record<PartName, number>;
}

/** Runs of events in the browser's database: what is written together is one transaction. */
export class SegmentDisk {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All runs, and what was removed from them. */
  async list(): Promise<{ runs: RunOnDisk[]; removals: Removal[] }> {
    const { tail, segments, removals } = this.#database;
    const runs: RunOnDisk[] = [];
    for (const { id, head } of await segments.toArray()) runs.push({ id, head, isTail: false });
    // A tail row holds its parts too, and there are few of them.
    await tail.each(({ id, head }) => runs.push({ id, head, isTail: true }));
    return { runs, removals: await removals.toArray() };
  }

  /** The bytes of a run's parts; a part that is missing is left out. */
  async parts(run: RunOnDisk, names: readonly PartName[]): Promise<Partial<PackedParts>> {
    if (run.isTail) return (await this.#database.tail.get(run.id))?.parts ?? {};
    const rows = await this.#database.segmentParts.bulkGet(names.map((name) => [name, run.id]));
    return Object.fromEntries(rows.flatMap((row) => (row ? [[row.part, row.bytes]] : [])));
  }

  /** Reads a run, columns and raw texts. @throws DamagedBytes */
  async read(run: RunOnDisk): Promise<EventRun> {
    const parts = whole(await this.parts(run, partNames));
    const { length } = run.head;
    return { chunk: await readColumns(parts, length), raws: await readRaws(parts.raw, length) };
  }

  /**
   * Writes what was appended. It is on disk when this is answered.
   * @param isTail false for what is a segment at once
   * @param undetected the same events for the rules, in the same transaction: a crash leaves both or neither
   */
  async append(run: PackedRun, isTail: boolean, undetected?: UndetectedRow): Promise<void> {
    const { tail, segments, segmentParts, undetected: waiting } = this.#database;
    const tables = isTail ? [tail] : [segments, segmentParts];
    await this.#database.transaction('rw', undetected ? [...tables, waiting] : tables, async () => {
      await Promise.all([this.#add(run, isTail), undetected && waiting.add(undetected)]);
    });
  }

  /** Within a transaction over the tables of runs. */
  async #add(run: PackedRun, isTail: boolean): Promise<void> {
    const { tail, segments, segmentParts } = this.#database;
    if (isTail) {
      await tail.add(run);
      return;
    }
    const { id, head, parts } = run;
    await Promise.all([
      segments.add({ id, head, sizes: sizesOf(parts) }),
      segmentParts.bulkAdd(partNames.map((part) => ({ part, id, bytes: parts[part] }))),
    ]);
  }

  /**
   * Writes a run in the place of others, in one transaction.
   * @param into null writes nothing: what was in the others was removed
   * @returns whether it did; not where one of the others is not there any more
   */
  async replace(others: readonly RunOnDisk[], into: PackedRun | null, asTail: boolean): Promise<boolean> {
    const { tail, segments, segmentParts } = this.#database;
    return this.#database.transaction('rw', tail, segments, segmentParts, async () => {
      const ids = others.map(({ id }) => id);
      const there = await Promise.all(
        others.map(({ id, isTail }) => (isTail ? tail : segments).where('id').equals(id).count()),
      );
      if (there.includes(0)) return false;
      await this.#drop(ids);
      if (into) await this.#add(into, asTail);
      return true;
    });
  }

  /** Notes a removal and drops the runs of which it leaves nothing, in one transaction. */
  async remove(removal: Removal, before: readonly Removal[], dropped: readonly number[]): Promise<Removal[]> {
    const { tail, segments, segmentParts, removals } = this.#database;
    const kept = without(before, removal);
    const obsolete = before.filter((one) => !kept.includes(one)).map(({ id }) => id);
    await this.#database.transaction('rw', tail, segments, segmentParts, removals, async () => {
      await removals.bulkDelete(obsolete);
      await removals.add(removal);
      await this.#drop(dropped);
    });
    return [...kept, removal];
  }

  /** Forgets removals of which nothing is left on disk. */
  async settle(removals: readonly Removal[]): Promise<void> {
    await this.#database.removals.bulkDelete(removals.map(({ id }) => id));
  }

  /** Moves a run that cannot be read out of the way, as it is. */
  async setAside({ id, head, isTail }: RunOnDisk, reason: string): Promise<void> {
    const { tail, segments, segmentParts, damaged } = this.#database;
    const parts = await this.parts({ id, head, isTail }, partNames).catch(() => ({}));
    await this.#database.transaction('rw', tail, segments, segmentParts, damaged, async () => {
      await damaged.put({ id, head, parts, reason, at: Date.now() });
      await this.#drop([id]);
    });
  }

  /** Within a transaction over the tables of runs. */
  async #drop(ids: readonly number[]): Promise<void> {
    const { tail, segments, segmentParts } = this.#database;
    await Promise.all([
      tail.bulkDelete([...ids]),
      segments.bulkDelete([...ids]),
      segmentParts.where('id').anyOf(ids).delete(),
    ]);
  }
}

/** All parts. @throws DamagedBytes where one is missing */
export function whole(parts: Partial<PackedParts>): PackedParts {
  for (const name of partNames) {
    if (!parts[name]) throw new DamagedBytes(`The part "${name}" is missing.`);
  }
  return parts as PackedParts;
}

/** Whether an error says that something on disk cannot be read, rather than that the store refuses. */
export function isDamage(error: unknown): boolean {
  // What Chromium says where a value's file is missing or cut short.
  const isUnreadable =
    error instanceof Dexie.DexieError &&
    (error.name === 'NotReadableError' ||
      error.name === 'DataError' ||
      /failed to read/i.test(error.message));
  return error instanceof DamagedBytes || isUnreadable;
}
