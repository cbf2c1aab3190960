import { create } from 'zustand';
import { paths } from './navigation.ts';

/** The query that a new rule is to be made of. */
export const useRuleDraft = create<{ query: string }>(() => ({ query: '' }));

/** Goes to the editor of rules with a query to begin with. */
export function draftRule(query: string): void {
  useRuleDraft.setState({ query });
  window.location.hash = paths.newRule;
}
