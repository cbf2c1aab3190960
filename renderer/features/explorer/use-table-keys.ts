import type { TableRow } from '../../store/table-row.ts';
import { copyDefanged, copyText } from '../../ui/copy.ts';
import { useKeys } from '../../ui/keyboard.ts';
import { type CellTarget, cellTarget } from './cell-text.ts';
import { longestAsked } from './longest-asked.ts';
import type { TableMarking } from './marking/use-marking.ts';
import { type Column, columnOf } from './table-columns.ts';
import { besideCell, useTableCursor } from './table-cursor.ts';
import type { QueryActions } from './value-items.tsx';

/** What the keyboard is on: the focused cell, or what the row is about while no cell has the focus. */
export function focusedTarget(row: TableRow, columns: readonly Column[]): CellTarget | undefined {
  const { cell } = useTableCursor.getState();
  const focused = cell && columns.find(({ id }) => id === cell.column);
  if (focused) return cellTarget(row, focused, cell.stop);
  const headline = columnOf('headline');
  return headline && cellTarget(row, headline, headline.id);
}

/** Within the detail panel these keys scroll it; radio buttons have the arrows to themselves. */
function isTaken({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest('[data-own-keys], input[type="radio"]') !== null;
}

/** A button or link that has the focus is what Enter and Space are for. */
function isPressable({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.closest('button, a, input, [role="slider"]') !== null;
}

/** The keys of the table; see the list of keys for what each does. */
export function useTableKeys(props: {
  columns: readonly Column[];
  row: TableRow | undefined;
  pageSize: number;
  move(by: number): number;
  moveTo(index: number): number;
  lastIndex: number;
  /** Where the keyboard is; -1 where it is on no row. */
  index: number;
  marking: TableMarking;
  open(): void;
  actions: QueryActions;
  say(sentence: string): void;
}): void {
  const { columns, row, index, marking, actions, say } = props;
  const here = row && { key: row.key, index };
  /** Moves on; with `marks`, all on the way are marked. */
  const go = (move: () => number, marks: boolean) => {
    if (!marks) marking.leave();
    const to = move();
    if (marks && to >= 0) marking.extend(here, to);
  };
  const by = (rows: number, marks = false) => go(() => props.move(rows), marks);
  const aside = (event: KeyboardEvent, step: 1 | -1) => {
    if (isTaken(event) || !row) return false;
    const { cell, setCell } = useTableCursor.getState();
    setCell(besideCell(columns, cell, step));
    return true;
  };
  const unlessTaken = (move: () => number) => (event: KeyboardEvent) => {
    if (isTaken(event)) return false;
    go(move, event.shiftKey);
    return true;
  };
  const onValue = (act: (target: CellTarget) => void) => () => {
    if (!row) return false;
    const target = focusedTarget(row, columns);
    if (target) act(target);
    else say('This cell is empty.');
    return true;
  };
  const asked = (act: (target: CellTarget) => void) => (target: CellTarget) => {
    if (target.value.length <= longestAsked) act(target);
    else say('This value is too long for a query.');
  };
  useKeys({
    j: () => by(1),
    k: () => by(-1),
    J: () => by(1, true),
    K: () => by(-1, true),
    ArrowDown: unlessTaken(() => props.move(1)),
    ArrowUp: unlessTaken(() => props.move(-1)),
    PageDown: unlessTaken(() => props.move(props.pageSize)),
    PageUp: unlessTaken(() => props.move(-props.pageSize)),
    Home: unlessTaken(() => props.moveTo(0)),
    End: unlessTaken(() => props.moveTo(props.lastIndex)),
    ' ': (event) => {
      if (!here || isTaken(event) || isPressable(event)) return false;
      marking.toggle(here);
      return true;
    },
    ArrowRight: (event) => aside(event, 1),
    ArrowLeft: (event) => aside(event, -1),
    Enter: (event) => {
      if (isPressable(event)) return false;
      if (!row) by(1);
      props.open();
      return true;
    },
    // What comes of these three is said by the count of events.
    i: onValue(asked(({ field, value }) => actions.include(field, value))),
    x: onValue(asked(({ field, value }) => actions.exclude(field, value))),
    o: onValue(asked(({ field, value }) => actions.only(field, value))),
    c: onValue(({ value }) => say(copyDefanged(value) ? 'Copied, defanged' : 'Not copied')),
    C: onValue(({ value }) => say(copyText(value) ? 'Copied as it is' : 'Not copied')),
  });
}
