import { create } from 'zustand';
import type { SourceView } from '../../shared/source.ts';

interface SourcesModel {
  /** Undefined until main has told. */
  sources: SourceView[] | undefined;
  setSources(sources: SourceView[]): void;
}

/** What main last said of the sources; every screen reads the same. */
export const useSources = create<SourcesModel>((set) => ({
  sources: undefined,
  setSources: (sources) => set({ sources }),
}));
