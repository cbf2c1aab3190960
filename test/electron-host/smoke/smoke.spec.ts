import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';

const HOST = join(
  import.meta.dirname,
  '../bin',
  process.platform === 'win32' ? 'electron-host.cmd' : 'electron-host',
);
const APP = join(import.meta.dirname, 'app');

/** What the app keeps for the test to look at. */
interface Seen {
  navigations: string[];
  opened: string[];
  closes: number;
  events: string[];
  second: { argv: string[]; cwd: string; data: unknown }[];
}

interface SmokeApi {
  platform: string;
  now(): string;
  echo(...args: unknown[]): Promise<unknown[]>;
  frame(): Promise<{ url: string; origin: string; same: boolean }>;
  fail(): Promise<void>;
  ping(value: unknown): void;
  onPong(listener: (...args: unknown[]) => void): () => void;
}

interface SmokeWindow {
  smoke: SmokeApi;
  leaks: string[];
  readBulk(): Promise<{ status: number; bytes: number; pieces: number }>;
  keep(key: string, value: unknown): Promise<void>;
  recall(key: string): Promise<unknown>;
}

/** What the app's main process keeps for the test. */
declare const smokeMain: {
  seen: Seen;
  keepOpen: boolean;
  window: Electron.BrowserWindow;
  notify(): void;
  showTray(dataUrl: string): void;
};
declare const window: SmokeWindow & Window;

let data: string;
let app: ElectronApplication;
let page: Page;

async function launch(): Promise<void> {
  app = await _electron.launch({ executablePath: HOST, args: [APP, `--user-data-dir=${data}`] });
  page = await app.firstWindow();
  await page.waitForFunction(() => typeof window.smoke === 'object' && document.readyState === 'complete');
}

const seen = (): Promise<Seen> => app.evaluate(() => smokeMain.seen);

test.beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'electron-host-smoke-'));
  await launch();
});

test.afterEach(async () => {
  await app
    .evaluate(() => {
      smokeMain.keepOpen = false;
    })
    .catch(() => undefined);
  await app.close();
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
});

test('starts the app with its name, version, size and theme', async () => {
  const about = await app.evaluate(({ app: electronApp }) => ({
    name: electronApp.getName(),
    version: electronApp.getVersion(),
    userData: electronApp.getPath('userData'),
    host: process.env.LURESCOPE_HOST,
    browser: process.env.LURESCOPE_HOST_BROWSER,
  }));
  expect(about).toMatchObject({ name: 'Smoke', version: '1.2.3', userData: data, host: 'chromium' });
  expect(about.browser).toMatch(/^\w.* \d+\./);
  expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([900, 650]);
  expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  expect(await page.evaluate(() => isSecureContext)).toBe(true);
  expect((await page.screenshot()).length).toBeGreaterThan(1000);
});

test('names what starts it, and knows when its window is maximised', async () => {
  expect(await app.evaluate(({ app: electronApp }) => electronApp.getPath('exe'))).toBe(HOST);
  const states = await app.evaluate(() => {
    const { window: shown } = smokeMain;
    const heard: string[] = [];
    shown.on('maximize', () => heard.push('maximize'));
    shown.on('unmaximize', () => heard.push('unmaximize'));
    const before = shown.isMaximized();
    shown.maximize();
    const during = shown.isMaximized();
    shown.unmaximize();
    return [before, during, shown.isMaximized(), heard.join(' ')];
  });
  expect(states).toEqual([false, true, false, 'maximize unmaximize']);
});

test('carries calls and messages both ways', async () => {
  expect(await page.evaluate(() => window.smoke.now())).toBe('at once');
  const echoed = await page.evaluate(async () => {
    const given = {
      bytes: new Uint8Array([1, 2, 255]),
      when: new Date(5),
      map: new Map([['a', 1n]]),
      set: new Set([undefined]),
      nan: Number.NaN,
    };
    const [got] = (await window.smoke.echo(given)) as [typeof given];
    return [
      [...got.bytes],
      got.when.getTime(),
      String(got.map.get('a')),
      got.set.has(undefined),
      Number.isNaN(got.nan),
    ];
  });
  expect(echoed).toEqual([[1, 2, 255], 5, '1', true, true]);
  const pong = await page.evaluate(
    () =>
      new Promise((resolve) => {
        window.smoke.onPong((value, bytes) => resolve([value, [...(bytes as Uint8Array)]]));
        window.smoke.ping('hello');
      }),
  );
  expect(pong).toEqual(['hello', [1, 2, 3]]);
  expect(await page.evaluate(() => window.smoke.frame())).toEqual({
    url: 'app://smoke/',
    origin: 'app://smoke',
    same: true,
  });
});

test('passes errors on and refuses what cannot be cloned', async () => {
  const message = (call: string): Promise<string> =>
    page.evaluate(`${call}.then(() => 'no error', (error) => error.message)`) as Promise<string>;
  expect(await message('window.smoke.fail()')).toBe(
    "Error invoking remote method 'fail': TypeError: on purpose",
  );
  expect(await message('window.smoke.echo(() => 1)')).toContain('could not be cloned');
  expect(
    await page.evaluate(() => {
      try {
        window.smoke.echo(document.body);
        return 'no error';
      } catch (error) {
        return String(error);
      }
    }),
  ).toContain('could not be cloned');
});

test('keeps the bridge out of the page', async () => {
  expect(await page.evaluate(() => window.leaks)).toEqual([]);
  expect(await page.evaluate(() => Object.isFrozen(window.smoke))).toBe(true);
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('streams 20 MB from the app protocol into a worker', async () => {
  const started = Date.now();
  const read = await page.evaluate(() => window.readBulk());
  expect(read).toMatchObject({ status: 200, bytes: 20 * 1024 * 1024 });
  expect(read.pieces).toBeGreaterThan(10);
  expect(Date.now() - started).toBeLessThan(8_000);
});

test('gives the protocol handler method, body and the app address, and keeps its own cookie back', async () => {
  const answer = await page.evaluate(() =>
    fetch('/echo?a=1', { method: 'POST', body: 'text' }).then((response) => response.json()),
  );
  expect(answer).toEqual({ url: 'app://smoke/echo?a=1', method: 'POST', body: 'text', cookie: null });
});

test('keeps IndexedDB over a restart', async () => {
  await page.evaluate(() => window.keep('k', { deep: [1, 2] }));
  await app.close();
  await launch();
  expect(await page.evaluate(() => window.recall('k'))).toEqual({ deep: [1, 2] });
});

test('keeps IndexedDB when the host is killed, and takes Chromium with it', async () => {
  await page.evaluate(() => window.keep('k', 'strict'));
  const pid = app.process().pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => processesWith(data)).toBe(0);
  await launch();
  expect(await page.evaluate(() => window.recall('k'))).toBe('strict');
});

test('lives on when the window is closed and the app will not have it', async () => {
  await app.evaluate(() => {
    smokeMain.keepOpen = true;
  });
  await closeAsUser();
  // Asked from main, because Playwright does not see a page without a window.
  const alive = (): Promise<unknown> =>
    app.evaluate(() => smokeMain.window.webContents.executeJavaScript("smoke.echo('alive')").catch(String));
  await expect.poll(alive).toEqual(['alive']);
  expect(await app.evaluate(() => [smokeMain.window.isVisible(), smokeMain.seen.closes])).toEqual([false, 1]);

  await app.evaluate(() => smokeMain.window.show());
  await expect.poll(() => app.windows().length).toBe(1);
  await expect.poll(alive).toEqual(['alive']);
  expect(await app.evaluate(() => smokeMain.window.isVisible())).toBe(true);
  await closeAsUser();
  await expect.poll(() => app.evaluate(() => smokeMain.seen.closes)).toBe(2);
});

test('ends when the window is closed', async () => {
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await closeAsUser();
  expect(await ended).toBe(0);
});

test('denies new windows', async () => {
  await page.evaluate(() => void window.open('http://example.test/popup'));
  await page.click('#popup');
  await expect.poll(async () => (await seen()).opened).toEqual(['http://example.test/popup', 'app://smoke/']);
  await expect.poll(() => app.windows().length).toBe(1);
});

test('denies navigation away from the app', async () => {
  await page.click('#away');
  await expect.poll(async () => (await seen()).navigations).toEqual(['http://example.test/']);
  await page.evaluate(() => {
    location.href = 'data:text/html,hello';
  });
  await delay(300);
  expect(await page.evaluate(() => location.href)).toBe('http://smoke.localhost/');
});

test('denies permissions', async () => {
  const states = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'clipboard-read',
      'microphone',
      'camera',
    ] as PermissionName[];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied', 'denied']);
});

test('recovers from a crash of the page', async () => {
  const devtools = await app.context().newCDPSession(page);
  devtools.send('Page.crash').catch(() => undefined);
  await expect.poll(async () => (await seen()).events).toContain('gone:crashed');
  const next = app.waitForEvent('window');
  await app.evaluate(() => smokeMain.window.webContents.reload());
  page = await next;
  await page.waitForFunction(() => typeof window.smoke === 'object');
  expect(await page.evaluate(() => window.smoke.echo(1))).toEqual([1]);
});

test('reloads', async () => {
  await page.evaluate(() => console.warn('before'));
  await app.evaluate(() => smokeMain.window.webContents.reload());
  await page.waitForFunction(() => typeof window.smoke === 'object');
  await page.reload();
  await page.waitForFunction(() => typeof window.smoke === 'object');
  expect((await seen()).events).toContain('console:warning:before');
});

test('hands a second instance over to the first', async () => {
  const second = spawn(HOST, [APP, `--user-data-dir=${data}`, '--hello'], { stdio: 'ignore' });
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0);
  await expect.poll(async () => (await seen()).second).toMatchObject([{ data: { from: 'smoke' } }]);
  expect((await seen()).second[0]?.argv).toContain('--hello');
});

test('answers on its port only to its own Chromium', async () => {
  const port = await loopbackPort();
  expect(await ask(port, { host: 'smoke.localhost' })).toBe(403);
  expect(await ask(port, { host: 'smoke.localhost', cookie: 'electron-host=0' })).toBe(403);
  expect(await ask(port, { host: `127.0.0.1:${port}` })).toBe(403);
});

test('says what it does not support', async () => {
  const message = await app.evaluate((electron) => {
    try {
      electron.crashReporter.start({});
      return '';
    } catch (error) {
      return String(error);
    }
  });
  expect(message).toBe('Error: not supported by the Chromium host: crashReporter.start');
  expect(
    await app.evaluate(({ app: electronApp }) => {
      try {
        return electronApp.showEmojiPanel();
      } catch (error) {
        return String(error);
      }
    }),
  ).toBe('Error: not supported by the Chromium host: HostApp.showEmojiPanel');
});

/** Closes the window in Chromium, past the host, as the user's click on its cross does. */
async function closeAsUser(): Promise<void> {
  const [shown] = app.windows();
  if (!shown) throw new Error('there is no window');
  const devtools = await app.context().newCDPSession(shown);
  await devtools.send('Page.close').catch(() => undefined);
}

/** The port that Chromium was told to find the app on. */
async function loopbackPort(): Promise<number> {
  const lines = await processList();
  const line = lines.find((text) => text.includes(data) && text.includes('host-resolver-rules'));
  return Number(/127\.0\.0\.1:(\d+)/.exec(line ?? '')?.[1]);
}

async function processesWith(text: string): Promise<number> {
  return (await processList()).filter((line) => line.includes(text)).length;
}

function processList(): Promise<string[]> {
  return new Promise((resolve, reject) => {
    execFile('ps', ['-axww', '-o', 'args'], { maxBuffer: 1e8 }, (error, stdout) =>
      error ? reject(error) : resolve(stdout.split('\n')),
    );
  });
}

function ask(port: number, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path: '/', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
    request.end();
  });
}
