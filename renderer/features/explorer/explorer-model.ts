import { create } from 'zustand';
import type { ScoreField } from '../../../shared/event/threat-event.ts';
import { everything, type Facet, type Filter, type ScoreRange, type TimeRange } from '../../store/look.ts';

const hour = 3_600_000;

/** Stretches that end now, and so move on by themselves. */
export const presets = [
  { id: 'all', name: 'All time', length: null },
  { id: 'hour', name: 'Last hour', length: hour },
  { id: 'day', name: 'Last 24 hours', length: 24 * hour },
  { id: 'week', name: 'Last 7 days', length: 7 * 24 * hour },
  { id: 'month', name: 'Last 30 days', length: 30 * 24 * hour },
] as const;

export type PresetId = (typeof presets)[number]['id'];

interface ExplorerModel {
  filter: Filter;
  /** Which stretch that ends now is shown; `custom` is one that was brushed, and lies in the filter. */
  preset: PresetId | 'custom';
  /** The event the keyboard is on. */
  selected: string | undefined;
  /** Whether the detail panel is open on it. */
  detailOpen: boolean;
  setText(text: string): void;
  setPreset(preset: PresetId): void;
  brush(time: TimeRange): void;
  togglePicked(facet: Facet, value: string): void;
  setScore(field: ScoreField, range: ScoreRange | null): void;
  setUnparsedOnly(unparsedOnly: boolean): void;
  reset(): void;
  select(key: string | undefined): void;
  openDetail(open: boolean): void;
}

/** What the analyst looks at: survives going to another screen and back. */
export const useExplorer = create<ExplorerModel>((set) => {
  const change = (part: Partial<Filter>) => set(({ filter }) => ({ filter: { ...filter, ...part } }));
  return {
    filter: everything,
    preset: 'all',
    selected: undefined,
    detailOpen: false,
    setText: (text) => change({ text }),
    setPreset: (preset) => set(({ filter }) => ({ preset, filter: { ...filter, time: null } })),
    brush: (time) => set(({ filter }) => ({ preset: 'custom', filter: { ...filter, time } })),
    togglePicked: (facet, value) =>
      set(({ filter }) => {
        const picked = filter.picked[facet];
        const next = picked.includes(value) ? picked.filter((one) => one !== value) : [...picked, value];
        return { filter: { ...filter, picked: { ...filter.picked, [facet]: next } } };
      }),
    setScore: (field, range) =>
      set(({ filter }) => ({ filter: { ...filter, scores: { ...filter.scores, [field]: range } } })),
    setUnparsedOnly: (unparsedOnly) => change({ unparsedOnly }),
    reset: () => set({ filter: everything, preset: 'all' }),
    select: (selected) => set({ selected }),
    openDetail: (detailOpen) => set({ detailOpen }),
  };
});

/** The filter with the stretch that a preset stands for at this moment. */
export function filterNow(filter: Filter, preset: PresetId | 'custom', now: number): Filter {
  const length = presets.find(({ id }) => id === preset)?.length;
  return length ? { ...filter, time: { from: now - length, to: now + 60_000 } } : filter;
}
