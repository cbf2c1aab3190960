import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useShallow } from 'zustand/react/shallow';
import {
  askedFields,
  type ColumnLayout,
  type ColumnSet,
  type Density,
  moved,
  pinToggled,
  resized,
  restored,
  standardLayout,
  toggled,
} from './column-layout.ts';

interface TableLayout {
  layout: ColumnLayout;
  toggleColumn(id: string): void;
  moveColumn(id: string, to: number): void;
  togglePin(id: string): void;
  /** Null gives the column back its own width. */
  resizeColumn(id: string, width: number | null): void;
  setDensity(density: Density): void;
  /** Shows other columns; rows stay as high as they are. */
  setColumns(columns: ColumnSet): void;
  resetLayout(): void;
}

/** How the table is arranged: kept on this computer, the same in every run. */
export const useTableLayout = create<TableLayout>()(
  persist(
    (set) => {
      const change = (next: (layout: ColumnLayout) => ColumnLayout) =>
        set(({ layout }) => ({ layout: next(layout) }));
      return {
        layout: standardLayout,
        toggleColumn: (id) => change((layout) => toggled(layout, id)),
        moveColumn: (id, to) => change((layout) => moved(layout, id, to)),
        togglePin: (id) => change((layout) => pinToggled(layout, id)),
        resizeColumn: (id, width) => change((layout) => resized(layout, id, width)),
        setDensity: (density) => change((layout) => ({ ...layout, density })),
        setColumns: (columns) => change((layout) => restored({ ...columns, density: layout.density })),
        resetLayout: () => set({ layout: standardLayout }),
      };
    },
    {
      name: 'lurescope.table',
      version: 1,
      partialize: ({ layout }) => ({ layout }),
      merge: (kept, now) => ({
        ...now,
        layout: restored((kept as { layout?: unknown } | undefined)?.layout),
      }),
    },
  ),
);

/** Fields to ask `rows` for, beyond those every row brings along; the same array for as long as they are the same. */
export function useAskedFields(): readonly string[] {
  return useTableLayout(useShallow(({ layout }) => askedFields(layout)));
}
