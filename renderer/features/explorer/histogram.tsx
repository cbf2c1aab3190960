import { scaleTime, scaleUtc } from 'd3-scale';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { formatDuration } from '../../../shared/duration.ts';
import { kindLabel } from '../../../shared/event/kinds.ts';
import { useSettings } from '../../model/settings.ts';
import type { Histogram as Counts, TimeRange } from '../../query/question.ts';
import { KindMark } from '../../ui/kind-mark.tsx';
import { minuteText, tickText, zoneName } from '../../ui/time-text.ts';
import { visuallyHidden } from '../../ui/visually-hidden.ts';
import styles from './histogram.module.css';
import { barTotal, HistogramBars, stack } from './histogram-bars.tsx';
import { useWidth } from './use-width.ts';

const height = 84;
const axisHeight = 18;
const plotHeight = height - axisHeight;
/** How close to an edge of the brush the pointer takes hold of it, px. */
const grip = 6;

/** Where the keyboard is, as times, so that bars which arrive do not move it. */
interface Cursor {
  at: number;
  /** The other end of the brush that Shift and the arrows draw. */
  anchor: number;
}

interface HistogramProps {
  data: Counts;
  /** The stretch that is filtered by: it is marked, and can be taken by its edges. */
  brushed: TimeRange | null;
  onBrush(range: TimeRange): void;
  /** Goes back to a wider stretch; answers false where there is none. */
  onZoomOut(): boolean;
}

/** Events over time, stacked by kind. A stretch of it is brushed by dragging, or with Shift and the arrow keys. */
export function Histogram({ data, brushed, onBrush, onZoomOut }: HistogramProps) {
  const zone = useSettings((model) => model.settings.timeZone);
  const { ref, width } = useWidth();
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const [hovered, setHovered] = useState<number>();
  const [cursor, setCursor] = useState<Cursor>();
  const bars = Math.max(1, Math.round((data.to - data.from) / data.step));
  const x = (zone === 'utc' ? scaleUtc() : scaleTime()).domain([data.from, data.to]).range([0, width]);
  const barWidth = width / bars;
  const inBars = (bar: number) => Math.min(bars - 1, Math.max(0, bar));
  const barAt = (px: number) => inBars(Math.floor(px / barWidth));
  const barOf = (time: number) => inBars(Math.floor((time - data.from) / data.step));
  const startOf = (bar: number) => data.from + bar * data.step;
  const rangeOf = (a: number, b: number): TimeRange => ({
    from: startOf(Math.min(a, b)),
    to: startOf(Math.max(a, b) + 1),
  });
  const pointer = (event: PointerEvent<SVGSVGElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const edges = brushed && {
    from: Math.max(0, x(Math.max(brushed.from, data.from))),
    to: Math.min(width, x(Math.min(brushed.to, data.to))),
  };
  /** The far edge of the brush, where the pointer is on the near one. */
  const opposite = (px: number) => {
    if (!edges) return undefined;
    if (Math.abs(px - edges.from) <= grip) return edges.to - 1;
    return Math.abs(px - edges.to) <= grip ? edges.from + 1 : undefined;
  };

  const finish = () => {
    if (drag) onBrush(rangeOf(barAt(drag.from), barAt(drag.to)));
    setDrag(undefined);
    setHovered(undefined);
  };
  const at = cursor && barOf(cursor.at);
  const anchor = cursor && barOf(cursor.anchor);
  const isDrawn = at !== undefined && anchor !== undefined && at !== anchor;
  const moveTo = (bar: number, extend: boolean) => {
    const next = startOf(inBars(bar));
    setCursor((now) => ({ at: next, anchor: extend ? (now?.anchor ?? next) : next }));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const extend = event.shiftKey;
    switch (event.key) {
      case 'ArrowRight':
        moveTo(at === undefined ? 0 : at + 1, extend);
        break;
      case 'ArrowLeft':
        moveTo(at === undefined ? bars - 1 : at - 1, extend);
        break;
      case 'PageDown':
        moveTo((at ?? 0) + 10, extend);
        break;
      case 'PageUp':
        moveTo((at ?? bars - 1) - 10, extend);
        break;
      case 'Home':
        moveTo(0, extend);
        break;
      case 'End':
        moveTo(bars - 1, extend);
        break;
      case 'Enter':
        if (at === undefined || anchor === undefined) return;
        onBrush(rangeOf(anchor, at));
        setCursor(undefined);
        break;
      case 'Escape':
        if (isDrawn) setCursor((now) => now && { at: now.at, anchor: now.at });
        else if (!onZoomOut()) return;
        break;
      case 'Backspace':
        onZoomOut();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const shownBar = hovered ?? at;
  const isGripping = hovered !== undefined && !drag && opposite(barWidth * (hovered + 0.5)) !== undefined;
  const drawnBrush = drag
    ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) }
    : isDrawn
      ? { from: Math.min(at, anchor) * barWidth, to: (Math.max(at, anchor) + 1) * barWidth }
      : undefined;
  const spoken = at === undefined ? '' : spokenBar(at);

  function spokenBar(bar: number): string {
    const kinds = stack
      .map((kind) => ({ kind, count: data.counts[kind][bar] ?? 0 }))
      .filter(({ count }) => count > 0)
      .map(({ kind, count }) => `${count} ${kindLabel[kind]}`);
    const range = isDrawn && anchor !== undefined ? rangeOf(anchor, bar) : undefined;
    const brush = range
      ? `, brush from ${minuteText(range.from, zone)} to ${minuteText(range.to, zone)}`
      : '';
    return `${minuteText(startOf(bar), zone)}: ${kinds.length > 0 ? kinds.join(', ') : 'no events'}${brush}`;
  }

  return (
    <div className={styles.wrap} ref={ref}>
      <svg
        className={isGripping ? styles.gripping : styles.svg}
        role="application"
        aria-roledescription="histogram"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is brushed by keyboard too
        tabIndex={0}
        aria-label={`Events over time, ${bars} bars from ${minuteText(data.from, zone)} to ${minuteText(data.to, zone)}. Arrow keys move, Shift and arrows draw a brush, Enter narrows the time to it, Backspace widens it again.`}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const px = pointer(event);
          setDrag({ from: opposite(px) ?? px, to: px });
        }}
        onPointerMove={(event) => {
          const px = pointer(event);
          setHovered(barAt(px));
          if (drag) setDrag({ ...drag, to: Math.min(width, Math.max(0, px)) });
        }}
        onPointerUp={finish}
        onPointerLeave={() => setHovered(undefined)}
        onPointerCancel={() => setDrag(undefined)}
        onKeyDown={onKeyDown}
        onBlur={() => setCursor(undefined)}
      >
        <HistogramBars data={data} bars={bars} width={width} height={plotHeight} />
        {edges ? (
          <>
            <rect
              className={styles.outside}
              x={0}
              y={0}
              width={Math.max(0, edges.from)}
              height={plotHeight}
            />
            <rect
              className={styles.outside}
              x={edges.to}
              y={0}
              width={Math.max(0, width - edges.to)}
              height={plotHeight}
            />
            <path
              className={styles.edge}
              d={`M${edges.from} 0.5V${plotHeight}M${edges.to} 0.5V${plotHeight}`}
              data-testid="brush"
            />
          </>
        ) : null}
        <line className={styles.axis} x1={0} x2={width} y1={plotHeight + 0.5} y2={plotHeight + 0.5} />
        {x.ticks(Math.max(2, Math.floor(width / 110))).map((tick) => (
          <text key={tick.getTime()} className={styles.label} x={x(tick) + 3} y={height - 4}>
            {tickText(tick, zone)}
          </text>
        ))}
        {at === undefined ? null : (
          <rect className={styles.cursor} x={at * barWidth} y={1} width={barWidth} height={plotHeight - 1} />
        )}
        {drawnBrush ? (
          <rect
            className={styles.brush}
            x={drawnBrush.from}
            y={0.5}
            width={drawnBrush.to - drawnBrush.from}
            height={plotHeight - 1}
          />
        ) : null}
      </svg>
      <div className={visuallyHidden} aria-live="polite">
        {spoken}
      </div>
      {shownBar === undefined || shownBar >= bars ? null : (
        <div className={styles.tip} style={{ left: tipPlace((shownBar + 1) * barWidth, barWidth, width) }}>
          <div className={styles.when}>
            {minuteText(startOf(shownBar), zone)} {zoneName(zone, data.from)}, {formatDuration(data.step)}
          </div>
          {barTotal(data.counts, shownBar) === 0 ? <div>no events</div> : null}
          {stack.map((kind) => {
            const count = data.counts[kind][shownBar] ?? 0;
            return count === 0 ? null : (
              <div key={kind}>
                <KindMark kind={kind} />
                {count.toLocaleString('en-US')} {kindLabel[kind]}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}

const tipWidth = 230;

/** Beside the bar: to its right, or where there is no room to its left. */
function tipPlace(right: number, barWidth: number, width: number): number {
  return right + 8 + tipWidth <= width ? right + 8 : Math.max(0, right - barWidth - 8 - tipWidth);
}
