import { mkdirSync } from 'node:fs';
import type { App } from 'electron';
import type { Host } from '../host.ts';
import { HostEmitter, HostEvent, notSupported } from '../unsupported.ts';
import type { HostBrowserWindow } from '../window/browser-window.ts';
import { defaultPath } from './app-paths.ts';
import { announceBadge } from './badge.ts';
import { HostCommandLine } from './command-line.ts';
import { SingleInstance } from './single-instance.ts';

type Implemented = Pick<
  App,
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'setPath'
  | 'getAppPath'
  | 'getName'
  | 'setName'
  | 'name'
  | 'getVersion'
  | 'isPackaged'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'enableSandbox'
  | 'setAppUserModelId'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getPreferredSystemLanguages'
  | 'disableHardwareAcceleration'
  | 'focus'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'badgeCount'
> & { getPath(name: string): string };

/** Electron's `app`: the app's life, its folders and its single instance. */
export class HostApp extends HostEmitter implements Implemented {
  readonly isPackaged = false;
  readonly commandLine: HostCommandLine;
  readonly #host: Host;
  readonly #windows: Set<HostBrowserWindow>;
  readonly #paths = new Map<string, string>();
  readonly #instance: SingleInstance;
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #quitting = false;
  #exiting = false;
  #name: string;
  #exitCode = 0;
  #badgeCount = 0;

  constructor(host: Host, windows: Set<HostBrowserWindow>) {
    super();
    this.#host = host;
    this.#windows = windows;
    this.#name = host.appPackage.name;
    this.commandLine = new HostCommandLine(host.options.appArguments);
    this.#instance = new SingleInstance((argv, cwd, data) =>
      this.emit('second-instance', new HostEvent(), argv, cwd, data),
    );
    if (host.options.userDataDir) this.#paths.set('userData', host.options.userDataDir);
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getVersion(): string {
    return this.#host.appPackage.version;
  }

  getAppPath(): string {
    return this.#host.options.appFolder;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getPath(name: string): string {
    const set = this.#paths.get(name);
    if (set) return set;
    const path = defaultPath(name, this.#name, () => this.getPath('userData'));
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    if (name === 'userData' || name === 'logs') mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  }

  setPath(name: string, path: string): void {
    if (name === 'userData' && this.#host.hasBrowser)
      throw notSupported('setPath("userData") after the app is ready');
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    return this.#instance.request(this.getPath('userData'), additionalData);
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance.held;
  }

  releaseSingleInstanceLock(): void {
    this.#instance.release();
  }

  /** Asks all windows, then ends; any of them can stop it, as can `before-quit` and `will-quit`. */
  quit(): void {
    if (this.#exiting) return;
    this.#quitting = true;
    if (this.#prevented('before-quit')) {
      this.#quitting = false;
      return;
    }
    for (const window of [...this.#windows]) {
      window.close();
      if (window.isDestroyed()) continue;
      this.#quitting = false;
      return;
    }
    this.#willQuit();
  }

  /** Ends at once, without asking. */
  exit(code = 0): void {
    if (this.#exiting) return;
    this.#exitCode = code;
    this.#quitting = true;
    this.#exiting = true;
    for (const window of [...this.#windows]) window.destroy();
    void this.#end();
  }

  /** Called when a window has gone. */
  windowClosed(left: number): void {
    if (left > 0 || this.#quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  /** Called when Chromium runs: the app may make windows. */
  announceReady(): void {
    this.#isReady = true;
    this.emit('will-finish-launching');
    this.#ready.resolve();
    this.emit('ready', new HostEvent(), {});
  }

  /** The windows there are, for the host's other parts. */
  windows(): HostBrowserWindow[] {
    return [...this.#windows];
  }

  /** Whether the host itself is ending, so that Chromium's end is no accident. */
  get ending(): boolean {
    return this.#exiting;
  }

  focus(): void {
    [...this.#windows].at(-1)?.focus();
  }

  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }

  /** The host's pages are always sandboxed as far as Chromium is. */
  enableSandbox(): void {}

  /** Names the app to Windows' task bar, where its windows are Chromium's here; nothing to do elsewhere. */
  setAppUserModelId(): void {}

  disableHardwareAcceleration(): void {
    this.commandLine.appendSwitch('disable-gpu');
  }

  get badgeCount(): number {
    return this.#badgeCount;
  }

  set badgeCount(count: number) {
    this.setBadgeCount(count);
  }

  getBadgeCount(): number {
    return this.#badgeCount;
  }

  /** By the signal that Linux docks listen for (Unity's LauncherEntry, as in Electron); false without a bus. */
  setBadgeCount(count = 0): boolean {
    const bus = this.#host.buses.session;
    if (process.platform !== 'linux' || !bus) return false;
    this.#badgeCount = count;
    announceBadge(bus, this.#name, count);
    return true;
  }

  #prevented(event: 'before-quit' | 'will-quit'): boolean {
    const asked = new HostEvent();
    this.emit(event, asked);
    return asked.defaultPrevented;
  }

  #willQuit(): void {
    if (this.#prevented('will-quit')) {
      this.#quitting = false;
      return;
    }
    this.#exiting = true;
    void this.#end();
  }

  async #end(): Promise<void> {
    try {
      if (this.#host.hasBrowser) await this.#host.browser.close();
    } finally {
      this.#host.loopback.close();
      this.#instance.release();
      await this.#host.buses.close();
      this.emit('quit', new HostEvent(), this.#exitCode);
      process.exit(this.#exitCode);
    }
  }
}
