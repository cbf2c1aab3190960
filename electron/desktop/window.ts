import { BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { appPage, isAppUrl } from './app-origin.ts';
import { confineNavigation } from './navigation.ts';

export interface MainWindowOptions {
  preload: string;
  icon: string;
  hidden: boolean;
  /** The page was lost and is being loaded again. */
  onCrash(reason: string): void;
}

/**
 * The one window. Closing it hides it, since its page holds the store and polling goes on; it is really closed
 * only when the app quits.
 */
export class MainWindow {
  readonly #window: BrowserWindow;
  #quitting = false;

  constructor(options: MainWindowOptions) {
    this.#window = new BrowserWindow({
      width: 1280,
      height: 800,
      minWidth: 880,
      minHeight: 560,
      show: false,
      title: 'Lurescope',
      icon: options.icon,
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
        // The store commits batches while the window is hidden.
        backgroundThrottling: false,
      },
    });
    const contents = this.#window.webContents;
    confineNavigation(contents);
    this.#window.on('close', (event) => {
      if (this.#quitting) return;
      event.preventDefault();
      this.#window.hide();
    });
    if (!options.hidden) this.#window.once('ready-to-show', () => this.#window.show());
    contents.on('render-process-gone', (_event, details) => {
      if (this.#quitting || details.reason === 'clean-exit') return;
      options.onCrash(details.reason);
      contents.reload();
    });
  }

  load(): Promise<void> {
    return this.#window.loadURL(appPage);
  }

  show(): void {
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** From now on closing is closing. */
  prepareToQuit(): void {
    this.#quitting = true;
  }

  send(channel: string, payload: unknown): void {
    if (!this.#window.isDestroyed()) this.#window.webContents.send(channel, payload);
  }

  /** Whether a call comes from this window's top frame while it shows the app. */
  isSender(event: IpcMainInvokeEvent): boolean {
    const frame = event.senderFrame;
    if (frame === null || this.#window.isDestroyed()) return false;
    const isOwn = event.sender.id === this.#window.webContents.id;
    return isOwn && frame.parent === null && isAppUrl(frame.url);
  }
}
