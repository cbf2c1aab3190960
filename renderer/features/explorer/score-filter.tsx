import { Slider } from 'radix-ui';
import { useEffect, useState } from 'react';
import type { ScoreField } from '../../../shared/event/threat-event.ts';
import { scoreName } from './score-cells.tsx';
import styles from './score-filter.module.css';

/** A score's range with the distribution of what is there behind it. The full range filters nothing. */
export function ScoreFilter(props: {
  field: ScoreField;
  /** Both ends are in; null where the score is not filtered by. */
  range: { from: number; to: number } | null;
  distribution: readonly number[];
  onChange(from: number, to: number): void;
}) {
  const { field, range, distribution } = props;
  const chosen = [range?.from ?? 0, range?.to ?? 100];
  // The slider moves with the hand, the filter with every change of it; an outside reset moves both.
  const [moved, setMoved] = useState(chosen);
  const [from, to] = chosen;
  useEffect(() => {
    setMoved([from ?? 0, to ?? 100]);
  }, [from, to]);
  const most = Math.max(1, ...distribution.map((count) => Math.sqrt(count)));
  const name = scoreName[field];
  return (
    <div className={styles.filter}>
      <div className={styles.head}>
        <span>{name}</span>
        <span className={styles.range}>{range ? `${moved[0]} to ${moved[1]}` : 'any'}</span>
      </div>
      <svg
        className={styles.distribution}
        viewBox={`0 0 ${distribution.length} 1`}
        preserveAspectRatio="none"
        aria-hidden
      >
        {distribution.map((count, bin) => {
          const height = Math.sqrt(count) / most;
          const isOut = range !== null && (bin * 5 + 4 < range.from || bin * 5 > range.to);
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
              key={bin}
              x={bin + 0.06}
              width={0.88}
              y={1 - height}
              height={height}
              style={{ fill: isOut ? 'var(--border-strong)' : `var(--score-${field})` }}
            />
          );
        })}
      </svg>
      <Slider.Root
        className={styles.slider}
        min={0}
        max={100}
        step={1}
        minStepsBetweenThumbs={0}
        value={moved}
        onValueChange={([low = 0, high = 100]) => {
          setMoved([low, high]);
          props.onChange(low, high);
        }}
      >
        <Slider.Track className={styles.track}>
          <Slider.Range className={styles.bar} style={{ background: `var(--score-${field})` }} />
        </Slider.Track>
        <Slider.Thumb className={styles.thumb} aria-label={`Least ${name} score`} />
        <Slider.Thumb className={styles.thumb} aria-label={`Greatest ${name} score`} />
      </Slider.Root>
    </div>
  );
}
