import { readFileSync } from 'node:fs';
import type {
  HandlerDetails,
  NativeImage,
  RenderProcessGoneDetails,
  WebContents,
  WebPreferences,
  WindowOpenHandlerResponse,
} from 'electron';
import { HostNativeImage } from '../electron/native-image.ts';
import type { HostSession } from '../electron/session.ts';
import type { Host } from '../host.ts';
import { codec } from '../ipc/ipc-main.ts';
import type { PageMessage } from '../page/isolated-world.ts';
import { HostEmitter, HostEvent, notSupported } from '../unsupported.ts';
import { type ContentsFrame, refuseUnsafe } from './contents-frame.ts';
import { HostFrame } from './frame.ts';
import type { AskedNavigation } from './navigation-guard.ts';
import { PageTarget } from './page-target.ts';
import { consoleDetails, loadError } from './reports.ts';

type Implemented = Pick<
  WebContents,
  | 'id'
  | 'loadURL'
  | 'getURL'
  | 'getTitle'
  | 'send'
  | 'reload'
  | 'isDestroyed'
  | 'isCrashed'
  | 'isLoading'
  | 'focus'
  | 'setWindowOpenHandler'
  | 'capturePage'
  | 'executeJavaScript'
  | 'close'
>;

let lastId = 0;

/** Electron's `webContents`: the page of a window, over all the targets that show it in turn. */
export class HostWebContents extends HostEmitter implements Implemented {
  readonly id: number;
  readonly mainFrame: HostFrame;
  readonly session: HostSession;
  readonly #host: Host;
  readonly #frame: ContentsFrame;
  readonly #preload: string | undefined;
  #page: PageTarget | undefined;
  #opening: Promise<PageTarget> | undefined;
  #url = '';
  #title = '';
  #crashed = false;
  #loading = false;
  #destroyed = false;
  #openHandler: ((details: HandlerDetails) => WindowOpenHandlerResponse) | undefined;

  constructor(host: Host, frame: ContentsFrame, preferences: WebPreferences) {
    super();
    refuseUnsafe(preferences);
    lastId += 1;
    this.id = lastId;
    this.#host = host;
    this.#frame = frame;
    this.#preload = preferences.preload ? readFileSync(preferences.preload, 'utf8') : undefined;
    this.session = host.session;
    this.mainFrame = new HostFrame(this);
  }

  /** The live page, if there is one now. */
  get page(): PageTarget | undefined {
    return this.#page;
  }

  /** Loads an address; resolves when it has loaded, as Electron does. */
  async loadURL(url: string): Promise<void> {
    const page = await this.#open(url);
    await this.#load(page, url);
  }

  /** Opens a page where there is none: `url` is what it will load. */
  async #open(url: string): Promise<PageTarget> {
    if (this.#destroyed) throw new Error('Object has been destroyed');
    if (this.#page && !this.#crashed) return this.#page;
    this.#opening ??= this.#openPage(url).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Shows the same address in a new page where the one before was closed or crashed. */
  revive(): void {
    if (this.#opening || (this.#page && !this.#crashed)) return;
    this.#replacePage().catch((error: unknown) => {
      console.error(
        `Chromium host: a window's page was lost: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }

  async #replacePage(): Promise<void> {
    const before = this.#page;
    const url = this.getURL();
    this.#page = undefined;
    const page = await this.#open(url);
    if (before) this.#host.targets.close(before.targetId);
    if (url) await this.#load(page, url);
  }

  getURL(): string {
    return this.#host.addresses.toApp(this.#url);
  }

  originOf(url: string): string {
    return this.#host.addresses.originOf(url);
  }

  getTitle(): string {
    return this.#title;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#page?.post({ kind: 'send', channel, args: codec.encode(args) });
  }

  reload(): void {
    if (this.#crashed || !this.#page) {
      this.revive();
      return;
    }
    this.#page.guard.expect(this.#url);
    this.#page.session.post('Page.reload', {});
  }

  reloadIgnoringCache(): void {
    this.reload();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isCrashed(): boolean {
    return this.#crashed;
  }

  isLoading(): boolean {
    return this.#loading;
  }

  focus(): void {
    this.#page?.session.post('Page.bringToFront');
  }

  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    this.#openHandler = handler;
  }

  async capturePage(): Promise<NativeImage> {
    if (!this.#page) throw new Error('There is no page to capture.');
    const { data } = await this.#page.session.send('Page.captureScreenshot', { format: 'png' });
    return HostNativeImage.fromBuffer(Buffer.from(data, 'base64')) as unknown as NativeImage;
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    if (!this.#page) throw new Error('There is no page to run a script in.');
    const { result, exceptionDetails } = await this.#page.session.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as unknown;
  }

  /** Never open: the host has no developer tools of its own. */
  isDevToolsOpened(): boolean {
    return false;
  }

  close(): void {
    if (!this.#destroyed) this.#frame.closedByApp();
  }

  /** Ends this web contents and its page. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    if (this.#page) this.#host.targets.close(this.#page.targetId);
    this.#page = undefined;
    this.emit('destroyed');
  }

  /** Called when Chromium says that the target is gone without the app having closed it. */
  targetGone(targetId: string): void {
    if (this.#page?.targetId !== targetId) return;
    this.#host.browser.connection.forget(this.#page.session.id);
    this.#page = undefined;
    this.#frame.closedByUser();
  }

  /** Called when Chromium shows another title for the page. */
  titleChanged(title: string): void {
    if (title === this.#title) return;
    this.#title = title;
    this.emit('page-title-updated', new HostEvent(), title, true);
  }

  /** Called when Chromium itself is gone. */
  browserGone(): void {
    this.#processGone('killed');
  }

  /** Called when a page that this one opened was closed at once. */
  popupClosed(url: string): void {
    if (url && url !== 'about:blank')
      console.error(`Chromium host: closed a window that a page opened for ${url}`);
  }

  async #openPage(url: string): Promise<PageTarget> {
    const target = this.#host.addresses.toPage(url);
    const origin = this.#host.addresses.isOwn(target) ? new URL(target).origin : undefined;
    const size = this.#frame.size();
    const targetId = await this.#host.targets.open(this, { origin, ...size });
    const page = await PageTarget.attach(this.#host, {
      targetId,
      preload: this.#preload,
      size,
      mayNavigate: (navigation) => this.#mayNavigate(navigation),
    });
    if (this.#destroyed) {
      this.#host.targets.close(targetId);
      throw new Error('Object has been destroyed');
    }
    this.#listen(page);
    const first = !this.#url;
    this.#page = page;
    this.#crashed = false;
    this.#frame.opened(first);
    return page;
  }

  async #load(page: PageTarget, url: string): Promise<void> {
    const target = this.#host.addresses.toPage(url);
    if (this.#host.addresses.isOwn(target)) {
      await this.#host.browser.connection.browser.send('Storage.setCookies', {
        cookies: [this.#host.loopback.cookieFor(target)],
      });
    }
    await this.session.applyPermissions(this, target);
    const loaded = new Promise<void>((resolve) => page.once('loaded', resolve));
    page.guard.expect(target);
    this.#loading = true;
    this.emit('did-start-loading');
    const { errorText, loaderId } = await page.session.send('Page.navigate', { url: target });
    if (errorText) {
      this.#loading = false;
      const { code, name, error } = loadError(errorText, url);
      this.emit('did-fail-load', new HostEvent(), code, name, url, true, 1, 1);
      throw error;
    }
    if (loaderId !== undefined) await loaded;
    page.session.post('Page.resetNavigationHistory');
  }

  #listen(page: PageTarget): void {
    page.on('message', (message, contextId) => void this.#receive(page, message, contextId));
    page.on('navigated', (url, inPage) => {
      this.#url = url;
      const shown = this.getURL();
      if (inPage) this.emit('did-navigate-in-page', new HostEvent(), shown, true, 1, 1);
      else this.emit('did-navigate', new HostEvent(), shown, 200, 'OK');
    });
    page.on('dom-ready', () => this.emit('dom-ready', new HostEvent()));
    page.on('loaded', () => {
      this.#loading = false;
      this.emit('did-finish-load');
      this.emit('did-stop-loading');
    });
    page.on('crashed', () => this.#processGone('crashed'));
    page.on('console', (entry) => {
      const details = {
        ...consoleDetails(entry, (url) => this.#host.addresses.toApp(url)),
        frame: this.mainFrame,
      };
      this.emit('console-message', new HostEvent(details));
    });
    page.on('window-open', ({ url, windowName, windowFeatures }) =>
      this.#asksToOpen(url, windowName, windowFeatures.join(',')),
    );
  }

  /** Asks the app's handler about a window that the page wants; the host opens none, whatever the answer. */
  #asksToOpen(url: string, frameName: string, features: string): void {
    const answer = this.#openHandler?.({
      url: this.#host.addresses.toApp(url),
      frameName,
      features,
      disposition: 'new-window',
      referrer: { url: this.getURL(), policy: 'strict-origin-when-cross-origin' },
    });
    if (answer?.action === 'allow') console.error(notSupported(`a window opened by a page (${url})`).message);
  }

  async #receive(page: PageTarget, message: PageMessage, contextId: number): Promise<void> {
    if (message.kind === 'window') {
      this.#frame.windowEvent(message.event);
      return;
    }
    if (message.kind === 'open') {
      this.#asksToOpen(message.url, message.name, message.features);
      return;
    }
    const answer = await this.#host.ipcMain.receive(message, this);
    if (answer && message.kind === 'invoke')
      page.post({ kind: 'result', id: message.id, ...answer }, contextId);
  }

  #mayNavigate({ url, isMainFrame, isRedirect }: AskedNavigation): boolean {
    const shown = this.#host.addresses.toApp(url);
    const event = new HostEvent({
      url: shown,
      isMainFrame,
      isSameDocument: false,
      frame: this.mainFrame,
      initiator: this.mainFrame,
    });
    if (!isRedirect) this.emit('will-frame-navigate', event);
    if (isMainFrame)
      this.emit(isRedirect ? 'will-redirect' : 'will-navigate', event, shown, false, true, 1, 1);
    return !event.defaultPrevented;
  }

  #processGone(reason: RenderProcessGoneDetails['reason']): void {
    this.#crashed = true;
    this.#loading = false;
    const details: RenderProcessGoneDetails = { reason, exitCode: 5 };
    this.emit('render-process-gone', new HostEvent(), details);
    this.#host.app.emit('render-process-gone', new HostEvent(), this, details);
  }
}
