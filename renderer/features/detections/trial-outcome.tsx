import { countOf } from '../../../shared/duration.ts';
import { severities } from '../../../shared/rules/rule.ts';
import type { TrialResult } from '../../detections/trial.ts';
import { useSettings } from '../../model/settings.ts';
import { EventText } from '../../ui/event-text.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { SeverityMark } from '../../ui/severity.tsx';
import { tableTime } from '../../ui/time-text.ts';
import styles from './detections.module.css';
import type { TrialState } from './use-trial.ts';

function Latest({ result, most }: { result: TrialResult; most: number }) {
  const zone = useSettings((model) => model.settings.timeZone);
  return (
    <ul className={styles.latest}>
      {result.latest.slice(0, most).map(({ severity, title, time, events }, i) => (
        <li key={`${time} ${title} ${i.toString()}`} className={styles.hit}>
          <SeverityMark severity={severity} />
          <span className={styles.hitTitle}>
            <EventText>{title}</EventText>
          </span>
          <span className={styles.dim}>
            {events > 1 ? `${events} events · ` : ''}
            {tableTime(time, zone)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** How a run over stored events goes, and what it would have raised. */
export function TrialOutcome({ state, most = 5 }: { state: TrialState; most?: number }) {
  if (state.is === 'idle') return null;
  if (state.is === 'running')
    return (
      <Progress
        label="Running over stored events"
        value={state.total === 0 ? 0 : state.done / state.total}
        text={
          state.total === 0
            ? ''
            : `${state.done.toLocaleString('en-US')} of ${state.total.toLocaleString('en-US')} events`
        }
      />
    );
  const { result } = state;
  const bySeverity = severities
    .toReversed()
    .flatMap((severity) => {
      const count = result.bySeverity[severity];
      return count ? [`${count.toLocaleString('en-US')} ${severity}`] : [];
    })
    .join(', ');
  return (
    <div className={styles.outcome} role="status">
      <p>
        <strong>{result.alerts === 0 ? 'No alert' : countOf(result.alerts, 'alert')}</strong>
        {bySeverity ? `: ${bySeverity}` : ''}{' '}
        <span className={styles.dim}>in {countOf(result.events, 'stored event')}</span>
      </p>
      {result.suspended.map(({ rule, reason }) => (
        <Notice key={rule} tone="warn">
          {rule}: {reason}
        </Notice>
      ))}
      <Latest result={result} most={most} />
    </div>
  );
}
