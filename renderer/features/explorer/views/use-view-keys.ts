import { useEffect } from 'react';
import { useCommands } from '../../../model/commands.ts';
import { isDialogOpen } from '../../../ui/keyboard.ts';
import { held } from '../held-key.ts';
import { deleteView, isShown, openView, replaceView, useViews } from './views-model.ts';

/** Ctrl/Cmd+S saves what is looked at as a view, while a query is typed too; the palette knows all views. */
export function useViewKeys(): void {
  const { ask } = useViews.getState();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      if (!isDialogOpen()) ask({ is: 'save' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [ask]);
  useCommands(() => {
    const group = 'Views';
    const { views, active: activeId } = useViews.getState();
    const active = views.find(({ id }) => id === activeId);
    return [
      ...views.map((view) => ({
        id: `view ${view.id}`,
        group,
        title: `Open view ${view.name}`,
        keywords: ['saved', view.query],
        isOn: view === active && isShown(view),
        run: () => openView(view),
      })),
      {
        id: 'view save',
        group,
        title: 'Save this view',
        keywords: ['keep', 'bookmark'],
        keys: `${held}S`,
        run: () => ask({ is: 'save' }),
      },
      ...(active && !isShown(active)
        ? [
            {
              id: 'view replace',
              group,
              title: `Replace view ${active.name} by what is shown`,
              run: () => replaceView(active.id),
            },
          ]
        : []),
      ...views.flatMap((view) => [
        {
          id: `view rename ${view.id}`,
          group,
          title: `Rename view ${view.name}`,
          run: () => ask({ is: 'rename', id: view.id }),
        },
        {
          id: `view delete ${view.id}`,
          group,
          title: `Delete view ${view.name}`,
          run: () => deleteView(view.id),
        },
      ]),
    ];
  });
}
