import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createBridge } from './bridge.ts';
import { useImports } from './model/imports.ts';
import { paths } from './model/navigation.ts';
import { useSettings } from './model/settings.ts';
import { useSources } from './model/sources.ts';
import { storeChanged, useStoreStatus } from './model/store-status.ts';
import { reloadOnce } from './reload-once.ts';
import { keepRetention } from './retention.ts';
import { ServicesContext } from './services.ts';
import { startStore } from './store/store-client.ts';
import './ui/theme.css';

const bridge = createBridge(window.lurescope);

const store = startStore(bridge, {
  opening: (read, total) => useStoreStatus.setState({ opening: { read, total } }),
  ready: () => {
    useStoreStatus.setState({ phase: 'ready' });
    keepRetention(bridge, store);
  },
  trouble: (trouble) => useStoreStatus.setState({ trouble }),
  changed: storeChanged,
  rebuilding: (rebuilding) => useStoreStatus.setState({ rebuilding }),
  lost: () => reloadOnce(),
});

void navigator.storage.persist().then((persisted) => useStoreStatus.setState({ persisted }));

bridge.on('sources.changed', (sources) => useSources.getState().setSources(sources));
bridge.on('settings.changed', (settings) => useSettings.getState().setSettings(settings));
bridge.on('imports.changed', (imports) => useImports.setState({ imports }));
bridge.on('app.show', ({ page, source }) => {
  const path = page === 'explorer' ? paths.explorer : source ? paths.source(source) : paths.sources;
  window.location.hash = path;
});
void bridge.call('settings.get').then((settings) => useSettings.getState().setSettings(settings));
void bridge.call('imports.list').then((imports) => useImports.setState({ imports }));
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
