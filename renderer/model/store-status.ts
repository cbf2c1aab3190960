import { create } from 'zustand';
import type { RebuildProgress } from '../store/rebuild.ts';

interface StoreStatus {
  /** `opening` until the columns are in memory. */
  phase: 'opening' | 'ready';
  /** Rows read of rows there, while it opens. */
  opening: { read: number; total: number };
  /** What is wrong with the store, in a sentence. */
  trouble: string | null;
  /** Progress of a rebuild from the archive, while there is one. */
  rebuilding: RebuildProgress | null;
  /** Whether the browser promised not to evict the database; null until it has answered. */
  persisted: boolean | null;
  /** Counts up whenever something new is stored or removed. */
  revision: number;
}

/** How the event store is doing. */
export const useStoreStatus = create<StoreStatus>(() => ({
  phase: 'opening',
  opening: { read: 0, total: 0 },
  trouble: null,
  rebuilding: null,
  persisted: null,
  revision: 0,
}));

export function storeChanged(): void {
  useStoreStatus.setState((status) => ({ revision: status.revision + 1 }));
}
