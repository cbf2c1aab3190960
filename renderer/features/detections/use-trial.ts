import { useCallback, useEffect, useRef, useState } from 'react';
import type { Rule } from '../../../shared/rules/rule.ts';
import type { TrialResult } from '../../detections/trial.ts';
import { useRuleSettings } from '../../model/rules.ts';
import { useServices } from '../../services.ts';

/** How a run over stored events is going. */
export type TrialState =
  | { is: 'idle' }
  | { is: 'running'; done: number; total: number }
  | { is: 'done'; result: TrialResult };

/** Runs rules over stored events and raises nothing. One run goes on at a time; leaving ends it. */
export function useTrial() {
  const { detections } = useServices().store;
  const [state, setState] = useState<TrialState>({ is: 'idle' });
  const number = useRef(0);
  const cancel = useCallback(() => {
    number.current += 1;
    setState({ is: 'idle' });
    void detections.cancelTrial();
  }, [detections]);
  const start = useCallback(
    async (rules: readonly Rule[], since: number) => {
      number.current += 1;
      const own = number.current;
      setState({ is: 'running', done: 0, total: 0 });
      const { lists } = useRuleSettings.getState().settings;
      const result = await detections.tryOver(rules, lists, since, (done, total) => {
        if (own === number.current) setState({ is: 'running', done, total });
      });
      if (own === number.current) setState(result ? { is: 'done', result } : { is: 'idle' });
    },
    [detections],
  );
  // Nobody is there to see what comes of it any more.
  useEffect(
    () => () => {
      number.current += 1;
      void detections.cancelTrial();
    },
    [detections],
  );
  return { state, start, cancel };
}
