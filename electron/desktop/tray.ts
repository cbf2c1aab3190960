import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { TrayState } from './tray-words.ts';

export interface TrayOptions {
  iconFolder: string;
  onOpen(): void;
  onQuit(): void;
  /** This desktop shows no tray; the app is opened by starting it again. */
  onUnavailable(reason: string): void;
}

/** The tray icon with its state; answers how to change it, which does nothing where there is no tray. */
export function createTray(options: TrayOptions): (words: { state: TrayState; tooltip: string }) => void {
  const icon = (state: TrayState) =>
    nativeImage.createFromPath(join(options.iconFolder, `tray-${state}.png`));
  let tray: Tray;
  try {
    tray = new Tray(icon('quiet'));
  } catch (error) {
    options.onUnavailable(error instanceof Error ? error.message : String(error));
    return () => {};
  }
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Open Lurescope', click: options.onOpen },
      { type: 'separator' },
      { label: 'Quit', click: options.onQuit },
    ]),
  );
  tray.on('click', options.onOpen);
  let shown = '';
  return ({ state, tooltip }) => {
    if (shown === state + tooltip) return;
    shown = state + tooltip;
    tray.setImage(icon(state));
    tray.setToolTip(tooltip);
  };
}
