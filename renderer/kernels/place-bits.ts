import { type CodeBlock, isSparse, isSplit } from '../store/columns/code-block.ts';
import { blockAt, kernels, type Numbers } from './kernel-memory.ts';

/** Which codes pass: a byte for each that is 1, or 0; that of code 0 is 0 where blocks have few places with a code. */
export interface CodeMarks {
  readonly marks: Uint8Array;
  /** How many codes were looked at: while it is the same, so are the marks. */
  readonly seen: number;
}

/** The marks of the codes below 256 as the kernel reads them. */
function tableOf(marks: Uint8Array): Uint8Array {
  const table = new Uint8Array(32);
  const size = Math.min(256, marks.length);
  for (let code = 0; code < size; code++) {
    if (marks[code] !== 1) continue;
    const at = ((code >> 7) << 4) | (code & 15);
    table[at] = (table[at] as number) | (1 << ((code >> 4) & 7));
  }
  return table;
}

let held: { marks: Uint8Array; seen: number } | undefined;

/** Where the marks stand. */
function placed({ marks, seen }: CodeMarks): number {
  const memory = kernels();
  const isKnown = held?.marks === marks && held.seen === seen;
  if (!isKnown) held = { marks, seen };
  const { at, isHeld } = memory.room(held, marks.length);
  if (!isKnown || !isHeld) {
    memory.put(marks, at);
    memory.put(tableOf(marks), blockAt.table);
  }
  return at;
}

/**
 * The places of a block whose code is marked.
 * @param block codes that are not all one
 * @param into its bitmap
 */
export function markedPlaces(block: Exclude<CodeBlock, number>, marks: CodeMarks, into: Uint32Array): void {
  const memory = kernels();
  const { run } = memory;
  const at = placed(marks);
  const { codes, top, table } = blockAt;
  if (isSparse(block)) {
    memory.put(block.bits, blockAt.held);
    memory.put(block.values, codes);
    run.markedSparse(blockAt.held, codes, block.values.BYTES_PER_ELEMENT, at, blockAt.into);
  } else if (isSplit(block)) {
    memory.put(block.low, codes);
    memory.put(block.top, top);
    run.markedSplit(codes, top, at, blockAt.into);
  } else {
    memory.put(block, codes);
    if (block instanceof Uint8Array) run.markedBytes(codes, table, blockAt.into);
    else if (block instanceof Uint16Array) run.markedShorts(codes, at, blockAt.into);
    else run.markedWords(codes, at, blockAt.into);
  }
  into.set(memory.into);
}

/** The places of a block whose number lies between two, both included. */
export function placesWithin(numbers: Numbers, low: number, high: number, into: Uint32Array): void {
  const memory = kernels();
  const { run } = memory;
  memory.put(numbers, blockAt.codes);
  if (numbers instanceof Uint8Array) run.withinBytes(blockAt.codes, low, high, blockAt.into);
  else if (numbers instanceof Uint16Array) run.withinShorts(blockAt.codes, low, high, blockAt.into);
  else run.withinWords(blockAt.codes, low, high, blockAt.into);
  into.set(memory.into);
}
