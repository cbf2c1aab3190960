import { useState } from 'react';
import { formatDuration } from '../../../shared/duration.ts';
import type { SourceView } from '../../../shared/source.ts';
import type { Zone } from '../../ui/time-text.ts';
import { minuteText, zoneName } from '../../ui/time-text.ts';
import styles from './sources.module.css';

type Failure = SourceView['failures'][number];

function timesText({ from, to, times }: Failure): string {
  if (times === 1) return '';
  return to - from < 60_000 ? `, ${times} times` : `, ${times} times in ${formatDuration(to - from)}`;
}

/** What went wrong lately, in words with its time, the latest first. */
export function LastErrors({ failures, zone }: { failures: SourceView['failures']; zone: Zone }) {
  const [isOpen, setIsOpen] = useState(false);
  if (failures.length === 0) return null;
  return (
    <details className={styles.failures} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>Last errors ({failures.length})</summary>
      {isOpen ? (
        <ul>
          {failures.map((failure) => (
            <li key={failure.from}>
              <time>
                {minuteText(failure.to, zone)} {zoneName(zone, failure.to)}
                {timesText(failure)}
              </time>
              <span>{failure.sentence}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </details>
  );
}
