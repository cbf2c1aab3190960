import { create } from 'zustand';
import { persist } from 'zustand/middleware';

const most = 20;

interface RecentQueries {
  /** Newest first. */
  queries: readonly string[];
  remember(query: string): void;
}

/** Queries that were looked at, remembered from one start of the app to the next. */
export const useRecentQueries = create<RecentQueries>()(
  persist(
    (set) => ({
      queries: [],
      remember: (text) => {
        const query = text.trim();
        if (query === '') return;
        set(({ queries }) => ({
          queries: [query, ...queries.filter((one) => one !== query)].slice(0, most),
        }));
      },
    }),
    { name: 'lurescope.recent-queries', version: 1, partialize: ({ queries }) => ({ queries }) },
  ),
);
