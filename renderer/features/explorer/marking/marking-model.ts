import { create } from 'zustand';
import { countOf } from '../../../../shared/duration.ts';
import type { Answer } from '../../../query/question.ts';
import type { AnnotationTarget } from '../../../store/event-store.ts';
import { useExplorer } from '../explorer-model.ts';
import type { Shown } from '../look-coordinator.ts';
import {
  allMarked,
  countMarked,
  type Marked,
  nothingMarked,
  targetOf,
  toggled,
  withMarked,
} from './marked.ts';

/** Where a stretch of marked events begins. */
export interface Anchor {
  key: string;
  index: number;
}

interface Marking {
  marked: Marked;
  /** Where the stretch begins that is being marked, and what was marked before it. */
  stretch: { anchor: Anchor; before: Marked } | undefined;
  /** Why the last stretch could not be marked; empty where it was. */
  refused: string;
  /** Marks an event or takes its mark away; a stretch may begin there. */
  toggle(anchor: Anchor): void;
  begin(anchor: Anchor): void;
  /** The stretch that is being marked is made of these. */
  reach(keys: Iterable<string>): void;
  refuse(why: string): void;
  /** The next stretch begins elsewhere. */
  end(): void;
  all(): void;
  clear(): void;
}

/** The events that an analyst marked to do something with all of them. */
export const useMarking = create<Marking>((set) => ({
  marked: nothingMarked,
  stretch: undefined,
  refused: '',
  toggle: (anchor) =>
    set(({ marked }) => {
      const now = toggled(marked, anchor.key);
      return { marked: now, stretch: { anchor, before: now }, refused: '' };
    }),
  begin: (anchor) => set(({ marked }) => ({ stretch: { anchor, before: marked } })),
  reach: (keys) =>
    set(({ stretch }) => (stretch ? { marked: withMarked(stretch.before, keys), refused: '' } : {})),
  refuse: (refused) => set({ refused }),
  end: () => set({ stretch: undefined, refused: '' }),
  all: () => set({ marked: allMarked, stretch: undefined, refused: '' }),
  clear: () => set({ marked: nothingMarked, stretch: undefined, refused: '' }),
}));

// What is marked is in sight, or was a moment ago: nothing is done to events that another look does not show.
useExplorer.subscribe((now, before) => {
  if (now.valid !== before.valid) useMarking.getState().clear();
});

/** Whether any events are marked, of those that are shown. */
export function useIsMarking(shown: { answer: Pick<Answer, 'matched'> } | undefined): boolean {
  return useMarking(({ marked }) => countMarked(marked, shown?.answer.matched ?? 0) > 0);
}

/** What is done to many events is done to the marked ones, or where none is, to all that are shown. */
export interface Meant {
  of: 'marked' | 'shown';
  target: AnnotationTarget;
  count: number;
}

/** Which events are meant by what is done to many; undefined where there are none. */
export function meantBy(shown: Shown | undefined, marked: Marked): Meant | undefined {
  if (!shown) return undefined;
  const { answer, question } = shown;
  const count = countMarked(marked, answer.matched);
  if (count > 0) return { of: 'marked', target: targetOf(marked, question), count };
  const { query, time } = question;
  if (answer.matched === 0) return undefined;
  return { of: 'shown', target: { matching: { query, time } }, count: answer.matched };
}

/** "3 marked events", "12,408 events shown". */
export function wordsOf({ of, count }: Pick<Meant, 'of' | 'count'>): string {
  return of === 'shown' ? `${countOf(count, 'event')} shown` : countOf(count, 'marked event');
}
