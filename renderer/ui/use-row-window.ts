import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { offsetToSee, rowsInSight, type ScrollScale, scrollScale } from './scroll-scale.ts';

/** Rows that are there beyond those in sight, on either side. */
const spare = 4;

/** Places are told from the start of a stretch of so many rows, so that numbers stay small and rows stay put. */
const stretch = 1024;

interface Range {
  from: number;
  to: number;
  viewport: number;
}

export interface RowWindow {
  /** The element that scrolls. */
  scroller: RefObject<HTMLDivElement | null>;
  /** The element that holds the rows; it is moved as they are scrolled. */
  holder: RefObject<HTMLDivElement | null>;
  /** Rows to show; `to` is out. */
  from: number;
  to: number;
  /** Height of what scrolls, px, and of the part that is seen. */
  height: number;
  viewport: number;
  /** Where a row stands within the holder, px. */
  topOf(index: number): number;
  /** How far the rows are scrolled, px. */
  offset(): number;
  /** Rows wholly in sight. */
  pageSize: number;
  scrollTo(offset: number): void;
  /** Scrolls as little as is needed for a row to be wholly in sight. */
  show(index: number): void;
}

/** A wheel's turn in px. */
function turnOf(event: WheelEvent, rowHeight: number, viewport: number): number {
  if (event.deltaMode === WheelEvent.DOM_DELTA_LINE) return event.deltaY * rowHeight;
  return event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? event.deltaY * viewport : event.deltaY;
}

/**
 * Shows of any number of rows of one height those in sight. The rows stand still in an element that sticks to the
 * top, and are moved within the same frame as the scroll bar; so nothing is ever blank, and ten million rows need no
 * element that tall.
 * @param head height of what stays above the rows, px
 */
export function useRowWindow(count: number, rowHeight: number, head: number): RowWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<Range>({ from: 0, to: Math.min(count, 2 * spare), viewport: 0 });
  const offset = useRef(0);
  /** Where the scroll bar was put or found last: a scroll event that finds it there is no news. */
  const bar = useRef(0);
  const scale = scrollScale(count * rowHeight, range.viewport);
  const latest = useRef<{ scale: ScrollScale; range: Range; count: number; rowHeight: number }>(undefined);
  latest.current = { scale, range, count, rowHeight };

  const place = useCallback((from: number) => {
    const { rowHeight: height = 0 } = latest.current ?? {};
    const start = Math.floor(from / stretch) * stretch * height;
    holder.current?.style.setProperty('transform', `translateY(${start - offset.current}px)`);
  }, []);

  /** Brings what is shown in line with the offset. */
  const settle = useCallback(
    (viewport: number, isWithinFrame: boolean) => {
      const now = latest.current;
      if (!now) return;
      const sight = rowsInSight(offset.current, viewport, now.rowHeight, now.count, spare);
      const isSame =
        sight.from === now.range.from && sight.to === now.range.to && viewport === now.range.viewport;
      // Rows that are still to be rendered are placed when they are.
      if (isSame) return place(sight.from);
      const update = () => setRange({ ...sight, viewport });
      if (isWithinFrame) flushSync(update);
      else update();
    },
    [place],
  );

  const go = useCallback(
    (wanted: number, isWithinFrame: boolean) => {
      const element = scroller.current;
      const now = latest.current;
      if (!element || !now) return;
      offset.current = Math.min(now.scale.furthest, Math.max(0, wanted));
      element.scrollTop = now.scale.toBar(offset.current);
      bar.current = element.scrollTop;
      settle(now.range.viewport, isWithinFrame);
    },
    [settle],
  );
  const scrollTo = useCallback((wanted: number) => go(wanted, false), [go]);

  // The viewport is measured before anything is painted, and again whenever it changes.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => settle(Math.max(0, element.clientHeight - head), false);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [head, settle]);

  // Another count or height: the offset stays, as far as there are rows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the two are what it follows
  useLayoutEffect(() => {
    const now = latest.current;
    const element = scroller.current;
    if (!now || !element || now.range.viewport === 0) return;
    scrollTo(offset.current);
  }, [count, rowHeight, range.viewport, scrollTo]);

  useLayoutEffect(() => place(range.from), [range, place]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => {
      const now = latest.current;
      if (!now || Math.abs(element.scrollTop - bar.current) < 1) return;
      bar.current = element.scrollTop;
      offset.current = now.scale.toRows(bar.current);
      settle(now.range.viewport, true);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [settle]);

  // Where the scroll bar stands for more than it shows, a turn of the wheel would skip rows: it is counted here.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !scale.isScaled) return;
    const onWheel = (event: WheelEvent) => {
      const now = latest.current;
      if (!now || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      element.scrollLeft += event.deltaX;
      go(offset.current + turnOf(event, now.rowHeight, now.range.viewport), true);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scale.isScaled, go]);

  const show = useCallback(
    (index: number) => {
      const now = latest.current;
      if (!now || now.range.viewport === 0) return;
      const wanted = offsetToSee(index, now.rowHeight, offset.current, now.range.viewport);
      if (wanted !== offset.current) scrollTo(wanted);
    },
    [scrollTo],
  );

  const to = Math.min(range.to, count);
  const from = Math.min(range.from, to);
  const start = Math.floor(range.from / stretch) * stretch;
  return {
    scroller,
    holder,
    from,
    to,
    height: scale.height,
    viewport: Math.min(range.viewport, count * rowHeight),
    topOf: (index) => (index - start) * rowHeight,
    offset: () => offset.current,
    pageSize: Math.max(1, Math.floor(range.viewport / rowHeight) - 1),
    scrollTo,
    show,
  };
}
