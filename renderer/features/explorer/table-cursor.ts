import { create } from 'zustand';
import type { Column } from './table-columns.ts';

/** A place within a row: a column, and within it one of the places the keyboard can stand on. */
export interface CellPlace {
  column: string;
  stop: string;
}

interface TableCursor {
  /** The cell of the selected row the keyboard is on; undefined while it is on the row. */
  cell: CellPlace | undefined;
  setCell(cell: CellPlace | undefined): void;
}

/** Where in its row the keyboard stands. Rows do not listen to it but for the one that is selected. */
export const useTableCursor = create<TableCursor>((set) => ({
  cell: undefined,
  setCell: (cell) => set({ cell }),
}));

/** The place a step to the side leads to; left of the first cell is the row itself. */
export function besideCell(
  columns: readonly Column[],
  cell: CellPlace | undefined,
  by: 1 | -1,
): CellPlace | undefined {
  const places = columns.flatMap(({ id, stops }) => stops.map((stop) => ({ column: id, stop })));
  const now = places.findIndex(({ column, stop }) => column === cell?.column && stop === cell.stop);
  if (now < 0) return by > 0 ? places[0] : undefined;
  if (now + by < 0) return undefined;
  return places[Math.min(places.length - 1, now + by)];
}
