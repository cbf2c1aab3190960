import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FoundBrowser, findBrowser } from '../test/electron-host/src/browser/find-browser.ts';

const ROOT = join(import.meta.dirname, '..');
const ELECTRON = join(ROOT, 'node_modules/electron');
const REMEMBERED = join(ROOT, 'node_modules/.cache/lurescope/electron-download.json');
const DOWNLOAD_TIMEOUT = 20_000;
const DAY = 24 * 60 * 60 * 1000;

/** What runs the app. */
export interface ChosenHost {
  host: 'electron' | 'chromium';
  /** Takes Electron's command line: switches, the app's folder, the app's arguments. */
  executablePath: string;
  /** One line for the user: which host, and why. */
  reason: string;
}

/** Picks Electron where its binary is there or comes within a short time, else an installed Chromium. */
export async function chooseHost(options: { force?: 'electron' | 'chromium' } = {}): Promise<ChosenHost> {
  if (options.force === 'chromium') return chromiumHost('asked for');
  const present = electronBinary();
  if (present) return electronHost(present);
  const failure = await downloadElectron(options.force === 'electron');
  const downloaded = electronBinary();
  if (downloaded) return electronHost(downloaded);
  if (options.force === 'electron') throw new Error(`Electron was asked for, but its binary ${failure}.`);
  return chromiumHost(`Electron's binary ${failure}`);
}

function electronHost(executablePath: string): ChosenHost {
  const { version } = JSON.parse(readFileSync(join(ELECTRON, 'package.json'), 'utf8')) as { version: string };
  return { host: 'electron', executablePath, reason: `Electron ${version} at ${executablePath}` };
}

function chromiumHost(why: string): ChosenHost {
  const browser = findBrowser() ?? installChromium();
  const name = process.platform === 'win32' ? 'electron-host.cmd' : 'electron-host';
  const short = browser.version.replace(/(\d+)\.[\d.]+$/, '$1');
  return {
    host: 'chromium',
    executablePath: join(ROOT, 'test/electron-host/bin', name),
    reason: `Chromium host (${short} at ${browser.path}): ${why}`,
  };
}

/** Electron's binary, if it is here. */
function electronBinary(): string | undefined {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  return [override, join(ELECTRON, 'dist')]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, binaryName()))
    .find((path) => existsSync(path));
}

function binaryName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** Tries Electron's own installer; gives the words for why there is no binary after it. */
async function downloadElectron(insist: boolean): Promise<string> {
  if (!existsSync(join(ELECTRON, 'install.js'))) return 'is not here (the package electron is not installed)';
  const remembered = rememberedFailure();
  if (remembered && !insist) {
    const hours = Math.round((Date.now() - remembered.at) / 3_600_000);
    const ago = hours < 1 ? 'less than an hour ago' : `${hours} h ago`;
    return `is not here and could not be downloaded ${ago}, tried again after a day (${remembered.error})`;
  }
  const error = await runInstaller();
  if (error === undefined) {
    rmSync(REMEMBERED, { force: true });
    return 'is not where its installer should have put it';
  }
  mkdirSync(join(REMEMBERED, '..'), { recursive: true });
  writeFileSync(REMEMBERED, JSON.stringify({ at: Date.now(), error }));
  return `is not here and could not be downloaded (${error})`;
}

function rememberedFailure(): { at: number; error: string } | undefined {
  try {
    const remembered = JSON.parse(readFileSync(REMEMBERED, 'utf8')) as { at: number; error: string };
    return Date.now() - remembered.at < DAY ? remembered : undefined;
  } catch {
    return undefined;
  }
}

function runInstaller(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: ELECTRON, timeout: DOWNLOAD_TIMEOUT, killSignal: 'SIGKILL' as const };
    execFile(process.execPath, [join(ELECTRON, 'install.js')], options, (error, _stdout, stderr) => {
      if (!error) resolve(undefined);
      else if (error.killed) resolve(`no answer within ${DOWNLOAD_TIMEOUT / 1000} s`);
      else void reasonOf(stderr).then((reason) => resolve(reason ?? error.message));
    });
  });
}

/** The reason in the installer's output; `fetch failed` alone says nothing, so the network is asked what is wrong. */
async function reasonOf(stderr: string): Promise<string | undefined> {
  const line = stderr.split('\n').find((text) => /Error/.test(text));
  const words = line?.trim().replace(/^\w*Error:\s*/, '');
  if (words !== 'fetch failed') return words;
  try {
    await fetch('https://github.com/', { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
    return words;
  } catch (error) {
    const { cause } = error as Error;
    return cause instanceof Error ? cause.message : words;
  }
}

/** Gets Chromium where that needs no question: on Debian and Ubuntu, as root. */
function installChromium(): FoundBrowser {
  const wanted =
    'Install Chromium, Google Chrome or Microsoft Edge (or name one in LURESCOPE_BROWSER) to run without Electron.';
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(wanted);
  console.log('Neither Electron nor a browser is here: installing the package chromium with apt-get.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: 'inherit',
      env,
    });
  } catch (cause) {
    throw new Error(wanted, { cause });
  }
  const browser = findBrowser();
  if (!browser) throw new Error(wanted);
  return browser;
}
