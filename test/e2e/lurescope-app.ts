import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import { z } from 'zod';
import type {} from '../../renderer/bridge.ts';
import { ipcCalls } from '../../shared/ipc.ts';
import type { SourceView } from '../../shared/source.ts';
import { type StoredText, storedTexts } from './stored-texts.ts';

const projectFolder = join(import.meta.dirname, '../..');
const defaultExecutable = join(projectFolder, 'test/electron-host/bin/electron-host');

declare global {
  /** Main's clock, where the app was started with --simulated-clock. */
  var lurescopeClock: { advance(ms: number): void };
}

export interface LaunchOptions {
  /** Further arguments for the app. */
  args?: string[];
  /** Further environment. */
  env?: Record<string, string>;
  /** How far the app's clock is ahead of the real one when it starts, ms. */
  clockOffset?: number;
}

/** The app as a test drives it: started for real on whichever host is there, with a data folder of its own. */
export class LurescopeApp {
  readonly userData: string;
  #app: ElectronApplication | undefined;
  #page: Page | undefined;

  constructor(userData = mkdtempSync(join(tmpdir(), 'lurescope-e2e-'))) {
    this.userData = userData;
  }

  get app(): ElectronApplication {
    if (!this.#app) throw new Error('The app has not been started.');
    return this.#app;
  }

  get page(): Page {
    if (!this.#page) throw new Error('The app has not been started.');
    return this.#page;
  }

  async launch({ args = [], env = {}, clockOffset = 0 }: LaunchOptions = {}): Promise<Page> {
    this.#app = await _electron.launch({
      executablePath: process.env.LURESCOPE_TEST_EXECUTABLE ?? defaultExecutable,
      args: [projectFolder, `--user-data-dir=${this.userData}`, `--simulated-clock=${clockOffset}`, ...args],
      env: { ...(process.env as Record<string, string>), ...env },
    });
    if (process.env.LURESCOPE_TEST_VERBOSE) this.#app.process().stderr?.pipe(process.stderr);
    this.#page = await this.#app.firstWindow();
    await this.#page.getByRole('navigation', { name: 'Pages' }).waitFor();
    return this.#page;
  }

  async close(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
    this.#page = undefined;
  }

  /** Kills main as a crash or a power cut would: nothing of it runs on. */
  async kill(): Promise<void> {
    const main = this.app.process();
    const ended = new Promise((resolve) => main.once('exit', resolve));
    main.kill('SIGKILL');
    await ended;
    this.#app = undefined;
    this.#page = undefined;
  }

  /** Takes the page that came in place of one that crashed. */
  adopt(page: Page): void {
    this.#page = page;
  }

  /** Closes the app and starts it again on the same data. */
  async relaunch(options: LaunchOptions = {}): Promise<Page> {
    await this.close();
    return this.launch(options);
  }

  /** Ends the app and removes its data. */
  async dispose(): Promise<void> {
    await this.close();
    rmSync(this.userData, { recursive: true, force: true, maxRetries: 5 });
  }

  /** What a call of the IPC contract answers, asked as the page asks it. */
  async sources(): Promise<SourceView[]> {
    const answer = await this.page.evaluate(() => window.lurescope.calls['sources.list']());
    return z.object({ value: ipcCalls['sources.list'].result }).parse(answer).value;
  }

  async source(): Promise<SourceView> {
    const [source] = await this.sources();
    if (!source) throw new Error('There is no source.');
    return source;
  }

  /** Moves main's clock. */
  async advance(ms: number): Promise<void> {
    await this.app.evaluate((_, by) => lurescopeClock.advance(by), ms);
  }

  /** Waits until the last seven days are read and all of it is stored. */
  async untilFilled(): Promise<SourceView> {
    await expect
      .poll(
        async () => {
          const [source] = await this.sources();
          if (!source || source.lastSuccessAt === null) return 'nothing read yet';
          return [source.backfill.remainingWindows, source.journal.batches];
        },
        { timeout: 90_000 },
      )
      .toEqual([0, 0]);
    return this.source();
  }

  /** Chooses where the next file is saved, as an analyst would in the system's dialog. */
  async answerSaveDialog(path: string): Promise<void> {
    await this.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, path);
  }

  /**
   * Chooses a theme in the settings; colours have arrived when it answers. It is chosen until it shows: any other
   * setting that is saved meanwhile applies the theme once more.
   */
  async setTheme(theme: 'light' | 'dark'): Promise<void> {
    await expect
      .poll(() =>
        this.page.evaluate(async (wanted) => {
          const shown = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
          if (shown() !== wanted) await window.lurescope.calls['settings.change']({ theme: wanted });
          return shown();
        }, theme),
      )
      .toBe(theme);
    await this.page.evaluate(() =>
      Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
    );
  }

  /** Lets the page's database take nothing more. @returns what gives it room again */
  async leaveNoRoom(): Promise<() => Promise<void>> {
    const devtools = await this.app.context().newCDPSession(this.page);
    const origin = await this.page.evaluate(() => window.location.origin);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    return async () => {
      await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    };
  }

  /** Main's log, a line each. */
  log(): Record<string, unknown>[] {
    const path = join(this.userData, 'logs', 'lurescope.log');
    if (!existsSync(path)) return [];
    const lineSchema = z.record(z.string(), z.unknown());
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => lineSchema.parse(JSON.parse(line)));
  }

  /** Every version of every stored event, straight from IndexedDB. */
  storedTexts(): Promise<StoredText[]> {
    return storedTexts(this.page);
  }
}
