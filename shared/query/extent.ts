import type { Test } from './ast.ts';

/**
 * What a literal stands for on the number line: a point, where from and to are the same and both belong to it, or a
 * stretch such as a day, whose end does not belong to it.
 */
export interface Extent {
  from: number;
  to: number;
  point: boolean;
}

/** A comparison; `=` is what a value without a sign means. */
export type Comparison = '=' | '>' | '>=' | '<' | '<=';

export type Within = Extract<Test, { is: 'within' }>;

/** A single value as an extent. */
export function point(value: number): Extent {
  // Adding zero turns -0 into 0, which is the same number and has to be the same query.
  return { from: value + 0, to: value + 0, point: true };
}

/** What lies between two bounds; null is no bound, `open` excludes all that the bound stands for. */
export function between(
  low: { extent: Extent; open: boolean } | null,
  high: { extent: Extent; open: boolean } | null,
): Within {
  return {
    is: 'within',
    from: low && (low.open ? low.extent.to : low.extent.from),
    fromOpen: low ? low.open && low.extent.point : false,
    to: high && (high.open ? high.extent.from : high.extent.to),
    toOpen: high ? high.open || !high.extent.point : false,
  };
}

/** What a comparison with an extent asks: `>` a day is after that day's end, `<=` a day includes all of it. */
export function compared(comparison: Comparison, extent: Extent): Within {
  const closed = { extent, open: false };
  const open = { extent, open: true };
  switch (comparison) {
    case '=':
      return between(closed, closed);
    case '>':
      return between(open, null);
    case '>=':
      return between(closed, null);
    case '<':
      return between(null, open);
    case '<=':
      return between(null, closed);
  }
}

/** Whether nothing can lie within. */
export function isEmpty({ from, fromOpen, to, toOpen }: Within): boolean {
  return from !== null && to !== null && (from > to || (from === to && (fromOpen || toOpen)));
}

const number = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)(?:([kmg])b?|b)?$/i;
const factors: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9 };

/**
 * A number as it is written.
 * @param isSize whether units of size may stand after it: `10k`, `2.5MB`, in powers of 1000
 */
export function readNumber(text: string, isSize: boolean): Extent | undefined {
  const match = number.exec(text);
  if (!match || (!isSize && /[kmgb]$/i.test(text))) return undefined;
  const value = Number(match[1]) * (factors[match[2]?.toLowerCase() ?? ''] ?? 1);
  return Number.isFinite(value) ? point(value) : undefined;
}
