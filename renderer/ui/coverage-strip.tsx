import type { Interval } from '../../shared/source.ts';
import styles from './coverage-strip.module.css';
import { minuteText, type Zone } from './time-text.ts';

/** Which stretches of the last days are held, and which are lost, as a strip from old to new. */
export function CoverageStrip(props: {
  span: Interval;
  coverage: readonly Interval[];
  lost: readonly Interval[];
  zone: Zone;
}) {
  const { span, zone } = props;
  const length = Math.max(1, span.to - span.from);
  const x = (ms: number) => (Math.min(Math.max(ms, span.from), span.to) - span.from) / length;
  const bar = ({ from, to }: Interval, className: string | undefined) => {
    const width = x(to) - x(from);
    if (width <= 0) return null;
    return (
      <rect key={`${className}${from}`} className={className} x={x(from)} y={0} width={width} height={1} />
    );
  };
  const held = props.coverage.reduce((sum, { from, to }) => sum + Math.max(0, x(to) - x(from)), 0);
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.strip}
        viewBox="0 0 1 1"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${Math.round(held * 100)} % of the time since ${minuteText(span.from, zone)} is held`}
      >
        {props.coverage.map((interval) => bar(interval, styles.held))}
        {props.lost.map((interval) => bar(interval, styles.lost))}
      </svg>
      <figcaption className={styles.ends}>
        <span>{minuteText(span.from, zone)}</span>
        <span>
          {Math.floor(held * 100)} % held{props.lost.length > 0 ? ', some of it lost' : ''}
        </span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}
