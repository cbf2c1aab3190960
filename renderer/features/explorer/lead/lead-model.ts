import { create } from 'zustand';
import { useExplorer } from '../explorer-model.ts';

interface LeadModel {
  /** The related events are to have the keyboard as soon as they are there. */
  focusAsked: boolean;
}

export const useLead = create<LeadModel>(() => ({ focusAsked: false }));

/**
 * Puts the keyboard on what is related to the selected event, opening its panel.
 * @returns false where no event is selected
 */
export function focusRelated(): boolean {
  const { selected, openDetail } = useExplorer.getState();
  if (selected === undefined) return false;
  openDetail(true);
  useLead.setState({ focusAsked: true });
  return true;
}
