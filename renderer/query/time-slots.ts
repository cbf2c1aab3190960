import { type EventKind, eventKinds } from '../../shared/event/kinds.ts';
import { type Resident, ResidentCodes } from '../kernels/resident-codes.ts';
import { blockShift, blockSize } from '../store/columns/blocks.ts';
import type { EventColumns } from '../store/columns/event-columns.ts';
import type { Histogram, TimeRange } from './question.ts';
import { timeBins } from './time-bins.ts';
import { type CodeSource, ValueCounts } from './value-counts.ts';

const times = new Float64Array(blockSize);
const kinds = new Uint32Array(blockSize);
const slots = new Uint16Array(blockSize);

/**
 * For each event the bar of the histogram that it stands in, found out once for a stretch of time: whatever else is
 * filtered by, the histogram is then a count of these.
 */
export class TimeSlots implements CodeSource {
  readonly range: TimeRange;
  readonly bins: number;
  readonly #bars: { from: number; step: number; count: number };
  readonly #columns: EventColumns;
  readonly #counts: ValueCounts;
  readonly #slots = new ResidentCodes();
  readonly #stamps: number[] = [];
  #slotOfKind = new Uint32Array(0);

  constructor(columns: EventColumns, range: TimeRange, bins: number) {
    this.#columns = columns;
    this.range = range;
    this.bins = bins;
    this.#bars = timeBins(range, Math.min(bins, 16_000));
    this.#counts = new ValueCounts(columns, this);
  }

  /** A code for each kind in each bar, one for outside of all, and one for a kind that is none. */
  get size(): number {
    return this.#bars.count * eventKinds.length + 1;
  }

  histogram(selection: Uint32Array): Histogram {
    this.#readKinds();
    const counts = this.#counts.of(selection);
    const { from, step, count } = this.#bars;
    const countsOf = (kind: number) => Array.from(counts.subarray(kind * count, (kind + 1) * count));
    return {
      from,
      to: from + step * count,
      step,
      counts: Object.fromEntries(eventKinds.map((kind, i) => [kind, countsOf(i)])) as Record<
        EventKind,
        number[]
      >,
    };
  }

  at(place: number): number {
    this.blockAt(place >> blockShift);
    return this.#slots.at(place);
  }

  blockAt(block: number): Resident {
    const stamp = this.#columns.stamps[block] ?? 0;
    if (this.#stamps[block] !== stamp) {
      this.#fill(block);
      this.#slots.put(block, slots);
      this.#stamps[block] = stamp;
    }
    return this.#slots.blockAt(block);
  }

  #readKinds(): void {
    const field = this.#columns.fields.of('kind');
    if (field?.is !== 'text') return;
    const { dictionary } = field.column;
    const names: readonly string[] = eventKinds;
    this.#slotOfKind = Uint32Array.from({ length: dictionary.size }, (_, code) =>
      Math.max(0, names.indexOf(dictionary.textAt(code))),
    );
  }

  #fill(block: number): void {
    const { from, step, count } = this.#bars;
    const field = this.#columns.fields.of('kind');
    if (field?.is === 'text') field.column.codes.read(block, kinds);
    const packed = this.#columns.fields.time.offsetsAt(block);
    if (packed) times.set(packed.codes);
    else this.#columns.fields.time.read(block, times);
    const shift = (packed?.base ?? 0) - from;
    const outside = this.size - 1;
    const perStep = 1 / step;
    const slotOfKind = this.#slotOfKind;
    for (let i = 0; i < blockSize; i++) {
      const since = (times[i] as number) + shift;
      let slot = Math.floor(since * perStep);
      // Multiplying is faster than dividing, and may be off by one at a bar's edge.
      if ((slot + 1) * step <= since) slot += 1;
      else if (slot * step > since) slot -= 1;
      slots[i] =
        slot >= 0 && slot < count ? (slotOfKind[kinds[i] as number] as number) * count + slot : outside;
    }
  }
}
