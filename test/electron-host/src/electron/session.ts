import { join } from 'node:path';
import type { Session } from 'electron';
import type { Protocol } from '../cdp/connection.ts';
import type { Host } from '../host.ts';
import type { HostProtocol } from '../protocol/protocol.ts';
import { HostEmitter, notSupported } from '../unsupported.ts';
import type { HostWebContents } from '../window/web-contents.ts';

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type Permission = Parameters<RequestHandler>[1];

/** Electron's name of a permission, and Chromium's. */
const PERMISSIONS: readonly (readonly [Permission, Protocol.Browser.PermissionDescriptor])[] = [
  ['geolocation', { name: 'geolocation' }],
  ['notifications', { name: 'notifications' }],
  ['midi', { name: 'midi' }],
  ['midiSysex', { name: 'midi', sysex: true }],
  ['media', { name: 'camera' }],
  ['media', { name: 'microphone' }],
  ['clipboard-read', { name: 'clipboard-read' }],
  ['clipboard-sanitized-write', { name: 'clipboard-write' }],
  ['background-sync', { name: 'background-sync' }],
  ['background-fetch', { name: 'background-fetch' }],
  ['persistent-storage', { name: 'persistent-storage' }],
  ['sensors', { name: 'accelerometer' }],
  ['sensors', { name: 'gyroscope' }],
  ['sensors', { name: 'magnetometer' }],
  ['screen-wake-lock', { name: 'screen-wake-lock' }],
  ['idle-detection', { name: 'idle-detection' }],
  ['window-management', { name: 'window-management' }],
  ['local-fonts', { name: 'local-fonts' }],
  ['storage-access', { name: 'storage-access' }],
  ['display-capture', { name: 'display-capture' }],
  ['local-network-access', { name: 'local-network-access' }],
  ['payment-handler', { name: 'payment-handler' }],
];

type Implemented = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'resolveProxy'
  | 'clearStorageData'
  | 'isPersistent'
  | 'getStoragePath'
>;

/** Electron's `session.defaultSession`. */
export class HostSession extends HostEmitter implements Implemented {
  readonly protocol: HostProtocol;
  readonly webRequest = new HostWebRequest();
  readonly #host: Host;
  #request: RequestHandler | null = null;
  #check: CheckHandler | null = null;

  constructor(host: Host) {
    super();
    this.#host = host;
    this.protocol = host.protocol;
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }

  isPersistent(): boolean {
    return true;
  }

  /** Where Chromium keeps the pages' data. */
  getStoragePath(): string {
    return join(this.#host.app.getPath('sessionData'), 'chromium', 'Default');
  }

  /** The host makes no proxy decisions: Chromium loads nothing but the app's own pages. */
  async resolveProxy(): Promise<string> {
    return 'DIRECT';
  }

  async clearStorageData(options: { origin?: string } = {}): Promise<void> {
    const origin = options.origin ?? this.#knownOrigin();
    if (!origin) throw notSupported('clearStorageData before a page of the app was loaded');
    const pageOrigin = new URL(this.#host.addresses.toPage(origin)).origin;
    await this.#host.browser.connection.browser.send('Storage.clearDataForOrigin', {
      origin: pageOrigin,
      storageTypes: 'all',
    });
  }

  /** As Electron, every page reaches its cache only through Chromium. */
  async clearCache(): Promise<void> {
    for (const window of this.#host.app.windows())
      await window.webContents.page?.session.send('Network.clearBrowserCache');
  }

  /**
   * Asks the app's handlers about every permission that Chromium knows, before a page is loaded, and fixes the
   * answers in Chromium. DevTools cannot pass on a request at the moment a page makes it.
   */
  async applyPermissions(contents: HostWebContents, pageUrl: string): Promise<void> {
    if (!URL.canParse(pageUrl)) return;
    const { browser } = this.#host.browser.connection;
    const requestingUrl = this.#host.addresses.toApp(pageUrl);
    const { origin } = new URL(pageUrl);
    const one = async ([permission, descriptor]: (typeof PERMISSIONS)[number]): Promise<void> => {
      const granted = await this.#ask(contents, permission, requestingUrl);
      const setting = granted ? 'granted' : 'denied';
      const forOrigin = origin === 'null' ? {} : { origin };
      // A permission that this Chromium does not know cannot be used in it either.
      await browser
        .send('Browser.setPermission', { permission: descriptor, setting, ...forOrigin })
        .catch(() => undefined);
    };
    await Promise.all(PERMISSIONS.map(one));
  }

  #ask(contents: HostWebContents, permission: Permission, requestingUrl: string): Promise<boolean> | boolean {
    const details = { isMainFrame: true, requestingUrl };
    const sender = contents as unknown as Parameters<RequestHandler>[0];
    const origin = this.#host.addresses.originOf(requestingUrl);
    if (
      this.#check &&
      !this.#check(
        sender,
        permission as Parameters<CheckHandler>[1],
        origin,
        details as Parameters<CheckHandler>[3],
      )
    ) {
      return false;
    }
    const handler = this.#request;
    if (!handler) return true;
    return new Promise((resolve) =>
      handler(sender, permission, resolve, details as Parameters<RequestHandler>[3]),
    );
  }

  #knownOrigin(): string | undefined {
    const url = this.#host.app
      .windows()
      .map((window) => window.webContents.getURL())
      .find(Boolean);
    return url ? this.#host.addresses.originOf(url) : undefined;
  }
}

/** Electron's `session.webRequest`, of which the host has nothing: each use throws. */
export class HostWebRequest extends HostEmitter {}
