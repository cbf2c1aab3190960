import { z } from 'zod';
import { columnSetSchema } from '../../../shared/view.ts';
import { askedBy, type Column, columnOf, standardColumns } from './table-columns.ts';

/** How close rows stand. */
export const densities = ['compact', 'normal', 'relaxed'] as const;
export type Density = (typeof densities)[number];

export const rowHeights: Record<Density, number> = { compact: 24, normal: 28, relaxed: 36 };

export const narrowest = 40;
export const widest = 1200;

/** How an analyst has arranged the table. Pinned columns are the first of `shown`. */
export interface ColumnLayout {
  /** Ids of the columns shown, in order. */
  shown: readonly string[];
  /** How many of them are pinned to the left. */
  pinned: number;
  /** Widths that were changed, px. */
  widths: Readonly<Record<string, number>>;
  density: Density;
}

/** Which columns are shown and how wide they are. */
export type ColumnSet = Omit<ColumnLayout, 'density'>;

export const standardLayout: ColumnLayout = {
  shown: standardColumns.map(({ id }) => id),
  pinned: 0,
  widths: {},
  density: 'normal',
};

const keptSchema = columnSetSchema.extend({ density: z.enum(densities) });

function clampWidth(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}

/** What was kept from an earlier run, made whole: columns that are not there any more are left out. */
export function restored(kept: unknown): ColumnLayout {
  const parsed = keptSchema.safeParse(kept);
  if (!parsed.success) return standardLayout;
  const { shown, pinned, widths, density } = parsed.data;
  const known = [...new Set(shown)].filter((id) => columnOf(id));
  if (known.length === 0) return { ...standardLayout, density };
  const lost = shown.slice(0, pinned).filter((id) => !known.includes(id)).length;
  return {
    shown: known,
    pinned: Math.min(Math.max(0, pinned - lost), known.length),
    widths: Object.fromEntries(
      Object.entries(widths).flatMap(([id, width]) => (columnOf(id) ? [[id, clampWidth(width)]] : [])),
    ),
    density,
  };
}

export function isPinned(layout: ColumnLayout, id: string): boolean {
  const place = layout.shown.indexOf(id);
  return place >= 0 && place < layout.pinned;
}

/** Shows a column at the end, or hides it; the last one stays. */
export function toggled(layout: ColumnLayout, id: string): ColumnLayout {
  if (!layout.shown.includes(id)) {
    return columnOf(id) ? { ...layout, shown: [...layout.shown, id] } : layout;
  }
  if (layout.shown.length === 1) return layout;
  return {
    ...layout,
    shown: layout.shown.filter((one) => one !== id),
    pinned: layout.pinned - (isPinned(layout, id) ? 1 : 0),
  };
}

/**
 * Moves a column to a place. One that comes to stand among pinned ones is pinned, one that leaves them is not any
 * more.
 */
export function moved(layout: ColumnLayout, id: string, to: number): ColumnLayout {
  const from = layout.shown.indexOf(id);
  const place = Math.min(layout.shown.length - 1, Math.max(0, to));
  if (from < 0 || from === place) return layout;
  const shown = layout.shown.filter((one) => one !== id);
  shown.splice(place, 0, id);
  const others = layout.pinned - (from < layout.pinned ? 1 : 0);
  // Right at the border a column keeps what it was.
  const joins = place < others || (place === others && from < layout.pinned);
  return { ...layout, shown, pinned: others + (joins ? 1 : 0) };
}

/** Pins a column behind those that are pinned, or makes it the first of those that are not. */
export function pinToggled(layout: ColumnLayout, id: string): ColumnLayout {
  if (!layout.shown.includes(id)) return layout;
  const wasPinned = isPinned(layout, id);
  const pinned = layout.pinned + (wasPinned ? -1 : 1);
  const shown = layout.shown.filter((one) => one !== id);
  shown.splice(wasPinned ? pinned : layout.pinned, 0, id);
  return { ...layout, shown, pinned };
}

/** Gives a column a width; null gives it back its own. */
export function resized(layout: ColumnLayout, id: string, width: number | null): ColumnLayout {
  const { [id]: _, ...widths } = layout.widths;
  return { ...layout, widths: width === null ? widths : { ...widths, [id]: clampWidth(width) } };
}

/** The columns shown, in order. */
export function columnsOf(layout: Pick<ColumnLayout, 'shown'>): Column[] {
  return layout.shown.map(columnOf).filter((column) => column !== undefined);
}

export interface Tracks {
  /** For `grid-template-columns`. */
  template: string;
  /** Their least width in all, px. */
  width: number;
  /** How far from the left each pinned column stays, px. */
  lefts: number[];
  /** Where the pinned ones end, px. */
  pinEnd: number;
}

/** The last track holds no column: the button that chooses them stands above it. */
const lastTrack = 28;

/** Where columns lie: the growing one takes what is left over, unless it was given a width. */
export function tracksOf(layout: ColumnLayout): Tracks {
  const columns = columnsOf(layout);
  const widthOf = (column: Column) => layout.widths[column.id] ?? column.width;
  const grows = (column: Column, place: number) =>
    column.grows && layout.widths[column.id] === undefined && place >= layout.pinned;
  const template = columns.map((column, place) =>
    grows(column, place) ? `minmax(${widthOf(column)}px, 1fr)` : `${widthOf(column)}px`,
  );
  // Where no column grows, the last track fills the row to its end.
  template.push(columns.some(grows) ? `${lastTrack}px` : `minmax(${lastTrack}px, 1fr)`);
  const lefts: number[] = [];
  let width = 0;
  let pinEnd = 0;
  for (const [place, column] of columns.entries()) {
    if (place < layout.pinned) lefts.push(width);
    width += widthOf(column);
    if (place < layout.pinned) pinEnd = width;
  }
  return { template: template.join(' '), width: width + lastTrack, lefts, pinEnd };
}

/** Fields that rows have to bring along for what is shown. */
export function askedFields(layout: Pick<ColumnLayout, 'shown'>): string[] {
  return askedBy(layout.shown);
}
