import { useEffect, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import type { Rule } from '../../../shared/rules/rule.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { PlainDialog } from '../../ui/dialog.tsx';
import styles from './detections.module.css';
import { TrialOutcome } from './trial-outcome.tsx';
import { useTrial } from './use-trial.ts';

const day = 86_400_000;

/** How far back a run over stored events may go, days; 0 is all that is stored. */
const reaches = [
  [7, 'the last 7 days'],
  [30, 'the last 30 days'],
  [0, 'all that is stored'],
] as const;

/** What is to be run over stored events. */
export interface Wanted {
  title: string;
  rules: readonly Rule[];
  /** Switches it on; undefined where it is on already. */
  switchOn?: () => void;
}

/** Says how many alerts there would have been, before anything is raised or switched on. */
export function TrialDialog({ wanted, onClose }: { wanted: Wanted; onClose(): void }) {
  const { detections } = useServices().store;
  const { state, start, cancel } = useTrial();
  const [reach, setReach] = useState<number>(7);
  const { rules, switchOn } = wanted;
  useEffect(() => {
    void start(rules, reach === 0 ? 0 : Date.now() - reach * day);
  }, [start, rules, reach]);
  const alerts = state.is === 'done' ? state.result.alerts : 0;
  const raise = async () => {
    // First what the rules remember, so that they go on from there when they are on.
    await detections.raiseTrial();
    switchOn?.();
    onClose();
  };
  return (
    <PlainDialog
      open
      wide
      title={wanted.title}
      description="What these rules would have raised from events that are stored already. Nothing is raised unless you say so, and none of it notifies."
      onClose={onClose}
    >
      <label className={styles.reach}>
        Over{' '}
        <select value={reach} onChange={(event) => setReach(Number(event.target.value))}>
          {reaches.map(([days, name]) => (
            <option key={days} value={days}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <TrialOutcome state={state} />
      <div className={styles.dialogActions}>
        {state.is === 'running' ? (
          <Button onClick={cancel}>Stop the run</Button>
        ) : (
          <Button onClick={onClose}>Cancel</Button>
        )}
        {alerts > 0 ? (
          <Button onClick={() => void raise()}>
            {switchOn ? 'Switch on and raise' : 'Raise'} {countOf(alerts, 'alert')}
          </Button>
        ) : null}
        {switchOn ? (
          <Button
            variant="primary"
            onClick={() => {
              switchOn();
              onClose();
            }}
          >
            Switch on for new events
          </Button>
        ) : null}
      </div>
    </PlainDialog>
  );
}
