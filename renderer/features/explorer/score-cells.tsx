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

const fills = new Map<string, { background: string }>();

/** A score as a colour: one hue a score, lightness is the value. Made once for each value, since rows have many. */
function fillOf(field: ScoreField, score: number): { background: string } {
  const share = Math.round(Math.min(100, Math.max(0, score)));
  const name = `${field}${share}`;
  const known = fills.get(name);
  if (known) return known;
  const fill = { background: `color-mix(in oklab, var(--score-${field}) ${share}%, var(--score-zero))` };
  fills.set(name, fill);
  return fill;
}

/**
 * Four small cells whose lightness is the score; the numbers are in the name and on hover.
 * @param focused the score the keyboard is on
 */
export function ScoreCells({ scores, focused }: { scores: Scores; focused?: string | undefined }) {
  return (
    <span className={styles.cells} role="img" aria-label={words(scores)}>
      {scoreFields.map((field) => {
        const score = scores[field];
        return (
          <span
            key={field}
            data-stop={field}
            title={`${scoreName[field]} ${score ?? 'no score'}`}
            className={`${score === null ? styles.none : styles.cell} ${focused === field ? styles.focused : ''}`}
            style={score === null ? undefined : fillOf(field, score)}
          />
        );
      })}
    </span>
  );
}
