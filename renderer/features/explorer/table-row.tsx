import { type CSSProperties, memo } from 'react';
import type { TableRow } from '../../store/table-row.ts';
import { EventText } from '../../ui/event-text.tsx';
import { KindName } from '../../ui/kind-mark.tsx';
import type { Zone } from '../../ui/time-text.ts';
import { cellText, isLoud } from './cell-text.ts';
import styles from './event-table.module.css';
import { ScoreCells } from './score-cells.tsx';
import { type Column, valueIn } from './table-columns.ts';
import type { CellPlace } from './table-cursor.ts';

export function rowId(index: number): string {
  return `event-${index}`;
}

export function cellId(index: number, column: string): string {
  return `event-${index}-${column}`;
}

/** Pinned cells stay where the table's variables say. */
const pinStyles: CSSProperties[] = [];
function pinStyle(place: number): CSSProperties {
  pinStyles[place] ??= { left: `var(--pin-${place})` };
  return pinStyles[place];
}

function CellContent(props: { row: TableRow; column: Column; zone: Zone; stop: string | undefined }) {
  const { row, column, zone } = props;
  if (column.id === 'kind') return <KindName kind={row.kind} />;
  if (column.id === 'scores') return <ScoreCells scores={row.scores} focused={props.stop} />;
  const text = cellText(row, column, column.id, zone);
  if (column.isTime) return text;
  const value = <EventText mono={column.mono}>{text}</EventText>;
  const tags = column.id === 'headline' ? valueIn(row, 'tag') : null;
  if (!Array.isArray(tags) || tags.length === 0) return value;
  return (
    <>
      {tags.slice(0, shownTags).map((tag) => (
        <span key={tag} className={styles.tag}>
          {tag}
        </span>
      ))}
      {value}
    </>
  );
}

/** Of an event's tags so many stand in front of its subject. */
const shownTags = 2;

/** A row of the table; one that is not fetched yet has its place and nothing in it. */
export const EventTableRow = memo(function EventTableRow(props: {
  row: TableRow | undefined;
  index: number;
  top: number;
  /** Whether the keyboard is on it. */
  current: boolean;
  /** Undefined while nothing is marked: then it is the current row that is meant by what is done. */
  marked: boolean | undefined;
  /** Where the keyboard stands, for the row that is selected. */
  cell: CellPlace | undefined;
  columns: readonly Column[];
  pinned: number;
  zone: Zone;
}) {
  const { row, index, current, marked = current, cell, columns, pinned } = props;
  const style = { transform: `translateY(${props.top}px)` };
  if (!row) {
    return (
      <div className={styles.row} style={style} role="row" aria-rowindex={index + 2}>
        <span className={styles.cell} role="gridcell">
          <span className={styles.skeleton} />
        </span>
      </div>
    );
  }
  const classes = [
    styles.row,
    isLoud(row) ? styles.loud : '',
    row.parsed ? '' : styles.unparsed,
    props.marked ? styles.marked : '',
    props.marked !== undefined && current ? styles.current : '',
  ];
  return (
    <div
      id={rowId(index)}
      className={classes.filter(Boolean).join(' ')}
      style={style}
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={marked}
    >
      {columns.map((column, place) => {
        const isFocused = cell?.column === column.id;
        const look = [
          styles.cell,
          place < pinned ? styles.pinned : '',
          place === pinned - 1 ? styles.lastPinned : '',
          column.align === 'end' ? styles.end : '',
          column.isTime ? styles.time : '',
          column.id === 'kind' ? styles.kindCell : '',
          isFocused && column.stops.length === 1 ? styles.focused : '',
        ];
        return (
          <span
            key={column.id}
            id={isFocused ? cellId(index, column.id) : undefined}
            role="gridcell"
            data-column={column.id}
            className={look.filter(Boolean).join(' ')}
            style={place < pinned ? pinStyle(place) : undefined}
          >
            <CellContent
              row={row}
              column={column}
              zone={props.zone}
              stop={isFocused ? cell.stop : undefined}
            />
          </span>
        );
      })}
    </div>
  );
});
