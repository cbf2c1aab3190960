import { create } from 'zustand';
import { paths } from './navigation.ts';

/** What another screen wants the explorer to show. */
interface ExplorerRequest {
  /** A query in place of the one that is there; undefined leaves it. */
  query?: string;
  /** The event to open. */
  event?: string;
}

export const useExplorerRequest = create<{ request: ExplorerRequest | undefined }>(() => ({
  request: undefined,
}));

/** Goes to the explorer and shows something there. */
export function showInExplorer(request: ExplorerRequest): void {
  useExplorerRequest.setState({ request });
  window.location.hash = paths.explorer;
}
