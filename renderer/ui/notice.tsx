import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './notice.module.css';

const icons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

/** A sentence that stands out, with an icon that says of what sort it is. */
export function Notice({
  tone = 'info',
  live = false,
  children,
}: {
  tone?: keyof typeof icons;
  /** Read out as soon as it appears. */
  live?: boolean;
  children: ReactNode;
}) {
  const Icon = icons[tone];
  return (
    <div className={`${styles.notice} ${styles[tone] ?? ''}`} {...(live ? { role: 'status' } : {})}>
      <Icon size={16} aria-hidden />
      <div className={styles.body}>{children}</div>
    </div>
  );
}
