import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createBridge } from './bridge.ts';
import { refreshAlerts } from './model/alerts.ts';
import { useImports } from './model/imports.ts';
import { keptViews } from './model/kept-views.ts';
import { useRuleSettings } from './model/rules.ts';
import { useSettings } from './model/settings.ts';
import { useSources } from './model/sources.ts';
import { storeChanged, useStoreStatus } from './model/store-status.ts';
import { tellNewAlerts } from './new-alerts.ts';
import { reloadSoon } from './reload-soon.ts';
import { keepRetention } from './retention.ts';
import { ServicesContext } from './services.ts';
import { show } from './show.ts';
import { startStore } from './store/store-client.ts';
import './ui/theme.css';

const bridge = createBridge(window.lurescope);

const store = startStore(bridge, {
  opening: (read, total) => useStoreStatus.setState({ opening: { read, total } }),
  ready: () => {
    useStoreStatus.setState({ phase: 'ready' });
    keepRetention(bridge, store);
    refreshAlerts(store.detections);
  },
  trouble: (trouble) => useStoreStatus.setState({ trouble }),
  changed: storeChanged,
  rebuilding: (rebuilding) => useStoreStatus.setState({ rebuilding }),
  alertsChanged: () => refreshAlerts(store.detections),
  lost: () => reloadSoon(),
});

tellNewAlerts(bridge);

void navigator.storage.persist().then((persisted) => useStoreStatus.setState({ persisted }));

bridge.on('sources.changed', (sources) => useSources.getState().setSources(sources));
bridge.on('settings.changed', (settings) => useSettings.getState().setSettings(settings));
bridge.on('app.show', (what) => show(store, what));
bridge.on('detection.changed', (settings) => useRuleSettings.getState().setSettings(settings));
void bridge.call('settings.get').then((settings) => useSettings.getState().setSettings(settings));
void bridge.call('detection.get').then((settings) => useRuleSettings.getState().setSettings(settings));
bridge.on('imports.changed', (imports) => useImports.setState({ imports }));
void bridge.call('imports.list').then((imports) => useImports.setState({ imports }));
// What cannot be read is as if there were none; the browser's own views are not touched.
void keptViews()
  .copyTo({ read: () => bridge.call('views.list'), keep: (views) => bridge.call('views.keep', views) })
  .catch(() => undefined);
void bridge.call('sources.list').then((sources) => useSources.getState().setSources(sources));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <ServicesContext value={{ bridge, store }}>
      <App />
    </ServicesContext>
  </StrictMode>,
);
