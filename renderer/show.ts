import type { Show } from '../shared/show.ts';
import { useExplorer } from './features/explorer/explorer-model.ts';
import { paths } from './model/navigation.ts';
import { openDialog } from './model/shell.ts';
import type { StoreClient } from './store/store-client.ts';

function pathOf({ page, source, alert, topic }: Show): string | undefined {
  switch (page) {
    case 'explorer':
      return paths.explorer;
    case 'alerts':
      return alert ? paths.alert(alert) : paths.alerts;
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

/** The key that the store has an event under: that of the source it came from, where the link names none. */
async function storedKey(store: Pick<StoreClient, 'counts' | 'event'>, event: string): Promise<string> {
  if (event.includes(':')) return event;
  const { bySource } = await store.counts();
  for (const source of Object.keys(bySource)) {
    const key = `${source}:${event}`;
    if (await store.event(key)) return key;
  }
  return event;
}

/** Goes where a notification, a menu or a link of the desktop leads to. */
export function show(store: Pick<StoreClient, 'counts' | 'event'>, what: Show): void {
  if (what.page === 'keys' || what.page === 'about') openDialog(what.page);
  const path = pathOf(what);
  if (path !== undefined) window.location.hash = path;
  if (what.event) {
    void storedKey(store, what.event).then((key) => {
      const { openDetail, select } = useExplorer.getState();
      select(key);
      openDetail(true);
    });
  }
}
