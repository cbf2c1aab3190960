import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { Section } from './detail-section.tsx';
import styles from './event-detail.module.css';

/** Longer texts would make the panel slow; copying has all of it. */
const shownLength = 200_000;

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
  const lines = pretty(text).slice(0, shownLength).split('\n').map(visibleText).join('\n');
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
    </Section>
  );
}
