import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { TrayState, TrayWords } from './tray-words.ts';

export interface TrayOptions {
  iconFolder: string;
  onOpen(): void;
  onPollNow(): void;
  onPause(paused: boolean): void;
  onQuit(): void;
  /** This desktop shows no tray; the app is opened by starting it again. */
  onUnavailable(reason: string): void;
}

/** Words as a menu's line: an ampersand would mark an access key. */
function lineOf(words: string): string {
  return (words.charAt(0).toUpperCase() + words.slice(1)).replaceAll('&', '&&');
}

function menuOf(options: TrayOptions, { status, offers }: Pick<TrayWords, 'status' | 'offers'>): Menu {
  const separator = { type: 'separator' as const };
  return Menu.buildFromTemplate([
    { label: lineOf(status), enabled: false },
    separator,
    { label: 'Open Lurescope', click: options.onOpen },
    ...(offers === 'pause'
      ? [
          { label: 'Poll now', click: options.onPollNow },
          { label: 'Pause polling', click: () => options.onPause(true) },
        ]
      : []),
    ...(offers === 'resume' ? [{ label: 'Resume polling', click: () => options.onPause(false) }] : []),
    separator,
    { label: 'Quit', click: options.onQuit },
  ]);
}

/** The tray icon with its state; answers how to change it, which does nothing where there is no tray. */
export function createTray(options: TrayOptions): (words: TrayWords) => void {
  const icon = (state: TrayState) =>
    nativeImage.createFromPath(join(options.iconFolder, `tray-${state}.png`));
  let tray: Tray;
  try {
    tray = new Tray(icon('quiet'));
  } catch (error) {
    options.onUnavailable(error instanceof Error ? error.message : String(error));
    return () => {};
  }
  tray.on('click', options.onOpen);
  let shown = '';
  let menu = '';
  return (words) => {
    const { state, tooltip, status, offers } = words;
    // A menu that is replaced while it is open closes: it is, only when it says something else.
    if (menu !== status + offers) tray.setContextMenu(menuOf(options, words));
    menu = status + offers;
    if (shown === state + tooltip) return;
    shown = state + tooltip;
    tray.setImage(icon(state));
    tray.setToolTip(tooltip);
  };
}
