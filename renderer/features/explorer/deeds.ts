import { create } from 'zustand';
import { useExplorer } from './explorer-model.ts';

/** Something done to what is kept, beside the looks at it, and how it is undone. */
export interface Deed {
  id: number;
  /** What was done: "Tagged 3 events as to do". */
  title: string;
  undo(): unknown;
}

/** So many of the latest can be undone. */
const most = 20;

interface Deeds {
  /** Newest first. */
  done: readonly Deed[];
  /** The one that is told of, and that Ctrl+Z undoes: the last thing the analyst did. */
  told: Deed | undefined;
  dismiss(): void;
}

export const useDeeds = create<Deeds>((set) => ({
  done: [],
  told: undefined,
  dismiss: () => set({ told: undefined }),
}));

let count = 0;

/** Tells what was done, with a way to undo it. */
export function didThis(title: string, undo: Deed['undo']): void {
  const deed = { id: ++count, title, undo };
  useDeeds.setState(({ done }) => ({ done: [deed, ...done].slice(0, most), told: deed }));
}

/** Undoes what was done. */
export function undoDeed(deed: Deed): void {
  const { done, told } = useDeeds.getState();
  if (!done.includes(deed)) return;
  useDeeds.setState({
    done: done.filter((one) => one !== deed),
    told: told === deed ? undefined : told,
  });
  void deed.undo();
}

// Another look is the newer step: Ctrl+Z is for that from then on.
useExplorer.subscribe((now, before) => {
  if (now.text !== before.text || now.sort !== before.sort) useDeeds.getState().dismiss();
});
