import { scaleLinear, scaleTime, scaleUtc } from 'd3-scale';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { type EventKind, eventKinds, kindLabel } from '../../../shared/event/kinds.ts';
import { useSettings } from '../../model/settings.ts';
import type { Histogram as Counts, TimeRange } from '../../store/look.ts';
import { minuteText, zoneName } from '../../ui/time-text.ts';
import styles from './histogram.module.css';
import { KindMark } from './kind-mark.tsx';

const height = 84;
const axisHeight = 18;
const plotHeight = height - axisHeight;

/** Stacked from the bottom: what is most urgent stands where bars begin. */
const stack: readonly EventKind[] = ['clickPermitted', 'clickBlocked', 'messageDelivered', 'messageBlocked'];

function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

function total(counts: Counts['counts'], bar: number): number {
  return eventKinds.reduce((sum, kind) => sum + (counts[kind][bar] ?? 0), 0);
}

/** Events over time, stacked by kind. Dragging over it, or Enter on a bar, narrows the time. */
export function Histogram({ data, onBrush }: { data: Counts; onBrush(range: TimeRange): void }) {
  const zone = useSettings((model) => model.settings.timeZone);
  const { ref, width } = useWidth();
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const [hovered, setHovered] = useState<number>();
  const [cursor, setCursor] = useState<number>();
  const bars = Math.round((data.to - data.from) / data.step);
  const x = (zone === 'utc' ? scaleUtc() : scaleTime()).domain([data.from, data.to]).range([0, width]);
  const most = Math.max(1, ...Array.from({ length: bars }, (_, bar) => total(data.counts, bar)));
  const y = scaleLinear()
    .domain([0, most])
    .range([0, plotHeight - 6]);
  const barWidth = width / Math.max(1, bars);
  const barAt = (px: number) => Math.min(bars - 1, Math.max(0, Math.floor(px / barWidth)));
  const pointer = (event: PointerEvent<SVGSVGElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const rangeOf = (a: number, b: number): TimeRange => ({
    from: data.from + Math.min(a, b) * data.step,
    to: data.from + (Math.max(a, b) + 1) * data.step,
  });
  const shownBar = hovered ?? cursor;

  const finish = () => {
    if (drag) onBrush(rangeOf(barAt(drag.from), barAt(drag.to)));
    setDrag(undefined);
    setHovered(undefined);
  };
  const moveCursor = (by: number) =>
    setCursor((now) => Math.min(bars - 1, Math.max(0, (now ?? (by > 0 ? -1 : bars)) + by)));

  return (
    <div className={styles.wrap} ref={ref}>
      <svg
        className={styles.svg}
        role="application"
        aria-roledescription="histogram"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is brushed by keyboard too
        tabIndex={0}
        aria-label={`Events over time, ${bars} bars from ${minuteText(data.from, zone)} to ${minuteText(data.to, zone)}. Arrow keys move, Enter narrows the time to the bar.`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: pointer(event), to: pointer(event) });
        }}
        onPointerMove={(event) => {
          const at = pointer(event);
          setHovered(barAt(at));
          if (drag) setDrag({ ...drag, to: at });
        }}
        onPointerUp={finish}
        onPointerLeave={() => setHovered(undefined)}
        onPointerCancel={() => setDrag(undefined)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight') moveCursor(1);
          else if (event.key === 'ArrowLeft') moveCursor(-1);
          else if (event.key === 'Enter' && cursor !== undefined) onBrush(rangeOf(cursor, cursor));
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onBlur={() => setCursor(undefined)}
      >
        <title>Events over time</title>
        {Array.from({ length: bars }, (_, bar) => {
          let base = plotHeight;
          return stack.map((kind) => {
            const count = data.counts[kind][bar] ?? 0;
            if (count === 0) return null;
            // One event among thousands still has to be seen.
            const size = Math.max(1.5, y(count));
            base -= size;
            return (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
                key={`${kind}${data.from + bar * data.step}`}
                x={bar * barWidth + 0.5}
                y={base}
                width={Math.max(1, barWidth - 1)}
                height={size}
                style={{ fill: `var(--kind-${kind})` }}
              />
            );
          });
        })}
        <line className={styles.axis} x1={0} x2={width} y1={plotHeight + 0.5} y2={plotHeight + 0.5} />
        {x.ticks(Math.max(2, Math.floor(width / 110))).map((tick) => (
          <text key={tick.getTime()} className={styles.label} x={x(tick) + 3} y={height - 4}>
            {x.tickFormat()(tick)}
          </text>
        ))}
        {cursor === undefined ? null : (
          <rect
            className={styles.cursor}
            x={cursor * barWidth}
            y={1}
            width={barWidth}
            height={plotHeight - 1}
          />
        )}
        {drag ? (
          <rect
            className={styles.brush}
            x={Math.min(drag.from, drag.to)}
            y={0.5}
            width={Math.abs(drag.to - drag.from)}
            height={plotHeight - 1}
          />
        ) : null}
      </svg>
      {shownBar === undefined ? null : (
        <div
          className={styles.tip}
          style={{ left: Math.max(0, Math.min(width - 250, (shownBar + 1) * barWidth + 8)) }}
        >
          <div className={styles.when}>
            {minuteText(data.from + shownBar * data.step, zone)} {zoneName(zone, data.from)}
          </div>
          {stack.map((kind) => (
            <div key={kind}>
              <KindMark kind={kind} />
              {(data.counts[kind][shownBar] ?? 0).toLocaleString('en-US')} {kindLabel[kind]}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
