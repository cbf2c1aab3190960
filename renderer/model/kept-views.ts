/** Saved views as whoever keeps them gives and takes them: a backup does not look into them. */
interface KeptViews {
  read(): unknown[];
  /** Adds those that are views and whose names are not taken; answers how many. */
  add(views: readonly unknown[]): number;
}

let kept: KeptViews = { read: () => [], add: () => 0 };

/** Says who keeps the views. */
export function bringViewsTo(keeper: KeptViews): void {
  kept = keeper;
}

/** The saved views, for a backup. */
export function keptViews(): KeptViews {
  return kept;
}
