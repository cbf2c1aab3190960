import { Circle, CircleDot, Diamond, Info, Triangle } from 'lucide-react';
import type { Severity } from '../../shared/rules/rule.ts';
import styles from './severity.module.css';

const icons = {
  critical: Diamond,
  high: Triangle,
  medium: CircleDot,
  low: Circle,
  informational: Info,
} as const;

/** How much an alert matters: by word, by shape, and by colour last. */
export function SeverityMark({ severity, word = true }: { severity: Severity; word?: boolean }) {
  const Icon = icons[severity];
  return (
    <span className={`${styles.mark} ${styles[severity]}`}>
      <Icon size={14} {...(word ? { 'aria-hidden': true } : { role: 'img', 'aria-label': severity })} />
      {word ? severity : null}
    </span>
  );
}
