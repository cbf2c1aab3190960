import { Circle, CircleAlert, CircleCheck, CircleDashed, CircleDot, CirclePause } from 'lucide-react';
import type { SourceView } from '../../shared/source.ts';
import styles from './source-state.module.css';

const looks: Record<SourceView['state'], { icon: typeof Circle; word: string; tone: string }> = {
  paused: { icon: CirclePause, word: 'Paused', tone: 'dim' },
  failing: { icon: CircleAlert, word: 'Failing', tone: 'bad' },
  stalled: { icon: CircleDashed, word: 'Stalled', tone: 'warn' },
  waiting: { icon: Circle, word: 'First poll under way', tone: 'dim' },
  filling: { icon: CircleDot, word: 'Filling', tone: 'good' },
  live: { icon: CircleCheck, word: 'Live', tone: 'good' },
};

/** How a source stands: an icon of its own shape and a word. */
export function SourceState({ state }: { state: SourceView['state'] }) {
  const { icon: Icon, word, tone } = looks[state];
  return (
    <span className={`${styles.state} ${styles[tone] ?? ''}`}>
      <Icon size={14} aria-hidden />
      {word}
    </span>
  );
}
