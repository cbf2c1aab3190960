import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  EyeOff,
  Pin,
  PinOff,
  StretchHorizontal,
} from 'lucide-react';
import type { SortKey } from '../../query/question.ts';
import { MenuContent, MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx';
import { sortedBy } from './sort-keys.ts';
import type { Column } from './table-columns.ts';
import { useTableLayout } from './table-layout.ts';

/** Everything that can be done with a column, for the mouse and the keyboard alike. */
export function ColumnMenu(props: {
  column: Column;
  place: number;
  count: number;
  pinned: number;
  sort: readonly SortKey[];
  onSort(sort: SortKey[]): void;
  width(): number;
}) {
  const { column, place, sort } = props;
  const { toggleColumn, moveColumn, togglePin, resizeColumn } = useTableLayout.getState();
  const by = (descending: boolean, isAdded: boolean) =>
    props.onSort(sortedBy(sort, column.sortFields, descending, isAdded));
  const isPinned = place < props.pinned;
  return (
    <MenuContent>
      <MenuLabel>
        {column.title}: {column.about}
      </MenuLabel>
      <MenuItem icon={<ArrowUp size={14} />} onSelect={() => by(false, false)}>
        Sort ascending
      </MenuItem>
      <MenuItem icon={<ArrowDown size={14} />} onSelect={() => by(true, false)}>
        Sort descending
      </MenuItem>
      {sort.length > 0 && !sort.some(({ field }) => field === column.sortFields[0]) ? (
        <>
          <MenuItem icon={<ArrowUp size={14} />} onSelect={() => by(false, true)}>
            Then ascending by this
          </MenuItem>
          <MenuItem icon={<ArrowDown size={14} />} onSelect={() => by(true, true)}>
            Then descending by this
          </MenuItem>
        </>
      ) : null}
      <MenuSeparator />
      <MenuItem
        icon={isPinned ? <PinOff size={14} /> : <Pin size={14} />}
        onSelect={() => togglePin(column.id)}
      >
        {isPinned ? 'Unpin' : 'Pin to the left'}
      </MenuItem>
      <MenuItem
        icon={<ArrowLeft size={14} />}
        keys="Alt+←"
        disabled={place === 0}
        onSelect={() => moveColumn(column.id, place - 1)}
      >
        Move left
      </MenuItem>
      <MenuItem
        icon={<ArrowRight size={14} />}
        keys="Alt+→"
        disabled={place === props.count - 1}
        onSelect={() => moveColumn(column.id, place + 1)}
      >
        Move right
      </MenuItem>
      <MenuItem keys="Shift+→" onSelect={() => resizeColumn(column.id, props.width() + 48)}>
        Wider
      </MenuItem>
      <MenuItem keys="Shift+←" onSelect={() => resizeColumn(column.id, props.width() - 48)}>
        Narrower
      </MenuItem>
      <MenuItem icon={<StretchHorizontal size={14} />} onSelect={() => resizeColumn(column.id, null)}>
        Own width
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<EyeOff size={14} />}
        disabled={props.count === 1}
        onSelect={() => toggleColumn(column.id)}
      >
        Hide column
      </MenuItem>
    </MenuContent>
  );
}
