import { useEffect, useRef, useState } from 'react';
import type { StorageStatus } from '../../shared/storage.ts';
import { useStoreStatus } from '../model/store-status.ts';
import { useServices } from '../services.ts';

/** Asked again when something was stored or removed, but at most so often, ms. */
const atMostEvery = 1000;

/** What lies on disk beside the database; undefined until main has told. */
export function useStorageStatus(): StorageStatus | undefined {
  const { bridge } = useServices();
  const revision = useStoreStatus((status) => status.revision);
  const [status, setStatus] = useState<StorageStatus>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again as the store changes
  useEffect(() => {
    if (timer.current !== undefined) return;
    const ask = () => {
      timer.current = undefined;
      void bridge.call('storage.status').then(setStatus);
    };
    timer.current = setTimeout(ask, status ? atMostEvery : 0);
  }, [bridge, revision]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return status;
}
