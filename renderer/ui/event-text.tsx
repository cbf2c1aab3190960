import { visibleText } from '../../shared/visible-text.ts';
import styles from './event-text.module.css';

/**
 * Text that came with an event: told apart from the app's own words, isolated in its direction, and never anything
 * but text.
 */
export function EventText({ children, mono = false }: { children: string; mono?: boolean }) {
  return <bdi className={mono ? styles.mono : styles.text}>{visibleText(children)}</bdi>;
}
