import { type ScoreField, scoreFields } from '../../../shared/event/threat-event.ts';
import styles from './score-cells.module.css';

export const scoreName: Record<ScoreField, string> = {
  phishScore: 'phish',
  malwareScore: 'malware',
  impostorScore: 'impostor',
  spamScore: 'spam',
};

type Scores = Record<ScoreField, number | null>;

function words(scores: Scores): string {
  return scoreFields.map((field) => `${scoreName[field]} ${scores[field] ?? 'no score'}`).join(', ');
}

/** Four small cells whose lightness is the score; the numbers are in the name and on hover. */
export function ScoreCells({ scores }: { scores: Scores }) {
  const text = words(scores);
  return (
    <span className={styles.cells} role="img" aria-label={text} title={text}>
      {scoreFields.map((field) => (
        <span
          key={field}
          className={scores[field] === null ? styles.none : styles.cell}
          style={{
            background:
              scores[field] === null
                ? undefined
                : `color-mix(in oklab, var(--score-${field}) ${scores[field]}%, var(--score-zero))`,
          }}
        />
      ))}
    </span>
  );
}
