import { temporal } from 'zundo';
import { create, useStore } from 'zustand';
import type { SortKey } from '../../query/question.ts';

/** What an analyst looks at: each change of it is a step that can be undone. */
export interface LookState {
  /** The query as it is written: all that was chosen, with the mouse too, stands in it. */
  text: string;
  /** The last text that could be read: what is shown while a query is half written. */
  valid: string;
  /** Empty is newest first. */
  sort: readonly SortKey[];
}

/** What fills the middle of the screen: the events, or the people they reached. */
export type Pane = 'events' | 'people';

/** Where an analyst stands within a look: going back leads there, undoing what was chosen does not. */
interface Standing {
  /** The event the keyboard is on. */
  selected: string | undefined;
  /** Whether the detail panel is open on it. */
  detailOpen: boolean;
  pane: Pane;
  /** Counts steps that led to another event or pane and changed nothing of what is looked at. */
  walks: number;
}

interface ExplorerModel extends LookState, Standing {
  /**
   * Changes what is looked at.
   * @param flow changes of the same flow that follow one another swiftly, such as typing or the drag of a slider,
   * are one step
   */
  change(part: Partial<LookState>, flow?: string): void;
  setSort(sort: readonly SortKey[]): void;
  select(key: string | undefined): void;
  openDetail(open: boolean): void;
  /** Goes to an event, or to another pane, by a step that leads back. */
  walk(to: Partial<Pick<Standing, 'selected' | 'detailOpen' | 'pane'>>): void;
}

/** Steps that are remembered. */
const limit = 200;
/** Changes of one flow that are further apart than this are steps of their own, ms. */
const flowPause = 1000;

/** The flow that the latest step belongs to, and when it last went on. */
let current: { flow: string; at: number } | undefined;
/** Set while a change goes on with the step before it. */
let continues = false;

type Step = LookState & Standing;

function sameStep(a: Step, b: Step): boolean {
  return a.text === b.text && a.valid === b.valid && a.sort === b.sort && a.walks === b.walks;
}

/** What the analyst looks at: survives going to another screen and back. */
export const useExplorer = create<ExplorerModel>()(
  temporal(
    (set) => ({
      text: '',
      valid: '',
      sort: [],
      selected: undefined,
      detailOpen: false,
      pane: 'events',
      walks: 0,
      change: (part, flow) => {
        const now = performance.now();
        continues = flow !== undefined && current?.flow === flow && now - current.at < flowPause;
        current = flow === undefined ? undefined : { flow, at: now };
        set(part);
        continues = false;
      },
      setSort: (sort) => {
        current = undefined;
        set({ sort });
      },
      select: (selected) => set({ selected }),
      openDetail: (detailOpen) => set({ detailOpen }),
      walk: (to) => {
        current = undefined;
        set(({ walks }) => ({ ...to, walks: walks + 1 }));
      },
    }),
    {
      limit,
      partialize: ({ text, valid, sort, selected, detailOpen, pane, walks }): Step => ({
        ...{ text, valid, sort },
        ...{ selected, detailOpen, pane, walks },
      }),
      equality: sameStep,
      handleSet: (record) => (past) => {
        if (!continues) record(past);
      },
    },
  ),
);

/** One step back, or forward again, to the look and to where the analyst stood in it. */
export function step(to: 'back' | 'forward'): void {
  current = undefined;
  const { undo, redo } = useExplorer.temporal.getState();
  if (to === 'back') undo();
  else redo();
}

/** One step back, or forward again, in what was chosen: the event that is open stays open. */
export function stepInPlace(to: 'back' | 'forward'): void {
  const { selected, detailOpen, pane, walks } = useExplorer.getState();
  step(to);
  if (useExplorer.getState().walks === walks) useExplorer.setState({ selected, detailOpen, pane });
}

/** Whether there is a step back, and one forward. */
export function useSteps(): { canUndo: boolean; canRedo: boolean } {
  const canUndo = useStore(useExplorer.temporal, ({ pastStates }) => pastStates.length > 0);
  const canRedo = useStore(useExplorer.temporal, ({ futureStates }) => futureStates.length > 0);
  return { canUndo, canRedo };
}

/** What was looked at before, newest first. */
export function earlierLooks(): Partial<LookState>[] {
  return useExplorer.temporal.getState().pastStates.toReversed();
}
