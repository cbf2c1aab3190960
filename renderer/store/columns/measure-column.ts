import { blockSize } from './blocks.ts';
import { CodeColumn } from './code-column.ts';
import { EntryNumbers } from './entry-numbers.ts';
import { NumberColumn, type Offsets } from './number-column.ts';
import { NumberDictionary } from './number-dictionary.ts';

/** Numbers of which there are few, such as scores and flags: a code for each event. */
export class LevelColumn {
  readonly codes = new CodeColumn();
  readonly dictionary = new NumberDictionary();

  get bytes(): number {
    return this.codes.bytes;
  }
}

/** Numbers of which there may be as many as events, such as times and sizes. */
export interface MeasureColumn {
  readonly bytes: number;
  /** The numbers of events that have several; undefined where the field has one at most. */
  readonly several: EntryNumbers | undefined;
  push(place: number, value: number): void;
  set(place: number, value: number): void;
  at(place: number): number;
  /** The numbers of a block, NaN where there is none; the first of several. */
  read(block: number, into: Float64Array): void;
  /** A block as codes above a base, where it is held so; not to be changed. */
  offsetsAt(block: number): Offsets | undefined;
}

/** Numbers that stand for themselves. */
export class PlainMeasures implements MeasureColumn {
  readonly several = undefined;
  readonly #numbers = new NumberColumn();

  get bytes(): number {
    return this.#numbers.bytes;
  }

  push(_place: number, value: number): void {
    this.#numbers.push(value);
  }

  set(place: number, value: number): void {
    this.#numbers.set(place, value);
  }

  at(place: number): number {
    return this.#numbers.at(place);
  }

  read(block: number, into: Float64Array): void {
    this.#numbers.read(block, into);
  }

  offsetsAt(block: number): Offsets | undefined {
    return this.#numbers.offsetsAt(block);
  }
}

const around = new Float64Array(blockSize);

/**
 * Numbers that are near those of another column, often the same: what is kept is how far off they are. Whatever they
 * are measured from has to be put first.
 */
export class NearMeasures implements MeasureColumn {
  readonly several: EntryNumbers | undefined;
  readonly #off = new NumberColumn();
  readonly #from: Pick<MeasureColumn, 'at' | 'read'>;

  constructor(from: Pick<MeasureColumn, 'at' | 'read'>, hasSeveral = false) {
    this.#from = from;
    this.several = hasSeveral ? new EntryNumbers() : undefined;
  }

  get bytes(): number {
    return this.#off.bytes + (this.several?.bytes ?? 0);
  }

  push(place: number, value: number): void {
    this.#off.push(value - (this.#from.at(place) || 0));
  }

  set(place: number, value: number): void {
    this.#off.set(place, value - (this.#from.at(place) || 0));
  }

  at(place: number): number {
    return this.#off.at(place) + (this.#from.at(place) || 0);
  }

  read(block: number, into: Float64Array): void {
    this.#from.read(block, around);
    this.#off.read(block, into);
    for (let i = 0; i < blockSize; i++) into[i] = (into[i] as number) + ((around[i] as number) || 0);
  }

  offsetsAt(): undefined {
    return undefined;
  }
}

/** The later of two times, either of which may be missing. */
export class LaterOf implements Pick<MeasureColumn, 'at' | 'read'> {
  readonly #a: MeasureColumn;
  readonly #b: MeasureColumn;
  readonly #numbers = new Float64Array(blockSize);

  constructor(a: MeasureColumn, b: MeasureColumn) {
    this.#a = a;
    this.#b = b;
  }

  at(place: number): number {
    const [a, b] = [this.#a.at(place), this.#b.at(place)];
    return b > a || Number.isNaN(a) ? b : a;
  }

  read(block: number, into: Float64Array): void {
    this.#a.read(block, into);
    this.#b.read(block, this.#numbers);
    for (let i = 0; i < blockSize; i++) {
      const [a, b] = [into[i] as number, this.#numbers[i] as number];
      if (b > a || Number.isNaN(a)) into[i] = b;
    }
  }
}
