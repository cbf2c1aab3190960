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

interface ExplorerModel extends LookState {
  /** The event the keyboard is on. */
  selected: string | undefined;
  /** Whether the detail panel is open on it. */
  detailOpen: boolean;
  /**
   * Changes what is looked at.
   * @param flow changes of the same flow that follow one another swiftly, such as typing or the drag of a slider,
   * are one step
   */
  change(part: Partial<LookState>, flow?: string): void;
  setSort(sort: readonly SortKey[]): void;
  select(key: string | undefined): void;
  openDetail(open: boolean): void;
}

/** Steps that are remembered. */
const limit = 200;
/** Changes of one flow that are further apart than this are steps of their own, ms. */
const flowPause = 1000;

/** The flow that the latest step belongs to, and when it last went on. */
let current: { flow: string; at: number } | undefined;
/** Set while a change goes on with the step before it. */
let continues = false;

function sameLook(a: LookState, b: LookState): boolean {
  return a.text === b.text && a.valid === b.valid && a.sort === b.sort;
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
    }),
    {
      limit,
      partialize: ({ text, valid, sort }): LookState => ({ text, valid, sort }),
      equality: sameLook,
      handleSet: (record) => (past) => {
        if (!continues) record(past);
      },
    },
  ),
);

/** One step back in what was looked at. */
export function undo(): void {
  current = undefined;
  useExplorer.temporal.getState().undo();
}

/** One step forward again. */
export function redo(): void {
  current = undefined;
  useExplorer.temporal.getState().redo();
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
