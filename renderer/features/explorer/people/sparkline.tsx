import styles from './people.module.css';

const width = 100;
const height = 18;

/** Bars over time in little room; said in full by the columns beside it. */
export function Sparkline({ bars }: { bars: readonly number[] }) {
  const most = Math.max(1, ...bars);
  const step = width / bars.length;
  const path = bars
    .map((count, i) => {
      if (count === 0) return '';
      const tall = Math.max(2, (count / most) * height);
      return `M${(i * step).toFixed(1)} ${height}v${-tall.toFixed(1)}h${(step - 0.6).toFixed(1)}v${tall.toFixed(1)}Z`;
    })
    .join('');
  return (
    <svg
      className={styles.spark}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden
    >
      <path d={path} />
    </svg>
  );
}
