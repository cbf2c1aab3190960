import { useCallback, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import type { Verdict } from '../../../shared/said/said.ts';
import type { AlertDecision } from '../../detections/alert-row.ts';
import type { ListedAlert } from '../../detections/alert-store.ts';
import { decideAlerts, undoDecision } from '../../model/alerts.ts';
import { useServices } from '../../services.ts';
import { afterLeaving, type StateFilter, useInbox } from './inbox-model.ts';

/** What can be done with alerts: with those that are chosen, or else with the one the keyboard is on. */
export interface AlertActions {
  /** The alerts that an action is about now. */
  targets: readonly string[];
  acknowledge(): void;
  resolve(verdict: Verdict, note: string): void;
  reopen(): void;
  undo(): void;
  /** What was done last, in words. */
  said: string;
}

function stays(state: AlertDecision['state'], filter: StateFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'open' ? state !== 'resolved' : filter === state;
}

/** Deciding about alerts of the list that is shown, each decision a step that can be undone. */
export function useAlertActions(list: readonly ListedAlert[]): AlertActions {
  const { detections } = useServices().store;
  const [said, setSaid] = useState('');
  const selected = useInbox((model) => model.selected);
  const chosen = useInbox((model) => model.chosen);
  const targets = chosen.size > 0 ? [...chosen] : selected === undefined ? [] : [selected];

  const decide = (decision: Partial<AlertDecision> & Pick<AlertDecision, 'state'>, done: string) => {
    if (targets.length === 0) return;
    const { filter } = useInbox.getState();
    const leaving = new Set(stays(decision.state, filter.state) ? [] : targets);
    useInbox.setState({ selected: afterLeaving(list, selected, leaving), chosen: new Set<string>() });
    const words = `${countOf(targets.length, 'alert')} ${done}`;
    void decideAlerts(detections, targets, decision, words).then(() => setSaid(words));
  };
  const undo = useCallback(() => {
    void undoDecision(detections).then((words) =>
      setSaid(words ? `Undone: ${words}` : 'There is nothing to undo'),
    );
  }, [detections]);
  return {
    targets,
    acknowledge: () => decide({ state: 'acknowledged' }, 'acknowledged'),
    resolve: (verdict, note) =>
      decide({ state: 'resolved', verdict, ...(note ? { note } : {}) }, `resolved as ${verdict}`),
    reopen: () => decide({ state: 'new' }, 'made new again'),
    undo,
    said,
  };
}
