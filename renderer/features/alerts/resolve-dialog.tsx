import { useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import { type Verdict, verdicts } from '../../../shared/said/said.ts';
import { Button } from '../../ui/button.tsx';
import { PlainDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './alerts.module.css';

const about: Record<Verdict, string> = {
  'true positive': 'An attack, as the rule says',
  'false positive': 'The rule was wrong',
  benign: 'As the rule says, and harmless',
};

const keyOf: Record<Verdict, string> = { 'true positive': '1', 'false positive': '2', benign: '3' };

/** Asks what came of alerts before they are resolved: one key for each verdict. */
export function ResolveDialog(props: {
  open: boolean;
  count: number;
  onResolve(verdict: Verdict, note: string): void;
  onClose(): void;
}) {
  const [note, setNote] = useState('');
  const resolve = (verdict: Verdict) => {
    props.onResolve(verdict, note.trim());
    setNote('');
    props.onClose();
  };
  return (
    <PlainDialog
      open={props.open}
      title={`Resolve ${countOf(props.count, 'alert')}`}
      description="A later hit opens a new alert."
      onClose={props.onClose}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons within */}
      <div
        className={styles.verdicts}
        onKeyDown={(event) => {
          if (event.target instanceof HTMLInputElement) return;
          const verdict = verdicts.find((one) => keyOf[one] === event.key);
          if (verdict) resolve(verdict);
        }}
      >
        {verdicts.map((verdict, i) => (
          <Button
            key={verdict}
            className={styles.verdict}
            aria-keyshortcuts={keyOf[verdict]}
            autoFocus={i === 0}
            onClick={() => resolve(verdict)}
          >
            <kbd>{keyOf[verdict]}</kbd>
            <strong>{verdict}</strong>
            <span>{about[verdict]}</span>
          </Button>
        ))}
        <TextField
          label="Note"
          hint="Kept with the alert."
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </PlainDialog>
  );
}
