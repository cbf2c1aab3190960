import { spawn } from 'node:child_process';
import type { Protocol } from '../cdp/connection.ts';
import type { Host } from '../host.ts';
import type { HostWebContents } from './web-contents.ts';

/** How a new page is to appear. */
export interface OpenRequest {
  /** Origin it will load, in Chromium's form: an app window stays without an address bar only on its own origin. */
  origin: string | undefined;
  width: number;
  height: number;
}

const OPEN_TIMEOUT = 15_000;

/** Knows every page of this Chromium: opens those of the app and closes all others. */
export class Targets {
  readonly #host: Host;
  readonly #owners = new Map<string, HostWebContents>();
  readonly #expected = new Map<string, (targetId: string) => void>();
  readonly #opening = new Set<Promise<string>>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Starts watching what pages Chromium has. */
  async watch(): Promise<void> {
    const { browser } = this.#host.browser.connection;
    browser.on('Target.targetCreated', ({ targetInfo }) => void this.#created(targetInfo));
    browser.on('Target.targetInfoChanged', ({ targetInfo }) => {
      this.#recognise(targetInfo);
      this.#owners.get(targetInfo.targetId)?.titleChanged(targetInfo.title);
    });
    browser.on('Target.targetDestroyed', ({ targetId }) => {
      const owner = this.#owners.get(targetId);
      this.#owners.delete(targetId);
      owner?.targetGone(targetId);
    });
    await browser.send('Target.setDiscoverTargets', { discover: true });
  }

  /** Opens a page that belongs to `owner`; resolves with its target. */
  async open(owner: HostWebContents, request: OpenRequest): Promise<string> {
    const opening = this.#open(request);
    this.#opening.add(opening);
    try {
      const targetId = await opening;
      this.#owners.set(targetId, owner);
      return targetId;
    } finally {
      this.#opening.delete(opening);
    }
  }

  /** Closes a page of the app's own accord: its owner is not told that the user closed it. */
  close(targetId: string): void {
    this.#owners.delete(targetId);
    this.#host.browser.connection.browser.post('Target.closeTarget', { targetId });
  }

  ownerOf(targetId: string): HostWebContents | undefined {
    return this.#owners.get(targetId);
  }

  async #open({ origin, width, height }: OpenRequest): Promise<string> {
    const { browser } = this.#host.browser.connection;
    if (!this.#host.options.headless && origin) {
      const viaApp = await this.#openAppWindow(origin, width, height);
      if (viaApp) return viaApp;
    }
    const size = this.#host.options.headless ? { width, height } : {};
    return (await browser.send('Target.createTarget', { url: 'about:blank', newWindow: true, ...size }))
      .targetId;
  }

  /**
   * DevTools cannot open a window without tabs and address bar, but a second start of Chromium on the same
   * profile with `--app` can: it hands its request to the running one and ends.
   */
  #openAppWindow(origin: string, width: number, height: number): Promise<string | undefined> {
    const url = this.#host.loopback.blankPage(origin);
    const { path, userDataDir } = this.#host.browser;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), OPEN_TIMEOUT);
      this.#expected.set(url, (targetId) => {
        clearTimeout(timer);
        this.#expected.delete(url);
        resolve(targetId);
      });
      const root = process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : [];
      const flags = [
        `--user-data-dir=${userDataDir}`,
        `--app=${url}`,
        `--window-size=${width},${height}`,
        ...root,
      ];
      spawn(path, flags, { stdio: 'ignore' }).on('error', () => undefined);
    });
  }

  async #created(info: Protocol.Target.TargetInfo): Promise<void> {
    if (info.type !== 'page' || info.url.startsWith('devtools://')) return;
    if (this.#recognise(info)) return;
    await Promise.allSettled(this.#opening);
    // The target of an opening just settled gets its owner in the microtask after it.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#owners.has(info.targetId)) return;
    this.#host.browser.connection.browser.post('Target.closeTarget', { targetId: info.targetId });
    const opener = info.openerId ? this.#owners.get(info.openerId) : undefined;
    opener?.popupClosed(info.url);
  }

  #recognise(info: Protocol.Target.TargetInfo): boolean {
    const expected = this.#expected.get(info.url);
    expected?.(info.targetId);
    return expected !== undefined;
  }
}
