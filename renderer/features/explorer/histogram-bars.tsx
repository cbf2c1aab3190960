import { scaleLinear } from 'd3-scale';
import { memo } from 'react';
import { type EventKind, eventKinds } from '../../../shared/event/kinds.ts';
import type { Histogram as Counts } from '../../query/question.ts';

/** Stacked from the bottom: what is most urgent stands where bars begin. */
export const stack: readonly EventKind[] = [
  'clickPermitted',
  'clickBlocked',
  'messageDelivered',
  'messageBlocked',
];

/** Events of all kinds in a bar. */
export function barTotal(counts: Counts['counts'], bar: number): number {
  return eventKinds.reduce((sum, kind) => sum + (counts[kind][bar] ?? 0), 0);
}

interface HistogramBarsProps {
  data: Counts;
  bars: number;
  width: number;
  height: number;
}

/** The bars alone: one path a kind, drawn anew only when counts or size change. */
export const HistogramBars = memo(function HistogramBars({ data, bars, width, height }: HistogramBarsProps) {
  const most = Math.max(1, ...Array.from({ length: bars }, (_, bar) => barTotal(data.counts, bar)));
  const y = scaleLinear()
    .domain([0, most])
    .range([0, height - 6]);
  const barWidth = width / bars;
  const base = new Float64Array(bars).fill(height);
  return (
    <>
      {stack.map((kind) => {
        let path = '';
        for (let bar = 0; bar < bars; bar++) {
          const count = data.counts[kind][bar] ?? 0;
          if (count === 0) continue;
          // One event among thousands still has to be seen.
          const size = Math.max(1.5, y(count));
          const bottom = base[bar] as number;
          base[bar] = bottom - size;
          const wide = Math.max(1, barWidth - 1).toFixed(2);
          path += `M${(bar * barWidth + 0.5).toFixed(2)} ${bottom.toFixed(2)}v${(-size).toFixed(2)}h${wide}v${size.toFixed(2)}z`;
        }
        return path === '' ? null : <path key={kind} d={path} style={{ fill: `var(--kind-${kind})` }} />;
      })}
    </>
  );
});
