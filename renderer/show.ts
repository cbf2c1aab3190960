import type { Show } from '../shared/show.ts';
import { useExplorer } from './features/explorer/explorer-model.ts';
import { paths } from './model/navigation.ts';
import { openDialog } from './model/shell.ts';

function pathOf({ page, source, topic }: Show): string | undefined {
  switch (page) {
    case 'explorer':
      return paths.explorer;
    case 'sources':
      return source ? paths.source(source) : paths.sources;
    case 'settings':
      return paths.settings;
    case 'new-source':
      return paths.newSource;
    case 'help':
      return paths.help(topic ?? 'guide');
    default:
      return undefined;
  }
}

/** Goes where a notification, a menu or a link of the desktop leads to. */
export function show(what: Show): void {
  if (what.page === 'keys' || what.page === 'about') openDialog(what.page);
  const path = pathOf(what);
  if (path !== undefined) window.location.hash = path;
  if (what.event) {
    const { openDetail, select } = useExplorer.getState();
    select(what.event);
    openDetail(true);
  }
}
