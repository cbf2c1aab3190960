import { useEffect, useRef, useState } from 'react';
import { useStoreStatus } from '../../model/store-status.ts';
import { useServices } from '../../services.ts';
import { filterNow, useExplorer } from './explorer-model.ts';
import { LookCoordinator, type Shown } from './look-coordinator.ts';

/** New events ask again at most so often, ms; a filter asks at once. */
const liveInterval = 500;

/** What the current filter shows, kept up to date as filters change and events arrive. */
export function useLook(bins: number) {
  const { store } = useServices();
  const [shown, setShown] = useState<Shown>();
  const coordinator = useRef<LookCoordinator>(undefined);
  coordinator.current ??= new LookCoordinator(store, setShown);
  const filter = useExplorer((model) => model.filter);
  const preset = useExplorer((model) => model.preset);
  const revision = useStoreStatus((status) => status.revision);
  const isReady = useStoreStatus((status) => status.phase === 'ready');
  const topRow = useRef<string>(undefined);
  const asked = useRef({ revision: -1, at: 0 });

  useEffect(() => {
    if (!isReady) return;
    const ask = () => {
      asked.current = { revision, at: performance.now() };
      const { selected } = useExplorer.getState();
      coordinator.current?.ask({
        filter: filterNow(filter, preset, Date.now()),
        bins,
        anchors: [selected ?? '', topRow.current ?? ''],
      });
    };
    const isLive = asked.current.revision !== revision && asked.current.revision !== -1;
    const wait = isLive ? asked.current.at + liveInterval - performance.now() : 0;
    if (wait <= 0) return ask();
    const timer = setTimeout(ask, wait);
    return () => clearTimeout(timer);
  }, [filter, preset, revision, bins, isReady]);

  return {
    shown,
    /** Tells which rows are on screen. */
    see: (from: number, to: number) => coordinator.current?.see(from, to),
    /** Tells which row is at the top, so that it can stay there when others arrive. */
    setTopRow: (key: string | undefined) => {
      topRow.current = key;
    },
  };
}
