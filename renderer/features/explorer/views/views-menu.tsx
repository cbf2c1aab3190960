import { Bookmark, BookmarkPlus, PencilLine, RefreshCw, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { View } from '../../../../shared/view.ts';
import { Button } from '../../../ui/button.tsx';
import { useKeys } from '../../../ui/keyboard.ts';
import { MenuContent, MenuItem, MenuLabel, MenuSeparator } from '../../../ui/menu.tsx';
import { useExplorer } from '../explorer-model.ts';
import { held } from '../held-key.ts';
import { useTableLayout } from '../table-layout.ts';
import styles from './views.module.css';
import { deleteView, isShown, openView, replaceView, useViews } from './views-model.ts';

function ViewItems({ active }: { active: View | undefined }) {
  const views = useViews((model) => model.views);
  const ask = useViews((model) => model.ask);
  return (
    <>
      {views.length === 0 ? (
        <MenuLabel>No view is saved yet. One keeps query, time, order and columns.</MenuLabel>
      ) : null}
      {views.map((view) => (
        <MenuItem
          key={view.id}
          icon={<Bookmark size={14} fill={view === active ? 'currentColor' : 'none'} />}
          onSelect={() => openView(view)}
        >
          {view.name}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={<BookmarkPlus size={14} />} keys={`${held}S`} onSelect={() => ask({ is: 'save' })}>
        Save this view
      </MenuItem>
      {active ? (
        <>
          {isShown(active) ? null : (
            <MenuItem icon={<RefreshCw size={14} />} onSelect={() => replaceView(active.id)}>
              Replace {active.name} by what is shown
            </MenuItem>
          )}
          <MenuItem icon={<PencilLine size={14} />} onSelect={() => ask({ is: 'rename', id: active.id })}>
            Rename {active.name}
          </MenuItem>
          <MenuItem icon={<Trash2 size={14} />} onSelect={() => deleteView(active.id)}>
            Delete {active.name}
          </MenuItem>
        </>
      ) : null}
    </>
  );
}

/** The view that is open, and a menu of all of them; `v` opens it. */
export function ViewsMenu() {
  const [isOpen, setOpen] = useState(false);
  const views = useViews((model) => model.views);
  const activeId = useViews((model) => model.active);
  // Whether the view is shown as it was saved follows from these.
  useExplorer((model) => model.valid);
  useExplorer((model) => model.sort);
  useTableLayout((table) => table.layout);
  const active = views.find(({ id }) => id === activeId);
  useKeys({ v: () => setOpen(true) });
  const hasMoved = active !== undefined && !isShown(active);
  return (
    <DropdownMenu.Root open={isOpen} onOpenChange={setOpen} modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button
          className={styles.trigger}
          title={hasMoved ? `${active.name}, changed since (v)` : 'Saved views (v)'}
        >
          <Bookmark size={14} aria-hidden fill={active && !hasMoved ? 'currentColor' : 'none'} />
          <span className={styles.name}>{active ? active.name : 'Views'}</span>
          {hasMoved ? <span className={styles.moved}>changed</span> : null}
        </Button>
      </DropdownMenu.Trigger>
      <MenuContent align="start">
        <ViewItems active={active} />
      </MenuContent>
    </DropdownMenu.Root>
  );
}
