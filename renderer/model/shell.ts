import { create } from 'zustand';

/** Dialogs that can be opened from every screen. */
export type ShellDialog = 'keys' | 'about';

export const useShell = create<{ dialog: ShellDialog | undefined }>(() => ({ dialog: undefined }));

export function openDialog(dialog: ShellDialog | undefined): void {
  useShell.setState({ dialog });
}
