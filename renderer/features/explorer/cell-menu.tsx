import { DropdownMenu } from 'radix-ui';
import { MenuContent } from '../../ui/menu.tsx';
import type { CellTarget } from './cell-text.ts';
import styles from './event-table.module.css';
import { type QueryActions, ValueItems } from './value-items.tsx';

/** A cell's menu, opened at a point of the screen. */
export interface OpenCellMenu {
  target: CellTarget;
  x: number;
  y: number;
}

/** The menu of one cell: there is a single one, not one a cell, so that rows stay cheap. */
export function CellMenu(props: {
  menu: OpenCellMenu | undefined;
  actions: QueryActions;
  onClose(): void;
  /** Gives the keyboard back. */
  onDone(): void;
}) {
  const { menu } = props;
  if (!menu) return null;
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && props.onClose()}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          className={styles.menuPoint}
          style={{ left: menu.x, top: menu.y }}
        />
      </DropdownMenu.Trigger>
      <MenuContent
        aria-label="What to do with the value"
        aria-labelledby={undefined}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          props.onDone();
        }}
      >
        <ValueItems
          field={menu.target.field}
          value={menu.target.value}
          text={menu.target.value}
          actions={props.actions}
        />
      </MenuContent>
    </DropdownMenu.Root>
  );
}
