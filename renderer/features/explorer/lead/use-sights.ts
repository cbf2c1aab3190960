import { useEffect, useRef, useState } from 'react';
import { useStoreStatus } from '../../../model/store-status.ts';
import type { Glance } from '../../../query/glance.ts';
import { useServices } from '../../../services.ts';
import type { Sight } from '../../../store/event-store.ts';

/** Whoever goes swiftly from event to event asks nothing of those in between, ms. */
const restBefore = 80;
/** New events are looked for again at most so often, ms. */
const liveInterval = 2000;

/**
 * What some glances see, kept up to date as events arrive; undefined until it is known.
 * @param glances the same array for as long as the same is asked
 */
export function useSights(glances: readonly Glance[]): readonly Sight[] | undefined {
  const { store } = useServices();
  const revision = useStoreStatus((status) => status.revision);
  const [seen, setSeen] = useState<{ of: readonly Glance[]; sights: readonly Sight[] }>();
  const asked = useRef<{ of: readonly Glance[] | undefined; at: number }>({ of: undefined, at: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: events may have arrived with the revision
  useEffect(() => {
    let isCurrent = true;
    const ask = () => {
      asked.current = { of: glances, at: performance.now() };
      void store.glance(glances).then((sights) => {
        if (isCurrent) setSeen({ of: glances, sights });
      });
    };
    const isLive = asked.current.of === glances;
    const wait = isLive ? asked.current.at + liveInterval - performance.now() : restBefore;
    const timer = setTimeout(ask, wait);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [store, glances, revision]);
  return seen?.of === glances ? seen.sights : undefined;
}
