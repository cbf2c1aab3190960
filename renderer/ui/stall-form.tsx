import { useId, useState } from 'react';
import { type SourceView, stallSettingsSchema } from '../../shared/source.ts';
import { useServices } from '../services.ts';
import styles from './stall-form.module.css';
import { SwitchField } from './switch-field.tsx';

/** "Trigger an alert when no events are processed", and after how long. Saved as it is changed. */
export function StallForm({ source }: { source: SourceView }) {
  const { bridge } = useServices();
  const id = useId();
  const [enabled, setEnabled] = useState(source.stall.enabled);
  const [hours, setHours] = useState(String(source.stall.hours));
  const [message, setMessage] = useState({ error: '', saved: false });

  const save = async (change: { enabled: boolean; hours: string }) => {
    const parsed = stallSettingsSchema.safeParse({
      enabled: change.enabled,
      hours: change.hours.trim() === '' ? Number.NaN : Number(change.hours),
    });
    if (!parsed.success) {
      return setMessage({
        error: parsed.error.issues[0]?.message ?? 'Enter a number of hours.',
        saved: false,
      });
    }
    try {
      await bridge.call('sources.changeStall', source.id, parsed.data);
      setMessage({ error: '', saved: true });
    } catch (error) {
      setMessage({ error: error instanceof Error ? error.message : String(error), saved: false });
    }
  };

  return (
    <div className={styles.form}>
      <SwitchField
        label="Trigger an alert when no events are processed"
        hint="A desktop notification says so once when it begins and once when events arrive again."
        checked={enabled}
        onChange={(checked) => {
          setEnabled(checked);
          void save({ enabled: checked, hours });
        }}
      />
      {enabled ? (
        <div className={styles.hours}>
          <label htmlFor={id}>when none for</label>
          <input
            id={id}
            className={styles.number}
            type="number"
            min={1}
            max={720}
            step={1}
            value={hours}
            aria-invalid={message.error !== ''}
            {...(message.error ? { 'aria-describedby': `${id}-message` } : {})}
            onChange={(event) => {
              setHours(event.target.value);
              void save({ enabled, hours: event.target.value });
            }}
          />
          <span>hours</span>
          <span className={styles.saved} role="status">
            {message.saved ? 'Saved' : ''}
          </span>
        </div>
      ) : null}
      {message.error ? (
        <div id={`${id}-message`} className={styles.error} role="alert">
          {message.error}
        </div>
      ) : null}
    </div>
  );
}
