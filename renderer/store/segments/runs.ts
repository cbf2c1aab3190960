import type { ColumnChunk } from '../columns/chunk.ts';
import type { Database } from '../database.ts';
import { DamagedBytes } from './bytes.ts';
import { joinRuns } from './join.ts';
import type { Memory } from './memory.ts';
import type { PreparedRun } from './preparing.ts';
import { type Removal, removedIn } from './removals.ts';
import { RunCache } from './run-cache.ts';
import { salvage } from './salvage.ts';
import { isDamage, type RunOnDisk, SegmentDisk } from './segment-disk.ts';
import {
  type EventRun,
  type PackedParts,
  type PartName,
  packRun,
  partNames,
  readColumns,
} from './segment-file.ts';
import type { UndetectedRow } from './segment-tables.ts';
import { Turns } from './turns.ts';
import { headOf, type RunHead } from './zones.ts';

/** Events that could not be read and were set aside. */
export interface Damage {
  events: number;
  /** When they occurred, ms; null where that is not known. */
  from: number | null;
  to: number | null;
  sources: string[];
  reason: string;
}

/** Events removed from memory at once; looks are answered in between. */
const removedAtOnce = 5000;

/** What the rules have yet to look at of a run that is appended. */
function undetectedOf(chunk: ColumnChunk, { zones }: RunHead): UndetectedRow {
  const { identity, contentHash, strings, numbers, length } = chunk;
  const { dictionary, codes } = strings.source ?? { dictionary: [''], codes: new Uint32Array(length) };
  const [from, to] = zones.time ?? [0, 0];
  const times = numbers.time ?? new Float64Array(length);
  return { from, to, times, sources: dictionary, sourceOf: codes, identity, contentHash };
}

/** All runs on disk, and the memory that follows what is done to them. */
export class Runs {
  /** Whatever changes what is stored waits for its turn; looks do not. */
  readonly turns = new Turns();
  readonly #memory: Memory;
  readonly #disk: SegmentDisk;
  readonly #onDamage: (damage: Damage) => void;
  readonly #isDetected: boolean;
  readonly #cache = new RunCache();
  readonly #runs = new Map<number, RunOnDisk>();
  #removals: Removal[] = [];
  #nextId = 1;

  /**
   * @param onDamage told of events that are missing now
   * @param isDetected whether what is appended is kept for the rules until they have looked at it
   */
  constructor(database: Database, memory: Memory, onDamage: (damage: Damage) => void, isDetected: boolean) {
    this.#isDetected = isDetected;
    this.#disk = new SegmentDisk(database);
    this.#memory = memory;
    this.#onDamage = onDamage;
  }

  /** What lies on disk; nothing of it is in memory yet. */
  async list(): Promise<RunOnDisk[]> {
    const { runs, removals } = await this.#disk.list();
    this.#removals = removals;
    for (const run of runs) this.#runs.set(run.id, run);
    this.#nextId = Math.max(0, ...runs.map(({ id }) => id), ...removals.map(({ upTo }) => upTo)) + 1;
    return runs;
  }

  get all(): RunOnDisk[] {
    return [...this.#runs.values()];
  }

  /** Runs of the tail in the order they were appended. */
  get tail(): RunOnDisk[] {
    return this.all.filter(({ isTail }) => isTail).sort((a, b) => a.id - b.id);
  }

  get(id: number): RunOnDisk | undefined {
    return this.#runs.get(id);
  }

  /** Reads a run's columns into memory; one that is damaged is mended from its raw texts or set aside. */
  async admit(run: RunOnDisk): Promise<void> {
    try {
      if (run.isTail) {
        const whole = await this.#disk.read(run);
        this.#cache.keep(run.id, whole, true);
        this.#memory.admit(run.id, whole.chunk, removedIn(this.#removals, run.id));
        return;
      }
      const chunk = await this.#readColumns(run);
      this.#memory.admit(run.id, chunk, removedIn(this.#removals, run.id));
    } catch (error) {
      if (!isDamage(error)) throw error;
      await this.#mend(run, error instanceof Error ? error.message : String(error));
    }
  }

  async #mend(run: RunOnDisk, reason: string): Promise<void> {
    const parts = await this.#disk.parts(run, partNames).catch(() => ({}));
    const mended = await salvage(parts, run.head.length);
    if (mended) {
      const packed = { id: run.id, head: headOf(mended.chunk), parts: await packRun(mended, !run.isTail) };
      await this.#disk.replace([run], packed, run.isTail);
      this.#runs.set(run.id, { id: run.id, head: packed.head, isTail: run.isTail });
      if (run.isTail) this.#cache.keep(run.id, mended, true);
      this.#memory.admit(run.id, mended.chunk, removedIn(this.#removals, run.id));
    } else await this.#setAside(run, reason);
  }

  async #setAside(run: RunOnDisk, reason: string): Promise<void> {
    await this.#disk.setAside(run, reason);
    this.#forget([run.id]);
    const [from, to] = run.head.zones.time ?? [null, null];
    const { length: events, sources } = run.head;
    this.#onDamage({ events, from, to, sources: Object.keys(sources), reason });
  }

  /** Forgets runs that are on disk no more, and their events. */
  #forget(ids: readonly number[]): void {
    for (const id of ids) {
      for (const { place } of this.#memory.places.of(id)) this.#forgetPlace(place);
      this.#memory.places.drop(id);
      this.#cache.drop(id);
      this.#runs.delete(id);
    }
    this.#memory.forgetLost();
  }

  #forgetPlace(place: number): void {
    if (!this.#memory.columns.isLive(place)) return;
    this.#memory.remove(place);
    this.#memory.history.forget(place);
  }

  /** Writes events to disk, then takes them into memory. */
  async append({ chunk, raws, head, parts }: PreparedRun): Promise<void> {
    const id = this.#nextId;
    const isTail = raws !== null;
    await this.#disk.append(
      { id, head, parts },
      isTail,
      this.#isDetected ? undetectedOf(chunk, head) : undefined,
    );
    this.#nextId += 1;
    this.#runs.set(id, { id, head, isTail });
    if (raws) this.#cache.keep(id, { chunk, raws }, true);
    this.#memory.admit(id, chunk);
  }

  /**
   * Writes runs anew as one, without what was removed. Only the last step waits for its turn.
   * @returns false where something else was removed meanwhile
   */
  async rewrite(runs: readonly RunOnDisk[], asTail: boolean): Promise<boolean> {
    const removals = this.#removals;
    const whole: EventRun[] = [];
    for (const run of runs) {
      const read = await this.readOrSetAside(run);
      if (!read) return false;
      whole.push(read);
    }
    const joined = joinRuns(runs, whole, removals, asTail);
    const id = Math.max(...runs.map((run) => run.id));
    const packed = joined && {
      id,
      head: headOf(joined.run.chunk),
      parts: await packRun(joined.run, !asTail),
    };
    return this.turns.run(async () => {
      if (this.#removals !== removals || !this.areCurrent(runs)) return false;
      if (!(await this.#disk.replace(runs, packed ?? null, asTail))) return false;
      this.#memory.places.rewrite(new Set(runs.map((run) => run.id)), id, (location) =>
        joined?.indexOf(location),
      );
      for (const run of runs) {
        this.#cache.drop(run.id);
        this.#runs.delete(run.id);
      }
      if (joined && packed) {
        this.#runs.set(id, { id, head: packed.head, isTail: asTail });
        if (asTail) this.#cache.keep(id, joined.run, true);
      }
      this.#memory.forgetLost();
      return true;
    });
  }

  /** The columns of a run; undefined where it cannot be read or was written anew meanwhile. */
  async columnsOf(run: RunOnDisk): Promise<ColumnChunk | undefined> {
    const cached = this.#cache.get(run.id);
    if (cached) return cached.chunk;
    try {
      return await this.#readColumns(run);
    } catch (error) {
      if (isDamage(error)) return undefined;
      throw error;
    }
  }

  async #readColumns(run: RunOnDisk): Promise<ColumnChunk> {
    const { core, text, ids } = await this.#disk.parts(run, ['core', 'text', 'ids']);
    if (!core || !text || !ids) throw new DamagedBytes('A part of the segment is missing.');
    return readColumns({ core, text, ids }, run.head.length);
  }

  /** Whether runs are on disk as they were when they were listed. */
  areCurrent(runs: readonly RunOnDisk[]): boolean {
    return runs.every((run) => this.#runs.get(run.id) === run);
  }

  /** Reads a run; one that is damaged is set aside, and one that was written anew meanwhile is not read. */
  async readOrSetAside(run: RunOnDisk): Promise<EventRun | undefined> {
    try {
      return await this.#read(run);
    } catch (error) {
      if (!this.areCurrent([run])) return undefined;
      if (!isDamage(error)) throw error;
      await this.turns.run(async () => {
        if (this.areCurrent([run])) await this.#setAside(run, String(error));
      });
      return undefined;
    }
  }

  /** Some parts of a run as they lie on disk, under the same terms. */
  async partsOrSetAside(
    run: RunOnDisk,
    names: readonly PartName[],
  ): Promise<Partial<PackedParts> | undefined> {
    const parts: Partial<PackedParts> = await this.#disk.parts(run, names).catch((error: unknown) => {
      if (isDamage(error)) return {};
      throw error;
    });
    if (names.every((name) => parts[name])) return parts;
    // Reading all of it finds out what is wrong, and does what is to be done then.
    await this.readOrSetAside(run);
    return undefined;
  }

  async #read(run: RunOnDisk): Promise<EventRun> {
    const cached = this.#cache.get(run.id);
    if (cached) return cached;
    const read = await this.#disk.read(run);
    this.#cache.keep(run.id, read, run.isTail);
    return read;
  }

  /** Removes events for good: they do not come back with the next start. */
  async remove(
    places: readonly number[],
    what: Omit<Removal, 'id' | 'upTo'>,
    isGone: (run: RunOnDisk) => boolean,
  ): Promise<number> {
    if (places.length === 0) return 0;
    const removal = { id: crypto.randomUUID(), upTo: this.#nextId - 1, ...what };
    const dropped = [...this.#runs.values()].filter(isGone).map(({ id }) => id);
    this.#removals = await this.#disk.remove(removal, this.#removals, dropped);
    for (let at = 0; at < places.length; at += removedAtOnce) {
      for (const place of places.slice(at, at + removedAtOnce)) this.#forgetPlace(place);
      if (at + removedAtOnce < places.length) await new Promise((resolve) => setTimeout(resolve));
    }
    this.#forget(dropped);
    return places.length;
  }

  /** Runs of which something may have been removed that is still on disk. */
  get withRemovals(): RunOnDisk[] {
    return this.all.filter(({ id }) => this.#removals.some(({ upTo }) => id <= upTo));
  }

  /** Forgets removals that no run needs any more. */
  async settleRemovals(needed: readonly RunOnDisk[]): Promise<void> {
    const done = this.#removals.filter(({ upTo }) => !needed.some(({ id }) => id <= upTo));
    await this.#disk.settle(done);
    this.#removals = this.#removals.filter((removal) => !done.includes(removal));
  }
}
