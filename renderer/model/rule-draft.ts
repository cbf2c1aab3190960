import { create } from 'zustand';
import { paths } from './navigation.ts';

/** The text of a rule that could not be saved, and why, in words. */
interface UnsavedRule {
  /** Of a rule that is there; undefined for a new one. */
  id: string | undefined;
  text: string;
  reason: string;
}

interface RuleDraft {
  /** The query that a new rule is to be made of. */
  query: string;
  /** What could not be saved is there when the analyst comes back to the editor. */
  unsaved: UnsavedRule | undefined;
}

export const useRuleDraft = create<RuleDraft>(() => ({ query: '', unsaved: undefined }));

/** Keeps the text of a rule that could not be saved. */
export function keepUnsaved(unsaved: UnsavedRule | undefined): void {
  useRuleDraft.setState({ unsaved });
}

/** Goes to the editor of rules with a query to begin with. */
export function draftRule(query: string): void {
  useRuleDraft.setState(({ unsaved }) => ({
    query,
    // Another query is another rule; without one, what could not be saved is gone on with.
    unsaved: query !== '' && unsaved?.id === undefined ? undefined : unsaved,
  }));
  window.location.hash = paths.newRule;
}
