import { useEffect, useRef } from 'react';

/** Rows fetched beyond those in sight, in the direction of travel. */
const ahead = 200;
/** While the scroll bar is dragged, rows are asked for at most so often, ms. */
const interval = 50;

/** Tells which rows are wanted: those in sight, and soon after those that come next. */
export function useRowsAhead(
  from: number,
  to: number,
  count: number,
  onVisible: (from: number, to: number) => void,
): void {
  const before = useRef({ from: 0, at: 0 });
  useEffect(() => {
    const isUp = from < before.current.from;
    before.current.from = from;
    const tell = () => {
      before.current.at = performance.now();
      onVisible(from, to);
    };
    const wait = before.current.at + interval - performance.now();
    const now = wait > 0 ? setTimeout(tell, wait) : undefined;
    if (now === undefined) tell();
    // Where the eye rests, or moves slowly enough to read, the next page is there before it is needed.
    const next = setTimeout(
      () => onVisible(Math.max(0, isUp ? from - ahead : from), Math.min(count, isUp ? to : to + ahead)),
      2 * interval,
    );
    return () => {
      clearTimeout(now);
      clearTimeout(next);
    };
  }, [from, to, count, onVisible]);
}
