import type { View } from '../../shared/view.ts';

/** A second place for saved views, outside of the browser. */
export interface ViewsCopy {
  read(): Promise<View[]>;
  /** Takes all of them in place of those before. */
  keep(views: View[]): Promise<void>;
}

/** Saved views as whoever keeps them gives and takes them: a backup does not look into them. */
interface KeptViews {
  read(): unknown[];
  /** Adds those that are views and whose names are not taken; answers how many. */
  add(views: readonly unknown[]): number;
  /** Forgets all of them. */
  clear(): void;
  /** Keeps a copy from now on, and takes it where the browser knows of no views. */
  copyTo(copy: ViewsCopy): Promise<void>;
}

let kept: KeptViews = {
  read: () => [],
  add: () => 0,
  clear: () => undefined,
  copyTo: async () => undefined,
};

/** Says who keeps the views. */
export function bringViewsTo(keeper: KeptViews): void {
  kept = keeper;
}

/** The saved views, for a backup. */
export function keptViews(): KeptViews {
  return kept;
}
