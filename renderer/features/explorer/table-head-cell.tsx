import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type KeyboardEvent, type MouseEvent, type RefObject, useRef, useState } from 'react';
import { type ScoreField, scoreFields } from '../../../shared/event/threat-event.ts';
import type { SortKey } from '../../query/question.ts';
import { type Zone, zoneName } from '../../ui/time-text.ts';
import { ColumnMenu } from './column-menu.tsx';
import styles from './event-table.module.css';
import { scoreName } from './score-cells.tsx';
import { nextSort, sortPlace } from './sort-keys.ts';
import type { Column } from './table-columns.ts';
import { useTableLayout } from './table-layout.ts';

/** How far a key press widens a column, px. */
const keyStep = 16;

export interface HeadCellProps {
  column: Column;
  place: number;
  count: number;
  pinned: number;
  sort: readonly SortKey[];
  onSort(sort: SortKey[]): void;
  zone: Zone;
  /** The place that Tab leads to. */
  entry: string | undefined;
  onStop(stop: string): void;
  /** Where a column that is dragged would come to stand. */
  mark: 'before' | 'after' | undefined;
  onDrag(id: string): void;
  /** Answers whether a column is being dragged. */
  onOver(after: boolean): boolean;
  onDrop(): void;
  onDragEnd(): void;
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

function sortWords(sort: readonly SortKey[], field: string): string {
  const part = sortPlace(sort, field);
  if (!part) return '';
  const direction = part.descending ? 'descending' : 'ascending';
  return part.of === 1
    ? `, sorted ${direction}`
    : `, sorted ${ordinals[part.place - 1] ?? part.place}, ${direction}`;
}

/** The direction by an arrow; of several columns, their order by a number. */
function SortMark({ sort, field }: { sort: readonly SortKey[]; field: string }) {
  const part = sortPlace(sort, field);
  if (!part) return null;
  const Arrow = part.descending ? ArrowDown : ArrowUp;
  return (
    <span className={styles.sortMark} aria-hidden>
      <Arrow size={11} strokeWidth={2.5} />
      {part.of > 1 ? part.place : null}
    </span>
  );
}

/** What the arrow keys do with a modifier: Shift sizes the column, Alt moves it. */
function useArrangeKeys({ column, place }: HeadCellProps, width: () => number) {
  const { resizeColumn, moveColumn } = useTableLayout.getState();
  return (event: KeyboardEvent): boolean => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return false;
    if (event.shiftKey) resizeColumn(column.id, width() + by * keyStep);
    else if (event.altKey) moveColumn(column.id, place + by);
    else return false;
    return true;
  };
}

/** The right border of a head, dragged to size the column; a double click gives it back its own width. */
function ResizeHandle(props: { column: Column; width(): number; isSizing: RefObject<boolean> }) {
  const { column, width, isSizing } = props;
  const resizeColumn = useTableLayout((table) => table.resizeColumn);
  const start = useRef({ x: 0, width: 0 });
  const end = () => {
    isSizing.current = false;
  };
  return (
    <span
      className={styles.handle}
      data-testid={`resize-${column.id}`}
      aria-hidden
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: width() };
        // The head is not to be dragged along.
        isSizing.current = true;
      }}
      onPointerMove={(event) => {
        if (isSizing.current) resizeColumn(column.id, start.current.width + event.clientX - start.current.x);
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => resizeColumn(column.id, null)}
    />
  );
}

/** A column's head: click sorts by it, Shift+click by it as well; drag moves it; its border sizes it. */
export function HeadCell(props: HeadCellProps) {
  const { column, place, pinned, sort, onSort, zone } = props;
  const cell = useRef<HTMLDivElement>(null);
  const isSizing = useRef(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const width = () => cell.current?.getBoundingClientRect().width ?? column.width;
  const arrange = useArrangeKeys(props, width);
  const isScores = column.id === 'scores';
  const [sortField = ''] = column.sortFields;
  const primary = isScores ? column.stops : [sortField];
  const lead = primary.map((field) => sortPlace(sort, field)).find((part) => part?.place === 1);
  const title = column.isTime ? `${column.title} (${zoneName(zone, Date.now())})` : column.title;

  const sortBy = (fields: readonly string[], isAdded: boolean) =>
    onSort(nextSort(sort, fields, column.greatestFirst, isAdded));
  const stopProps = (stop: string, fields: readonly string[]) => ({
    'data-head-stop': stop,
    tabIndex: props.entry === stop ? 0 : -1,
    onFocus: () => props.onStop(stop),
    onClick: (event: MouseEvent) => sortBy(fields, event.shiftKey),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' || event.key === ' ') sortBy(fields, event.shiftKey);
      else if (event.key === 'ArrowDown' || event.key === 'ContextMenu') setMenuOpen(true);
      else if (!arrange(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
  });

  const classes = [
    styles.headCell,
    place < pinned ? styles.pinned : '',
    place === pinned - 1 ? styles.lastPinned : '',
    column.align === 'end' ? styles.end : '',
    props.mark === 'before' ? styles.dropBefore : '',
    props.mark === 'after' ? styles.dropAfter : '',
  ];
  return (
    <div
      ref={cell}
      role="columnheader"
      data-column={column.id}
      className={classes.filter(Boolean).join(' ')}
      style={place < pinned ? { left: `var(--pin-${place})` } : undefined}
      // The standard wants a single column to say so: the one that counts first.
      aria-sort={lead ? (lead.descending ? 'descending' : 'ascending') : 'none'}
      draggable
      onDragStart={(event) => {
        if (isSizing.current) return event.preventDefault();
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('application/x-lurescope-column', column.id);
        props.onDrag(column.id);
      }}
      onDragOver={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        if (props.onOver(event.clientX > box.left + box.width / 2)) event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        props.onDrop();
      }}
      onDragEnd={props.onDragEnd}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenuOpen(true);
      }}
    >
      {isScores ? (
        <span className={styles.scoreHead}>
          {scoreFields.map((field) => (
            <button
              key={field}
              type="button"
              className={styles.scoreSort}
              aria-label={`${scoreName[field as ScoreField]} score${sortWords(sort, field)}`}
              title={`${scoreName[field as ScoreField]}: click sorts, Shift+click sorts by it as well`}
              {...stopProps(field, [field])}
            >
              {scoreName[field as ScoreField].charAt(0).toUpperCase()}
              <SortMark sort={sort} field={field} />
            </button>
          ))}
        </span>
      ) : (
        <button
          type="button"
          className={styles.sortButton}
          aria-label={`${title}${sortWords(sort, sortField)}`}
          title={`${column.about}. Click sorts, Shift+click sorts by it as well.`}
          {...stopProps(column.id, column.sortFields)}
        >
          <span className={styles.headTitle}>{title}</span>
          <SortMark sort={sort} field={sortField} />
        </button>
      )}
      <DropdownMenu.Root open={menuOpen} onOpenChange={setMenuOpen} modal={false}>
        <DropdownMenu.Trigger asChild>
          <button
            type="button"
            tabIndex={-1}
            className={styles.menuButton}
            aria-label={`${column.title} column menu`}
          >
            <ChevronDown size={13} aria-hidden />
          </button>
        </DropdownMenu.Trigger>
        <ColumnMenu {...props} width={width} />
      </DropdownMenu.Root>
      <ResizeHandle column={column} width={width} isSizing={isSizing} />
    </div>
  );
}
