import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import type { Host } from '../host.ts';
import { HostEmitter, HostEvent } from '../unsupported.ts';
import type { PageTarget } from './page-target.ts';
import { HostWebContents } from './web-contents.ts';
import { moveWindow, readWindow, setWindowState } from './window-bounds.ts';

type Implemented = Pick<
  BrowserWindow,
  | 'id'
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'isVisible'
  | 'isMinimized'
  | 'minimize'
  | 'restore'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'close'
  | 'destroy'
  | 'isDestroyed'
  | 'setTitle'
  | 'getTitle'
  | 'getSize'
  | 'setSize'
  | 'setBackgroundColor'
  | 'setMenu'
  | 'removeMenu'
  | 'setMenuBarVisibility'
> & { getBounds(): Rectangle; setBounds(bounds: Partial<Rectangle>): void };

let lastId = 0;

/** Electron's `BrowserWindow`, over a window of Chromium, or over none in headless mode. */
export class HostBrowserWindow extends HostEmitter implements Implemented {
  readonly id: number;
  readonly webContents: HostWebContents;
  readonly #host: Host;
  readonly #windows: Set<HostBrowserWindow>;
  #bounds: Rectangle;
  #placed: boolean;
  #title: string;
  #visible: boolean;
  #minimized = false;
  #maximized = false;
  #focused = false;
  #destroyed = false;
  #readyToShow = false;

  constructor(host: Host, windows: Set<HostBrowserWindow>, options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!host.app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    lastId += 1;
    this.id = lastId;
    this.#host = host;
    this.#windows = windows;
    this.#placed = options.x !== undefined && options.y !== undefined;
    this.#bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    };
    this.#title = options.title ?? host.app.name;
    this.#visible = options.show !== false;
    this.webContents = new HostWebContents(
      host,
      {
        size: () => ({ width: this.#bounds.width, height: this.#bounds.height }),
        closedByUser: () => this.#closedByUser(),
        closedByApp: () => this.destroy(),
        opened: (first) => this.#opened(first),
        windowEvent: (event) => this.#windowEvent(event),
      },
      options.webPreferences ?? {},
    );
    this.webContents.on('did-finish-load', () => {
      if (this.#readyToShow) return;
      this.#readyToShow = true;
      this.emit('ready-to-show');
    });
    windows.add(this);
    host.app.emit('web-contents-created', new HostEvent(), this.webContents);
    host.app.emit('browser-window-created', new HostEvent(), this);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    this.#assertAlive();
    const before = this.#visible;
    this.#visible = true;
    this.#minimized = false;
    const { page } = this.webContents;
    if (!page) {
      if (this.webContents.getURL()) this.webContents.revive();
    } else if (!before) {
      this.#window((target) => setWindowState(this.#host, target, this.#maximized ? 'maximized' : 'normal'));
    }
    if (!before) this.emit('show');
  }

  /** Headless: only remembered. Otherwise minimised, since DevTools cannot take a window off the screen. */
  hide(): void {
    this.#assertAlive();
    if (!this.#visible) return;
    this.#visible = false;
    this.#window((target) => setWindowState(this.#host, target, 'minimized'));
    this.#setFocused(false);
    this.emit('hide');
  }

  focus(): void {
    this.#assertAlive();
    if (!this.#visible) return;
    this.webContents.focus();
    this.#setFocused(true);
  }

  blur(): void {
    this.#setFocused(false);
  }

  isFocused(): boolean {
    return this.#focused;
  }

  isVisible(): boolean {
    return this.#visible && !this.#destroyed;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  minimize(): void {
    this.#minimized = true;
    this.#window((target) => setWindowState(this.#host, target, 'minimized'));
    this.#setFocused(false);
    this.emit('minimize');
  }

  restore(): void {
    if (!this.#minimized) return;
    this.#minimized = false;
    this.#window((target) => setWindowState(this.#host, target, this.#maximized ? 'maximized' : 'normal'));
    this.emit('restore');
  }

  maximize(): void {
    if (this.#maximized) return;
    this.#maximized = true;
    this.#window((target) => setWindowState(this.#host, target, 'maximized'));
    this.emit('maximize');
  }

  unmaximize(): void {
    if (!this.#maximized) return;
    this.#maximized = false;
    this.#window((target) => setWindowState(this.#host, target, 'normal'));
    this.emit('unmaximize');
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  /** Asks the app with a `close` event, then ends the window. */
  close(): void {
    if (this.#destroyed || this.#askClose()) return;
    this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#visible = false;
    this.#setFocused(false);
    this.webContents.destroy();
    this.#windows.delete(this);
    this.emit('closed');
    this.#host.app.windowClosed(this.#windows.size);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setTitle(title: string): void {
    this.#title = title;
    // Chromium's windows have the title of their document.
    this.webContents.executeJavaScript(`document.title = ${JSON.stringify(title)}`).catch(() => undefined);
  }

  getTitle(): string {
    return this.#title;
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Rectangle {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#placed ||= bounds.x !== undefined && bounds.y !== undefined;
    this.#window((target) => this.#applyBounds(target));
    this.emit('resize');
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  /** Chromium shows the page's own colour; there is nothing behind it. */
  setBackgroundColor(): void {}

  setMenu(): void {}

  removeMenu(): void {}

  setMenuBarVisibility(): void {}

  isFullScreen(): boolean {
    return false;
  }

  /** Tells the app that the window is to close; true where the app will not have it. */
  #askClose(): boolean {
    const event = new HostEvent();
    this.emit('close', event);
    return event.defaultPrevented;
  }

  #closedByUser(): void {
    if (this.#destroyed) return;
    if (!this.#askClose()) {
      this.destroy();
    } else if (!this.#destroyed) {
      // The page went with its window, but the app wants it to live on.
      this.webContents.revive();
    }
  }

  #opened(first: boolean): void {
    this.#window((target) => this.#applyBounds(target));
    if (!this.#visible) this.#window((target) => setWindowState(this.#host, target, 'minimized'));
    else if (first) this.emit('show');
  }

  #windowEvent(event: 'focus' | 'blur' | 'resize'): void {
    if (event !== 'resize') {
      this.#setFocused(event === 'focus');
      return;
    }
    this.#window(async (target) => {
      const bounds = await readWindow(this.#host, target);
      if (!bounds) return;
      const isMoved = bounds.x !== this.#bounds.x || bounds.y !== this.#bounds.y;
      this.#bounds = { ...this.#bounds, ...bounds };
      this.emit('resize');
      if (isMoved) this.emit('move');
    });
  }

  async #applyBounds(page: PageTarget): Promise<void> {
    await page.resize({ width: this.#bounds.width, height: this.#bounds.height });
    const { x, y, width, height } = this.#bounds;
    await moveWindow(this.#host, page, { width, height, ...(this.#placed ? { x, y } : {}) });
  }

  #setFocused(focused: boolean): void {
    if (this.#focused === focused) return;
    this.#focused = focused;
    this.emit(focused ? 'focus' : 'blur');
  }

  #window(action: (page: PageTarget) => Promise<void>): void {
    const { page } = this.webContents;
    if (page) action(page).catch(() => undefined);
  }

  #assertAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }
}
