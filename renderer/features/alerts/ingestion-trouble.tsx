import { CircleAlert } from 'lucide-react';
import type { SourceView } from '../../../shared/source.ts';
import { paths } from '../../model/navigation.ts';
import { useSources } from '../../model/sources.ts';
import { agoText } from '../../ui/time-text.ts';
import { useNow } from '../../ui/use-now.ts';
import styles from './alerts.module.css';

function wordsOf(source: SourceView, now: number): { title: string; since: string } {
  if (source.state === 'failing') {
    const since = source.troubleSince === null ? '' : `since ${agoText(source.troubleSince, now)}`;
    return { title: `${source.name}: ${source.trouble?.sentence ?? 'polling fails.'}`, since };
  }
  const since = source.stalledSince === null ? '' : `the last one ${agoText(source.stalledSince, now)}`;
  return { title: `No events arrive from ${source.name}`, since };
}

/** Sources that fail or are silent: while they are, alerts may be missing. They go when the trouble does. */
export function IngestionTrouble() {
  const sources = useSources((model) => model.sources);
  const now = useNow(10_000);
  const troubled = (sources ?? []).filter(({ state }) => state === 'failing' || state === 'stalled');
  if (troubled.length === 0) return null;
  return (
    <section className={styles.troubles} aria-label="Ingestion">
      {troubled.map((source) => {
        const { title, since } = wordsOf(source, now);
        return (
          <a key={source.id} className={styles.trouble} href={`#${paths.source(source.id)}`}>
            <CircleAlert size={16} aria-hidden />
            <span className={styles.troubleTitle}>{title}</span>
            <span className={styles.dim}>{since}</span>
          </a>
        );
      })}
    </section>
  );
}
