import type { SourceView } from '../../../shared/source.ts';
import styles from './sources.module.css';

const hour = 3_600_000;
const shownHours = 24;

/** Events processed in each of the last 24 hours, the one under way last. */
export function hourlyCounts(hourly: SourceView['hourly'], now: number): number[] {
  const current = Math.floor(now / hour) * hour;
  const byHour = new Map(hourly.map(({ from, events }) => [from, events]));
  return Array.from({ length: shownHours }, (_, i) => byHour.get(current - (shownHours - 1 - i) * hour) ?? 0);
}

/** How many events were processed in each of the last 24 hours, as bars from then to now. */
export function HourlySparkline({ hourly, now }: { hourly: SourceView['hourly']; now: number }) {
  const counts = hourlyCounts(hourly, now);
  const most = Math.max(...counts);
  const sum = counts.reduce((total, count) => total + count, 0);
  const text = `${sum.toLocaleString('en-US')} in 24 hours, at most ${most.toLocaleString('en-US')} in one`;
  return (
    <div className={styles.fact}>
      <dt>Events processed an hour</dt>
      <dd className={styles.sparkline} title={text}>
        <svg viewBox={`0 0 ${shownHours} 1`} preserveAspectRatio="none" role="img" aria-label={text}>
          {counts.map((count, i) => {
            const height = most === 0 ? 0 : count / most;
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place
            return <rect key={i} x={i + 0.1} y={1 - height} width={0.8} height={height} />;
          })}
        </svg>
        <span>{(counts.at(-1) ?? 0).toLocaleString('en-US')} this hour</span>
      </dd>
    </div>
  );
}
