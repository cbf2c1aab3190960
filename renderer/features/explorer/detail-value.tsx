import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { copyDefanged, copyText } from '../../ui/copy.ts';
import { EventText } from '../../ui/event-text.tsx';
import styles from './event-detail.module.css';

/** A longer value is cut for showing; copying and the raw JSON have all of it. */
const shownLength = 2000;

/** A value of an event with a button that copies it, defanged; with Shift as it is. */
export function Value({ text, mono = false }: { text: string; mono?: boolean }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const isLong = text.length > shownLength;
  return (
    <span className={styles.value}>
      <span>
        <EventText mono={mono}>{isLong ? text.slice(0, shownLength) : text}</EventText>
        {isLong ? <span className={styles.dim}> and {text.length - shownLength} more characters</span> : null}
      </span>
      <Button
        variant="quiet"
        icon
        className={styles.copy}
        aria-label="Copy defanged; with Shift as it is"
        title="Copy defanged; with Shift as it is"
        onClick={(event) => setCopied(event.shiftKey ? copyText(text) : copyDefanged(text))}
      >
        {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      </Button>
    </span>
  );
}
