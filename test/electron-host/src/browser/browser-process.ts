import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { CdpConnection } from '../cdp/connection.ts';
import { findBrowser } from './find-browser.ts';
import { browserFlags, type FlagInput } from './flags.ts';
import { releaseProfile } from './profile-lock.ts';
import { startWatched } from './watchdog.ts';

const START_TIMEOUT = 30_000;

/** A running Chromium and the connection to it. */
export class BrowserProcess {
  readonly connection: CdpConnection;
  readonly path: string;
  readonly product: string;
  readonly userDataDir: string;
  /** Resolves with a sentence when Chromium has ended. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #standDown: () => void;

  private constructor(
    connection: CdpConnection,
    details: { path: string; product: string; userDataDir: string },
    child: ChildProcess,
    ended: Promise<string>,
    standDown: () => void,
  ) {
    this.connection = connection;
    this.path = details.path;
    this.product = details.product;
    this.userDataDir = details.userDataDir;
    this.#child = child;
    this.ended = ended;
    this.#standDown = standDown;
  }

  /** Starts Chromium on its own profile and connects to it; prints its `DevTools listening on …` line. */
  static async start(input: FlagInput): Promise<BrowserProcess> {
    const found = findBrowser();
    if (!found)
      throw new Error(
        'Chromium host: no Chromium, Chrome or Edge is installed (LURESCOPE_BROWSER can name one).',
      );
    mkdirSync(input.userDataDir, { recursive: true, mode: 0o700 });
    await releaseProfile(input.userDataDir);
    const { process: child, stderr, standDown } = startWatched(found.path, browserFlags(input));
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`Chromium did not start: ${error.message}`));
      child.once('exit', (code, signal) => resolve(`Chromium ended (${signal ?? `exit code ${code}`})`));
    });
    const connection = await CdpConnection.connect(await devtoolsAddress(stderr, ended));
    const { product } = await connection.browser.send('Browser.getVersion');
    // The running browser calls itself Chrome even where it is Chromium; on Windows that is all there is.
    const named = /\d/.test(found.version) ? found.version : product.replace('/', ' ');
    const details = { path: found.path, product: named, userDataDir: input.userDataDir };
    return new BrowserProcess(connection, details, child, ended, standDown);
  }

  /** Ends Chromium in order, so that it writes its storage out, and by force where it does not end in time. */
  async close(patience = 8_000): Promise<void> {
    this.connection.browser.post('Browser.close');
    const timer = setTimeout(() => this.kill(), patience);
    await this.ended;
    clearTimeout(timer);
    this.#standDown();
    this.connection.close();
  }

  /** Ends Chromium and its children at once. */
  kill(): void {
    const pid = this.#child.pid;
    if (pid === undefined || this.#child.exitCode !== null) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    } catch {
      // It ended in between.
    }
  }
}

function devtoolsAddress(stderr: Readable | null, ended: Promise<string>): Promise<string> {
  if (!stderr) return Promise.reject(new Error('Chromium has no standard error'));
  return new Promise((resolve, reject) => {
    const last: string[] = [];
    const fail = (reason: string): void => reject(new Error(`${reason}\n${last.slice(-10).join('\n')}`));
    const timer = setTimeout(
      () => fail(`Chromium did not listen within ${START_TIMEOUT / 1000} s`),
      START_TIMEOUT,
    );
    ended.then(fail);
    createInterface({ input: stderr }).on('line', (line) => {
      const address = /^DevTools listening on (ws:\/\/.*)$/.exec(line)?.[1];
      if (address) {
        clearTimeout(timer);
        console.error(line);
        resolve(address);
      } else if (process.env.LURESCOPE_HOST_DEBUG) {
        console.error(`[chromium] ${line}`);
      } else {
        last.push(line);
        if (last.length > 20) last.shift();
      }
    });
  });
}
