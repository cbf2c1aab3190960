import { type KeyboardEvent, useRef, useState } from 'react';
import type { SortKey } from '../../query/question.ts';
import type { Zone } from '../../ui/time-text.ts';
import { ColumnChooser } from './column-chooser.tsx';
import styles from './event-table.module.css';
import type { Column } from './table-columns.ts';
import { HeadCell } from './table-head-cell.tsx';
import { useTableLayout } from './table-layout.ts';

/** Marks the buttons that the arrow keys lead to. */
export const headStop = 'data-head-stop';

/** The arrow keys go from head to head; a single one is reached by Tab. */
function step(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return;
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(`[${headStop}]`)];
  const now = stops.indexOf(document.activeElement as HTMLElement);
  if (now < 0) return;
  event.preventDefault();
  stops[Math.min(stops.length - 1, Math.max(0, now + by))]?.focus();
}

/** The heads of the columns: sort, size, order and choice of them. */
export function TableHead(props: {
  columns: readonly Column[];
  pinned: number;
  sort: readonly SortKey[];
  onSort(sort: SortKey[]): void;
  zone: Zone;
}) {
  const { columns, pinned, sort, onSort, zone } = props;
  const moveColumn = useTableLayout((table) => table.moveColumn);
  const [stop, setStop] = useState('time');
  const dragged = useRef<string>(undefined);
  const [over, setOver] = useState<{ id: string; after: boolean }>();
  const entry = columns.some(({ stops }) => stops.includes(stop)) ? stop : columns[0]?.stops[0];

  const drop = () => {
    if (dragged.current && over) {
      const from = columns.findIndex(({ id }) => id === dragged.current);
      const at = columns.findIndex(({ id }) => id === over.id) + (over.after ? 1 : 0);
      moveColumn(dragged.current, at > from ? at - 1 : at);
    }
    dragged.current = undefined;
    setOver(undefined);
  };

  return (
    <div className={styles.head} role="row" aria-rowindex={1} onKeyDown={step}>
      {columns.map((column, place) => (
        <HeadCell
          key={column.id}
          column={column}
          place={place}
          count={columns.length}
          pinned={pinned}
          sort={sort}
          onSort={onSort}
          zone={zone}
          entry={entry}
          onStop={setStop}
          mark={over?.id === column.id ? (over.after ? 'after' : 'before') : undefined}
          onDrag={(id) => {
            dragged.current = id;
          }}
          onOver={(after) => {
            if (!dragged.current) return false;
            if (over?.id !== column.id || over.after !== after) setOver({ id: column.id, after });
            return true;
          }}
          onDrop={drop}
          onDragEnd={() => {
            dragged.current = undefined;
            setOver(undefined);
          }}
        />
      ))}
      <div role="columnheader" className={styles.chooser}>
        <ColumnChooser />
      </div>
    </div>
  );
}
