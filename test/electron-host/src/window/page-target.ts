import { EventEmitter } from 'node:events';
import type { CdpSession, Protocol } from '../cdp/connection.ts';
import type { Host } from '../host.ts';
import type { HostMessage, PageMessage } from '../page/isolated-world.ts';
import { pageScripts } from '../page/scripts.ts';
import { type AskedNavigation, NavigationGuard } from './navigation-guard.ts';

/** What a page reports; addresses are Chromium's. */
export interface PageEvents {
  message: [message: PageMessage, contextId: number];
  navigated: [url: string, inPage: boolean];
  'dom-ready': [];
  loaded: [];
  crashed: [];
  console: [entry: Protocol.Runtime.consoleAPICalledPayload];
  'window-open': [details: Protocol.Page.windowOpenPayload];
}

/** What to make of a new target. */
export interface PageSetup {
  targetId: string;
  preload: string | undefined;
  /** Size of the page, which Chromium only keeps to when told so, where it has no windows. */
  size: { width: number; height: number };
  mayNavigate: (navigation: AskedNavigation) => boolean;
}

/** One live page in Chromium, prepared with the preload and the navigation guard. */
export class PageTarget extends EventEmitter<PageEvents> {
  readonly targetId: string;
  readonly session: CdpSession;
  readonly guard: NavigationGuard;
  readonly #host: Host;
  readonly #receiver: string;
  #contextId: number | undefined;

  private constructor(host: Host, setup: PageSetup, session: CdpSession, receiver: string) {
    super();
    this.#host = host;
    this.targetId = setup.targetId;
    this.session = session;
    this.#receiver = receiver;
    this.guard = new NavigationGuard(session, setup.targetId, setup.mayNavigate);
  }

  /** Attaches to a new target and prepares it; nothing of the app has been loaded in it yet. */
  static async attach(host: Host, setup: PageSetup): Promise<PageTarget> {
    const { connection } = host.browser;
    const { sessionId } = await connection.browser.send('Target.attachToTarget', {
      targetId: setup.targetId,
      flatten: true,
    });
    const session = connection.session(sessionId);
    const scripts = pageScripts(setup.preload);
    const page = new PageTarget(host, setup, session, scripts.receiver);
    page.#listen(scripts.world);
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Inspector.enable'),
      session.send('Runtime.addBinding', { name: scripts.binding, executionContextName: scripts.world }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.mainWorld }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: scripts.isolatedWorld,
        worldName: scripts.world,
      }),
      page.guard.start(),
      page.applyTheme(),
      page.resize(setup.size),
    ]);
    return page;
  }

  /** Hands a message to the preload of the document now shown, or of the one that asked. */
  post(message: HostMessage, contextId: number | undefined = this.#contextId): void {
    if (contextId === undefined) return;
    this.session.post('Runtime.callFunctionOn', {
      functionDeclaration: `function (text) { globalThis['${this.#receiver}'](text); }`,
      arguments: [{ value: JSON.stringify(message) }],
      executionContextId: contextId,
      silent: true,
    });
  }

  /** Makes pages without a window have the size of the app's window. */
  async resize(size: { width: number; height: number }): Promise<void> {
    if (!this.#host.options.headless) return;
    await this.session.send('Emulation.setDeviceMetricsOverride', {
      ...size,
      deviceScaleFactor: 0,
      mobile: false,
    });
  }

  /** Applies `nativeTheme.themeSource`. */
  async applyTheme(): Promise<void> {
    const source = this.#host.theme.themeSource;
    const features = source === 'system' ? [] : [{ name: 'prefers-color-scheme', value: source }];
    await this.session.send('Emulation.setEmulatedMedia', { features });
  }

  #listen(world: string): void {
    const { session } = this;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const frame = (context.auxData as { frameId?: string } | undefined)?.frameId;
      if (context.name === world && frame === this.targetId) this.#contextId = context.id;
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#contextId) this.#contextId = undefined;
    });
    session.on('Runtime.executionContextsCleared', () => {
      this.#contextId = undefined;
    });
    session.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
      // A binding call can only come from this page's isolated world, which only the top frame's script keeps.
      this.emit('message', JSON.parse(payload) as PageMessage, executionContextId);
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId) return;
      const url = frame.url + (frame.urlFragment ?? '');
      this.guard.arrived(url);
      this.emit('navigated', url, false);
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== this.targetId) return;
      this.guard.arrived(url);
      this.emit('navigated', url, true);
    });
    session.on('Page.domContentEventFired', () => this.emit('dom-ready'));
    session.on('Page.loadEventFired', () => this.emit('loaded'));
    session.on('Page.windowOpen', (details) => this.emit('window-open', details));
    session.on('Inspector.targetCrashed', () => this.emit('crashed'));
    session.on('Runtime.consoleAPICalled', (entry) => this.emit('console', entry));
  }
}
