import { Progress as Radix } from 'radix-ui';
import styles from './progress.module.css';

/** A bar for long work, with its words. */
export function Progress({ label, value, text }: { label: string; value: number; text: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div className={styles.progress}>
      <div className={styles.words}>
        <span>{label}</span>
        <span className={styles.text}>{text}</span>
      </div>
      <Radix.Root className={styles.track} value={percent} aria-label={label} aria-valuetext={text}>
        <Radix.Indicator className={styles.bar} style={{ width: `${percent}%` }} />
      </Radix.Root>
    </div>
  );
}
