import { type ByteReader, type ByteWriter, DamagedBytes } from './bytes.ts';
import { readPlanes, widthOf, writePlanes } from './code-codec.ts';

/**
 * How a run of numbers is written. `scaled`: (base + n) * multiplier / divisor, with the largest n of its width for
 * NaN; `ascending` the same, each n being the difference from the one before. `exact`: IEEE 754 as they are.
 */
const forms = { constant: 0, scaled: 1, ascending: 2, exact: 3 } as const;

/** Largest whole number up to which every whole number is exact. */
const exactWhole = Number.MAX_SAFE_INTEGER;

interface Scale {
  multiplier: number;
  divisor: number;
}

/** Whole seconds, whole numbers, tenths: what times and scores are. */
const scales: readonly Scale[] = [
  { multiplier: 1000, divisor: 1 },
  { multiplier: 1, divisor: 1 },
  { multiplier: 1, divisor: 10 },
  { multiplier: 1, divisor: 100 },
];

function stepsOf(value: number, { multiplier, divisor }: Scale): number | undefined {
  const steps = Math.round((value * divisor) / multiplier);
  const isExact =
    Math.abs(steps) <= exactWhole &&
    Object.is((steps * multiplier) / divisor, value) &&
    !Object.is(steps, -0);
  return isExact ? steps : undefined;
}

/** All values as steps of a scale, NaN for NaN; undefined where one is none. */
function allSteps(values: Float64Array, scale: Scale): Float64Array | undefined {
  const all = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const steps = Number.isNaN(value) ? value : stepsOf(value, scale);
    if (steps === undefined) return undefined;
    all[i] = steps;
  }
  return all;
}

function writeScaled(writer: ByteWriter, steps: Float64Array, scale: Scale): boolean {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let before = Number.NaN;
  let jump = 0;
  let isAscending = true;
  for (let i = 0; i < steps.length; i++) {
    const value = steps[i] as number;
    if (value < least) least = value;
    if (value > most) most = value;
    if (Number.isNaN(value) || value < before) isAscending = false;
    else if (value - before > jump) jump = value - before;
    before = value;
  }
  if (most - least >= 0xffff_ffff) return false;
  const numbers = new Uint32Array(steps.length);
  const nan = widthOf(most - least + 1);
  const ascending = widthOf(jump);
  const form = isAscending && ascending < nan ? forms.ascending : forms.scaled;
  const width = form === forms.ascending ? ascending : nan;
  const none = width === 4 ? 0xffff_ffff : 2 ** (8 * width) - 1;
  for (let i = 0; i < steps.length; i++) {
    const value = steps[i] as number;
    if (form === forms.ascending) numbers[i] = i === 0 ? 0 : value - (steps[i - 1] as number);
    else numbers[i] = Number.isNaN(value) ? none : value - least;
  }
  writer.u8(form);
  writer.u8(width);
  writer.f64(least);
  writer.f64(scale.multiplier);
  writer.f64(scale.divisor);
  writePlanes(writer, numbers, width);
  return true;
}

function isConstant(values: Float64Array): boolean {
  const [first] = values;
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], first)) return false;
  return true;
}

/** Writes numbers so that every one comes back as it is; any NaN comes back as NaN. */
export function writeNumbers(writer: ByteWriter, values: Float64Array): void {
  if (isConstant(values)) {
    writer.u8(forms.constant);
    writer.f64(values[0] ?? Number.NaN);
    return;
  }
  for (const scale of scales) {
    const steps = allSteps(values, scale);
    if (steps && writeScaled(writer, steps, scale)) return;
  }
  writer.u8(forms.exact);
  for (const value of values) writer.f64(value);
}

/** Reads what `writeNumbers` wrote. @throws DamagedBytes */
export function readNumbers(reader: ByteReader, length: number): Float64Array {
  const form = reader.u8();
  if (form === forms.constant) return new Float64Array(length).fill(reader.f64());
  if (form === forms.exact) return Float64Array.from({ length }, () => reader.f64());
  if (form !== forms.scaled && form !== forms.ascending) {
    throw new DamagedBytes(`Numbers of form ${form} are not known.`);
  }
  const width = reader.u8();
  const base = reader.f64();
  const multiplier = reader.f64();
  const divisor = reader.f64();
  const numbers = readPlanes(reader, length, width);
  const none = width === 4 ? 0xffff_ffff : 2 ** (8 * width) - 1;
  const values = new Float64Array(length);
  let before = base;
  for (let i = 0; i < length; i++) {
    const number = numbers[i] as number;
    if (form === forms.ascending) {
      before += number;
      values[i] = (before * multiplier) / divisor;
    } else values[i] = number === none ? Number.NaN : ((base + number) * multiplier) / divisor;
  }
  return values;
}
