import type { Question } from '../../../query/question.ts';
import type { AnnotationTarget } from '../../../store/event-store.ts';

/** Which events are marked: some by their row keys, or all that are shown but for some. */
export type Marked = { are: 'some'; keys: ReadonlySet<string> } | { are: 'all'; except: ReadonlySet<string> };

export const nothingMarked: Marked = { are: 'some', keys: new Set() };
export const allMarked: Marked = { are: 'all', except: new Set() };

/** Events that are marked one by one or as a stretch, at most; all that are shown are marked as such. */
export const mostMarked = 10_000;

export function isMarked(marked: Marked, key: string): boolean {
  return marked.are === 'some' ? marked.keys.has(key) : !marked.except.has(key);
}

/** How many events are marked, of so many that are shown. */
export function countMarked(marked: Marked, shown: number): number {
  return marked.are === 'some' ? marked.keys.size : Math.max(0, shown - marked.except.size);
}

/** Marks further events. */
export function withMarked(marked: Marked, keys: Iterable<string>): Marked {
  if (marked.are === 'some') return { are: 'some', keys: new Set([...marked.keys, ...keys]) };
  const except = new Set(marked.except);
  for (const key of keys) except.delete(key);
  return { are: 'all', except };
}

/** Marks an event that is not marked, and the other way round. */
export function toggled(marked: Marked, key: string): Marked {
  if (!isMarked(marked, key)) return withMarked(marked, [key]);
  if (marked.are === 'all') return { are: 'all', except: new Set([...marked.except, key]) };
  const keys = new Set(marked.keys);
  keys.delete(key);
  return { are: 'some', keys };
}

/** The marked events, as the store is asked for them: those that are shown are those of a question. */
export function targetOf(
  marked: Marked,
  { query, time }: Pick<Question, 'query' | 'time'>,
): AnnotationTarget {
  if (marked.are === 'some') return { keys: [...marked.keys] };
  return { matching: { query, time }, except: [...marked.except] };
}
