import type { ColumnChunk } from '../columns/chunk.ts';
import { runValues } from './run-values.ts';

/**
 * Events removed from runs that are still on disk: those of runs up to `upTo` that occurred before `before`, or are
 * of `source`, or have one of `keys`. What is stored later is not meant by it.
 */
export interface Removal {
  id: string;
  upTo: number;
  before: number | null;
  source: string | null;
  keys: string[];
}

/** Whether a removal says everything that another says. */
function covers(a: Removal, b: Removal): boolean {
  if (a.upTo < b.upTo || a.source !== b.source) return false;
  const isLater = b.before === null || (a.before !== null && a.before >= b.before);
  return isLater && b.keys.every((key) => a.keys.includes(key));
}

/** The removals that are still needed once another is made. */
export function without(removals: readonly Removal[], covering: Removal): Removal[] {
  return removals.filter((removal) => !covers(covering, removal));
}

/** Tells which events of a run were removed; undefined where none can have been. */
export function removedIn(
  removals: readonly Removal[],
  run: number,
): ((chunk: ColumnChunk, event: number) => boolean) | undefined {
  const meant = removals.filter(({ upTo }) => run <= upTo);
  if (meant.length === 0) return undefined;
  const before = Math.max(...meant.map((removal) => removal.before ?? Number.NEGATIVE_INFINITY));
  const sources = new Set(meant.map(({ source }) => source));
  const keys = new Set(meant.flatMap((removal) => removal.keys));
  return (chunk, event) =>
    runValues.number(chunk, 'time', event) < before ||
    sources.has(runValues.text(chunk, 'source', event)) ||
    (keys.size > 0 && keys.has(keyOf(chunk, event)));
}

/** The row key of an event: `source:identity`. */
export function keyOf(chunk: ColumnChunk, event: number): string {
  return `${runValues.text(chunk, 'source', event)}:${runValues.identity(chunk, event)}`;
}
