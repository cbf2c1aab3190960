import { BrowserWindow, type IpcMainInvokeEvent, screen } from 'electron';
import { appPage, isAppUrl } from './app-origin.ts';
import { confineNavigation } from './navigation.ts';
import { onScreens, smallest, type WindowState } from './window-state.ts';

export interface MainWindowOptions {
  preload: string;
  icon: string;
  hidden: boolean;
  /** Where the window was when it was last seen. */
  state: { get(): WindowState; set(state: WindowState): void };
  /** The page was lost and is being loaded again. */
  onCrash(reason: string): void;
}

/**
 * The one window. Closing it hides it, since its page holds the store and polling goes on; it is really closed
 * only when the app quits.
 */
export class MainWindow {
  readonly #window: BrowserWindow;
  readonly #state: MainWindowOptions['state'];
  #remembering: NodeJS.Timeout | undefined;
  #quitting = false;

  constructor(options: MainWindowOptions) {
    const { x, y, width, height, maximised } = onScreens(
      options.state.get(),
      screen.getAllDisplays().map(({ workArea }) => workArea),
    );
    this.#state = options.state;
    this.#window = new BrowserWindow({
      ...(x === null || y === null ? {} : { x, y }),
      width,
      height,
      minWidth: smallest.width,
      minHeight: smallest.height,
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
    if (maximised) this.#window.once('show', () => this.#window.maximize());
    // Apart, since each name is an overload of its own.
    this.#window.on('resize', () => this.#rememberSoon());
    this.#window.on('move', () => this.#rememberSoon());
    this.#window.on('maximize', () => this.#rememberSoon());
    this.#window.on('unmaximize', () => this.#rememberSoon());
    this.#window.on('close', (event) => {
      this.#remember();
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

  /** As the window's own button does: it is hidden, and polling goes on. */
  close(): void {
    this.#window.close();
  }

  /** From now on closing is closing. */
  prepareToQuit(): void {
    this.#quitting = true;
  }

  /** A drag tells of every step. */
  #rememberSoon(): void {
    clearTimeout(this.#remembering);
    this.#remembering = setTimeout(() => this.#remember(), 500);
  }

  #remember(): void {
    clearTimeout(this.#remembering);
    if (this.#window.isDestroyed()) return;
    try {
      this.#state.set({ ...this.#window.getNormalBounds(), maximised: this.#window.isMaximized() });
    } catch {
      // A full disk is said by the monitor; where the window was is not worth a word.
    }
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
