import { Switch } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import styles from './switch-field.module.css';

/** A labelled switch that acts at once. */
export function SwitchField(props: {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onChange(checked: boolean): void;
}) {
  const id = useId();
  return (
    <div className={styles.row}>
      <Switch.Root id={id} className={styles.switch} checked={props.checked} onCheckedChange={props.onChange}>
        <Switch.Thumb className={styles.thumb} />
      </Switch.Root>
      <div>
        <label className={styles.label} htmlFor={id}>
          {props.label}
        </label>
        {props.hint ? <div className={styles.hint}>{props.hint}</div> : null}
      </div>
    </div>
  );
}
