import {
  type CSSProperties,
  type MouseEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useSettings } from '../../model/settings.ts';
import type { Answer, Question, SortKey } from '../../query/question.ts';
import type { TableRow } from '../../store/table-row.ts';
import type { Zone } from '../../ui/time-text.ts';
import { useRowWindow } from '../../ui/use-row-window.ts';
import { visuallyHidden } from '../../ui/visually-hidden.ts';
import { CellMenu, type OpenCellMenu } from './cell-menu.tsx';
import { cellTarget, cellText, rowText } from './cell-text.ts';
import { columnsOf, rowHeights, tracksOf } from './column-layout.ts';
import styles from './event-table.module.css';
import { isMarked } from './marking/marked.ts';
import { useIsMarking, useMarking } from './marking/marking-model.ts';
import { useTableMarking } from './marking/use-marking.ts';
import { rowsId } from './rows-focus.ts';
import type { Column } from './table-columns.ts';
import { type CellPlace, useTableCursor } from './table-cursor.ts';
import { TableHead } from './table-head.tsx';
import { useTableLayout } from './table-layout.ts';
import { cellId, EventTableRow, rowId } from './table-row.tsx';
import { useRowCursor } from './use-row-cursor.ts';
import { useRowsAhead } from './use-rows-ahead.ts';
import { useTableKeys } from './use-table-keys.ts';
import type { QueryActions } from './value-items.tsx';

/** Height of the head, px. */
const headHeight = 28;

export interface EventTableProps {
  /** The answer, and the rows of it that are known so far by their place. */
  shown: {
    question: Pick<Question, 'sort'>;
    answer: Pick<Answer, 'id' | 'matched' | 'anchors'>;
    rows: ReadonlyMap<number, TableRow>;
  };
  selectedIndex: number;
  sort: readonly SortKey[];
  onSort(sort: SortKey[]): void;
  onSelect(key: string): void;
  /** Opens the detail of the selected event. */
  onOpen(): void;
  /** Rows in sight and those that will be next; `to` is out. */
  onVisible(from: number, to: number): void;
  /** The row at the top, so that it can stay there; undefined at the very top. */
  onTopRow(key: string | undefined): void;
  actions: QueryActions;
}

/** Rows are told apart by their place on the screen, so that scrolling changes text and makes no elements. */
function slotsFor(rows: number): number {
  return Math.ceil((rows + 1) / 16) * 16;
}

/** The variables that columns and rows lie by: a width that changes re-renders no row. */
function useTableStyle(): { style: CSSProperties; pinEnd: number } {
  const layout = useTableLayout((table) => table.layout);
  return useMemo(() => {
    const { template, width, lefts, pinEnd } = tracksOf(layout);
    const style = {
      '--columns': template,
      '--table-width': `${width}px`,
      '--row': `${rowHeights[layout.density]}px`,
      '--head': `${headHeight}px`,
      ...Object.fromEntries(lefts.map((left, place) => [`--pin-${place}`, `${left}px`])),
    } as CSSProperties;
    return { style, pinEnd };
  }, [layout]);
}

/**
 * Keeps the row at the top where it is when others come in above it; at the very top, new ones are let in. Another
 * order begins at its top.
 */
function useAnchoredTop(
  { question, answer, rows }: EventTableProps['shown'],
  rowHeight: number,
  view: { offset(): number; scrollTo(offset: number): void },
  onTopRow: (key: string | undefined) => void,
): void {
  const topKey = useRef<string>(undefined);
  const order = useRef(question.sort);
  const [, anchorTop = -1] = answer.anchors;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer
  useLayoutEffect(() => {
    const offset = view.offset();
    const isSameOrder = JSON.stringify(order.current) === JSON.stringify(question.sort);
    order.current = question.sort;
    if (!isSameOrder) return view.scrollTo(0);
    if (offset === 0 || anchorTop < 0 || topKey.current === undefined) return;
    const wanted = anchorTop * rowHeight + (offset % rowHeight);
    if (Math.abs(wanted - offset) >= rowHeight) view.scrollTo(wanted);
  }, [answer.id]);
  useEffect(() => {
    const atTop = Math.floor(view.offset() / rowHeight);
    topKey.current = atTop === 0 ? undefined : rows.get(atTop)?.key;
    onTopRow(topKey.current);
  });
}

/** Scrolls sideways as little as is needed to see a cell beside the pinned columns. */
function showSideways(grid: HTMLElement, element: HTMLElement, pinEnd: number): void {
  if (getComputedStyle(element).position === 'sticky') return;
  const box = element.getBoundingClientRect();
  const left = grid.getBoundingClientRect().left;
  const hidden = { start: left + pinEnd - box.left, end: box.right - left - grid.clientWidth };
  if (hidden.start > 0) grid.scrollLeft -= hidden.start;
  else if (hidden.end > 0) grid.scrollLeft += Math.min(hidden.end, -hidden.start);
}

function sayCell(row: TableRow, columns: readonly Column[], cell: CellPlace | undefined, zone: Zone): string {
  const column = cell && columns.find(({ id }) => id === cell.column);
  if (!column) return rowText(row);
  const name = cell.stop === column.id ? column.title : cell.stop;
  return `${name}: ${cellText(row, column, cell.stop, zone).slice(0, 120) || 'empty'}`;
}

/** The events: only the rows on screen exist. Rows that arrive above do not push these away. */
export function EventTable(props: EventTableProps) {
  const { shown, selectedIndex, onVisible, onSelect, onOpen, actions } = props;
  const { matched } = shown.answer;
  const zone = useSettings((model) => model.settings.timeZone);
  const shownColumns = useTableLayout(({ layout }) => layout.shown);
  const pinned = useTableLayout(({ layout }) => layout.pinned);
  const rowHeight = rowHeights[useTableLayout(({ layout }) => layout.density)];
  const columns = useMemo(() => columnsOf({ shown: shownColumns }), [shownColumns]);
  const { style, pinEnd } = useTableStyle();
  const view = useRowWindow(matched, rowHeight, headHeight);
  const { from, to, show } = view;
  useAnchoredTop(shown, rowHeight, view, props.onTopRow);
  useRowsAhead(from, to, matched, onVisible);

  const grid = view.scroller;
  const focus = useCallback(() => grid.current?.focus({ preventScroll: true }), [grid]);
  const cursor = useRowCursor({
    count: matched,
    rows: shown.rows,
    selectedIndex,
    onSelect,
    first: () => Math.ceil(view.offset() / rowHeight),
    show,
    focus,
  });
  const selectedRow = shown.rows.get(selectedIndex);
  const selectedKey = selectedRow?.key;
  // Only a selection that moved is followed: one that newer events push down stays where the analyst left it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the index alone is no reason to scroll
  useEffect(() => {
    if (selectedKey !== undefined) show(selectedIndex);
  }, [selectedKey]);

  const cell = useTableCursor((state) => state.cell);
  const marked = useMarking((model) => model.marked);
  const isMarking = useIsMarking(shown);
  const [said, setSaid] = useState<{ about: string; sentence: string }>();
  const about = `${selectedKey ?? ''} ${cell?.stop ?? ''}`;
  const say = (sentence: string) => setSaid({ about, sentence });
  const marking = useTableMarking(shown);
  useTableKeys({
    columns,
    row: selectedRow,
    index: selectedIndex,
    marking,
    pageSize: view.pageSize,
    ...cursor,
    lastIndex: matched - 1,
    open: onOpen,
    actions,
    say,
  });
  // A cell the keyboard stands on is brought into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where the keyboard moved
  useEffect(() => {
    if (!cell || selectedIndex < 0) return;
    show(selectedIndex);
    const element = document.getElementById(cellId(selectedIndex, cell.column));
    if (element && grid.current) showSideways(grid.current, element, pinEnd);
  }, [cell]);

  const [menu, setMenu] = useState<OpenCellMenu>();
  /** The row and cell under the pointer. */
  const found = (target: EventTarget) => {
    const element = target instanceof Element ? target : undefined;
    const index = Number(element?.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1);
    const id = element?.closest<HTMLElement>('[data-column]')?.dataset.column;
    const column = columns.find((one) => one.id === id);
    const stop = element?.closest<HTMLElement>('[data-stop]')?.dataset.stop ?? column?.stops[0] ?? '';
    return { row: shown.rows.get(index), index, column, stop };
  };
  /** With Shift a click marks a stretch, with Ctrl or Cmd an event; otherwise it opens what it is on. */
  const click = (event: MouseEvent) => {
    const { row, index, column, stop } = found(event.target);
    if (!row) return;
    useTableCursor.getState().setCell(column && { column: column.id, stop });
    const here = selectedRow && { key: selectedRow.key, index: selectedIndex };
    if (event.shiftKey) marking.extend(here, index);
    else if (event.ctrlKey || event.metaKey) marking.toggle({ key: row.key, index });
    else {
      marking.leave();
      onOpen();
    }
    onSelect(row.key);
  };

  const slots = slotsFor(to - from);
  const isInSight = selectedRow !== undefined && selectedIndex >= from && selectedIndex < to;
  const active = cell && columns.some(({ id }) => id === cell.column);
  const activeId = active ? cellId(selectedIndex, cell.column) : rowId(selectedIndex);
  return (
    <>
      {/* Roles in place of table elements, which cannot hold rows that are placed by transform. */}
      <div
        className={styles.scroller}
        style={style}
        ref={view.scroller}
        id={rowsId}
        role="grid"
        aria-label="Events"
        aria-rowcount={matched + 1}
        aria-multiselectable
        tabIndex={0}
        {...(isInSight ? { 'aria-activedescendant': activeId } : {})}
      >
        <div className={styles.content} style={{ height: view.height + headHeight }}>
          <TableHead columns={columns} pinned={pinned} sort={props.sort} onSort={props.onSort} zone={zone} />
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keyboard, see use-table-keys.ts */}
          <div
            className={styles.window}
            style={{ height: view.viewport }}
            role="rowgroup"
            onClick={click}
            // A stretch of rows is marked, and not of their texts.
            onMouseDown={(event) => {
              if (!event.shiftKey) return;
              event.preventDefault();
              focus();
            }}
            onContextMenu={(event) => {
              const { row, column, stop } = found(event.target);
              const target = row && column && cellTarget(row, column, stop);
              if (!target) return;
              event.preventDefault();
              onSelect(row.key);
              useTableCursor.getState().setCell({ column: column.id, stop });
              setMenu({ target, x: event.clientX, y: event.clientY });
            }}
          >
            <div className={styles.holder} ref={view.holder}>
              {Array.from({ length: to - from }, (_, place) => {
                const index = from + place;
                const isSelected = index === selectedIndex;
                const row = shown.rows.get(index);
                return (
                  <EventTableRow
                    key={index % slots}
                    row={row}
                    index={index}
                    top={view.topOf(index)}
                    current={isSelected}
                    marked={isMarking ? row !== undefined && isMarked(marked, row.key) : undefined}
                    cell={isSelected ? cell : undefined}
                    columns={columns}
                    pinned={pinned}
                    zone={zone}
                  />
                );
              })}
            </div>
          </div>
        </div>
      </div>
      <CellMenu menu={menu} actions={actions} onClose={() => setMenu(undefined)} onDone={focus} />
      <div className={visuallyHidden} aria-live="polite">
        {said?.about === about ? said.sentence : selectedRow ? sayCell(selectedRow, columns, cell, zone) : ''}
      </div>
    </>
  );
}
