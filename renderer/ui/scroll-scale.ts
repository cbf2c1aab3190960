/**
 * The tallest a scrolled element is made, px. Chromium lays out no more than about 33.5 million, and keeps scroll
 * positions as 32-bit floats, which tell single pixels apart only up to 2^24.
 */
export const tallest = 16_000_000;

/** How the scroll bar of an element of limited height stands for rows that would be taller. */
export interface ScrollScale {
  /** The height the element is given, px. */
  height: number;
  /** Whether a pixel of the scroll bar stands for more than a pixel of rows. */
  isScaled: boolean;
  /** The greatest distance rows can be scrolled, px. */
  furthest: number;
  /** From where the scroll bar stands to how far the rows are scrolled. */
  toRows(scrollTop: number): number;
  /** And back. */
  toBar(offset: number): number;
}

/**
 * @param rows the height of all rows, px
 * @param viewport the height of what is seen of them, px
 */
export function scrollScale(rows: number, viewport: number, limit = tallest): ScrollScale {
  const height = Math.min(rows, Math.max(limit, viewport));
  const furthest = Math.max(0, rows - viewport);
  const barRange = Math.max(0, height - viewport);
  const isScaled = height < rows;
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
  return {
    height,
    isScaled,
    furthest,
    toRows: (scrollTop) => {
      if (!isScaled) return clamp(scrollTop, furthest);
      return barRange === 0 ? 0 : clamp((scrollTop / barRange) * furthest, furthest);
    },
    toBar: (offset) => {
      if (!isScaled) return clamp(offset, barRange);
      return furthest === 0 ? 0 : clamp((offset / furthest) * barRange, barRange);
    },
  };
}

/** The offset nearest to the one there is at which a row is wholly in sight. */
export function offsetToSee(index: number, rowHeight: number, offset: number, viewport: number): number {
  const start = index * rowHeight;
  if (start < offset) return start;
  return Math.max(offset, start + rowHeight - viewport);
}

/** Rows that are wholly or partly in sight, with some to spare on either side; `to` is out. */
export function rowsInSight(
  offset: number,
  viewport: number,
  rowHeight: number,
  count: number,
  spare: number,
): { from: number; to: number } {
  const from = Math.max(0, Math.floor(offset / rowHeight) - spare);
  const to = Math.min(count, Math.ceil((offset + viewport) / rowHeight) + spare);
  return { from: Math.min(from, to), to };
}
