import { useSettings } from '../../model/settings.ts';
import { spanText } from '../../ui/time-text.ts';
import styles from './alerts.module.css';

const bars = 48;
const height = 28;

/** Counts of times in equal stretches from the first to the last. */
export function binned(times: readonly number[], count: number): number[] {
  const counts = Array.from({ length: count }, () => 0);
  const first = times[0] ?? 0;
  const span = Math.max(1, (times.at(-1) ?? first) - first);
  for (const time of times) {
    const bin = Math.min(count - 1, Math.floor(((time - first) / span) * count));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** When an alert was hit, in little: nothing for a single hit. */
export function HitsTimeline({ hits }: { hits: readonly number[] }) {
  const zone = useSettings((model) => model.settings.timeZone);
  const [first] = hits;
  const last = hits.at(-1);
  if (first === undefined || last === undefined || hits.length < 2) return null;
  const counts = binned(hits, bars);
  const most = Math.max(...counts);
  return (
    <figure className={styles.timeline}>
      <svg
        viewBox={`0 0 ${bars * 6} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${hits.length} hits over time`}
      >
        {counts
          .map((count, i) => ({ count, x: i * 6 }))
          .map(({ count, x }) => {
            const size = count === 0 ? 1 : Math.max(3, (count / most) * height);
            return <rect key={x} x={x} y={height - size} width={5} height={size} data-empty={count === 0} />;
          })}
      </svg>
      <figcaption className={styles.dim}>{spanText(first, last, zone)}</figcaption>
    </figure>
  );
}
