import type { BrowserProcess } from './browser/browser-process.ts';
import type { Buses } from './dbus/buses.ts';
import type { HostApp } from './electron/app.ts';
import type { HostNativeTheme } from './electron/native-theme.ts';
import type { HostSession } from './electron/session.ts';
import { HostIpcMain } from './ipc/ipc-main.ts';
import type { AppPackage, HostOptions } from './options.ts';
import { AddressBook } from './protocol/address-book.ts';
import { LoopbackServer } from './protocol/loopback-server.ts';
import { HostProtocol } from './protocol/protocol.ts';
import { Targets } from './window/targets.ts';

/** What the parts of the host share during one run. */
export class Host {
  readonly options: HostOptions;
  readonly appPackage: AppPackage;
  readonly buses: Buses;
  readonly addresses = new AddressBook();
  readonly protocol = new HostProtocol(this.addresses);
  readonly loopback = new LoopbackServer(this.addresses, this.protocol);
  readonly ipcMain = new HostIpcMain();
  readonly targets = new Targets(this);
  #browser: BrowserProcess | undefined;
  #app: HostApp | undefined;
  #session: HostSession | undefined;
  #theme: HostNativeTheme | undefined;

  constructor(options: HostOptions, appPackage: AppPackage, buses: Buses) {
    this.options = options;
    this.appPackage = appPackage;
    this.buses = buses;
  }

  /** Adds the parts that need the host themselves. */
  complete(parts: { app: HostApp; session: HostSession; theme: HostNativeTheme }): void {
    this.#app = parts.app;
    this.#session = parts.session;
    this.#theme = parts.theme;
  }

  get app(): HostApp {
    return present(this.#app, 'app');
  }

  get session(): HostSession {
    return present(this.#session, 'session');
  }

  get theme(): HostNativeTheme {
    return present(this.#theme, 'nativeTheme');
  }

  /** The running Chromium; there is one from just before `ready` on. */
  get browser(): BrowserProcess {
    return present(this.#browser, 'Chromium (the app is not ready yet)');
  }

  set browser(browser: BrowserProcess) {
    this.#browser = browser;
  }

  get hasBrowser(): boolean {
    return this.#browser !== undefined;
  }
}

function present<T>(part: T | undefined, name: string): T {
  if (part === undefined) throw new Error(`Chromium host: there is no ${name}`);
  return part;
}
