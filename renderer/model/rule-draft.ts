import { create } from 'zustand';
import { paths } from './navigation.ts';

/** The text that a new rule begins with, and the query it was made of. */
export const useRuleDraft = create<{ text: string | undefined }>(() => ({ text: undefined }));

/** Goes to the editor of rules with a text to begin with. */
export function draftRule(text: string): void {
  useRuleDraft.setState({ text });
  window.location.hash = paths.newRule;
}
