import { useEffect, useRef } from 'react';
import type { TableRow } from '../../store/table-row.ts';

interface Cursor {
  /** Moves by so many rows; answers where to. */
  move(by: number): number;
  moveTo(index: number): number;
}

/**
 * Moves the selection over rows of which only some are known: one that is still to be fetched is shown at once and
 * selected when it arrives.
 */
export function useRowCursor(props: {
  count: number;
  rows: ReadonlyMap<number, TableRow>;
  selectedIndex: number;
  onSelect(key: string): void;
  /** The first row in sight: where moving begins while nothing is selected. */
  first(): number;
  show(index: number): void;
  focus(): void;
}): Cursor {
  const { count, rows, selectedIndex, onSelect, show } = props;
  const pending = useRef<number>(undefined);
  useEffect(() => {
    const row = pending.current === undefined ? undefined : rows.get(pending.current);
    if (!row) return;
    pending.current = undefined;
    onSelect(row.key);
  }, [rows, onSelect]);
  const moveTo = (wanted: number) => {
    if (count === 0) return -1;
    const index = Math.min(count - 1, Math.max(0, wanted));
    show(index);
    const row = rows.get(index);
    pending.current = row ? undefined : index;
    if (row) onSelect(row.key);
    // Enter belongs to the rows from now on, not to whatever link or button led here.
    props.focus();
    return index;
  };
  return {
    moveTo,
    move: (by) => {
      const from = pending.current ?? selectedIndex;
      return moveTo(from >= 0 ? from + by : props.first());
    },
  };
}
