import { useEffect, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useStoreStatus } from '../../model/store-status.ts';
import type { Question } from '../../query/question.ts';
import { useServices } from '../../services.ts';
import { useExplorer } from './explorer-model.ts';
import { facetsAsked, useFacets } from './facet-model.ts';
import { LookCoordinator, type Shown } from './look-coordinator.ts';
import { questionOf } from './look-question.ts';
import { useQueryZone } from './use-query-zone.ts';

/** New events ask again at most so often, ms; a change of the look asks at once. */
const liveInterval = 500;

export interface LookView {
  shown: Shown | undefined;
  /** Tells which rows are on screen. */
  see(from: number, to: number): void;
  /** Tells which row is at the top, so that it can stay there when others arrive. */
  setTopRow(key: string | undefined): void;
  /** How many events match each of some questions, without changing what is shown. */
  count(questions: readonly Question[]): Promise<(number | undefined)[]>;
}

/**
 * What the query shows, kept up to date as it changes and events arrive.
 * @param columns fields whose values rows bring along
 */
export function useLook(bins: number, columns: readonly string[]): LookView {
  const { store } = useServices();
  const [shown, setShown] = useState<Shown>();
  const [coordinator] = useState(() => new LookCoordinator(store, setShown));
  const text = useExplorer((model) => model.valid);
  const sort = useExplorer((model) => model.sort);
  const facets = useFacets(useShallow(({ open, top }) => ({ open, top })));
  const timeZone = useQueryZone();
  const revision = useStoreStatus((status) => status.revision);
  const isReady = useStoreStatus((status) => status.phase === 'ready');
  const topRow = useRef<string>(undefined);
  const asked = useRef({ revision: -1, at: 0 });

  useEffect(() => coordinator.setColumns(columns), [coordinator, columns]);

  useEffect(() => {
    if (!isReady) return;
    const ask = () => {
      asked.current = { revision, at: performance.now() };
      const { selected } = useExplorer.getState();
      const parts = {
        bins,
        facets: facetsAsked(facets),
        sort,
        anchors: [selected ?? '', topRow.current ?? ''],
      };
      const question = questionOf(text, parts, { now: Date.now(), timeZone });
      if (question) coordinator.ask(question);
    };
    const isLive = asked.current.revision !== revision && asked.current.revision !== -1;
    const wait = isLive ? asked.current.at + liveInterval - performance.now() : 0;
    if (wait <= 0) return ask();
    const timer = setTimeout(ask, wait);
    return () => clearTimeout(timer);
  }, [coordinator, text, sort, facets, timeZone, revision, bins, isReady]);

  const [tools] = useState(() => ({
    see: (from: number, to: number) => coordinator.see(from, to),
    setTopRow: (key: string | undefined) => {
      topRow.current = key;
    },
    count: (questions: readonly Question[]) => coordinator.count(questions),
  }));
  return { shown, ...tools };
}
