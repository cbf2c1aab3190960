import type { WebPreferences } from 'electron';
import { notSupported } from '../unsupported.ts';

/** What a web contents needs of the window around it. */
export interface ContentsFrame {
  size(): { width: number; height: number };
  /** The user closed the page's window in Chromium. */
  closedByUser(): void;
  /** The app closes the page. */
  closedByApp(): void;
  /** A page was opened; `first` is false where it replaces an earlier one. */
  opened(first: boolean): void;
  windowEvent(event: 'focus' | 'blur' | 'resize'): void;
}

/** The host always isolates and sandboxes; an app that asks for less would behave differently on Electron. */
export function refuseUnsafe(preferences: WebPreferences): void {
  if (preferences.nodeIntegration) throw notSupported('webPreferences.nodeIntegration');
  if (preferences.contextIsolation === false) throw notSupported('webPreferences.contextIsolation: false');
  if (preferences.sandbox === false) throw notSupported('webPreferences.sandbox: false');
  if (preferences.partition || preferences.session)
    throw notSupported('webPreferences.partition and .session');
}
