import { useMemo, useState } from 'react';
import { visibleText } from '../../../shared/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy.ts';
import { Section } from './detail-section.tsx';
import styles from './event-detail.module.css';

/** A longer text is cut until more of it is asked for. */
const shownLength = 20_000;
/** More than this would make the panel slow; copying has all of it. */
const mostShown = 200_000;

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The event exactly as Proofpoint sent it, laid out for reading; copying gives it as it was. */
export function RawJson({ text }: { text: string }) {
  const [said, setSaid] = useState('');
  const [wantsAll, setWantsAll] = useState(false);
  const all = useMemo(() => pretty(text), [text]);
  const shown = all.length > shownLength && !wantsAll ? shownLength : Math.min(all.length, mostShown);
  const lines = useMemo(() => all.slice(0, shown).split('\n').map(visibleText).join('\n'), [all, shown]);
  const left = all.length - shown;
  return (
    <Section
      title="Raw JSON"
      action={
        <span>
          <span role="status" className={styles.dim}>
            {said}
          </span>{' '}
          <Button variant="quiet" onClick={() => setSaid(copyText(text) ? 'Copied' : 'Not copied')}>
            Copy as it is
          </Button>
        </span>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <pre className={styles.raw} tabIndex={0}>
        {lines}
      </pre>
      {left > 0 ? (
        <p className={styles.dim}>
          and {left.toLocaleString('en-US')} more characters{' '}
          {wantsAll ? (
            '; copying has all of it'
          ) : (
            <Button variant="quiet" className={styles.more} onClick={() => setWantsAll(true)}>
              {all.length <= mostShown ? 'Show all' : `Show ${mostShown.toLocaleString('en-US')}`}
            </Button>
          )}
        </p>
      ) : null}
    </Section>
  );
}
