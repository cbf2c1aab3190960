import { exposures, otherSeverity, severities, statusWeights } from '../../../../shared/attack-score.ts';
import { type EventKind, eventKinds, kindLabel } from '../../../../shared/event/kinds.ts';
import styles from './people.module.css';

function listed(weights: readonly (readonly [string, number])[]): string {
  return weights.map(([name, weight]) => `${name} ${weight}`).join(', ');
}

const severityText = listed([...Object.entries(severities), ['any other', otherSeverity]]);
const statusText = listed([
  ['active', statusWeights.active ?? 1],
  ['cleared', statusWeights.cleared ?? 1],
  ['false positive', statusWeights.falsepositive ?? 1],
]);
const exposureText = listed(eventKinds.map((kind: EventKind) => [kindLabel[kind], exposures[kind]] as const));

/** How the score is made, for whoever asks. */
export function ScoreFormula() {
  return (
    <details className={styles.formula}>
      <summary>How the score is made</summary>
      <p>
        Each event gives each recipient points: the severity of its worst threat ({severityText}), times what
        its status leaves of it ({statusText}), times how close it came ({exposureText}). A person's score is
        the sum. It is a reason to look, not a verdict.
      </p>
    </details>
  );
}
