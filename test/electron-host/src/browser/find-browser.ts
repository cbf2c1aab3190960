import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** An installed Chromium, Chrome or Edge. */
export interface FoundBrowser {
  path: string;
  /** As the browser names itself, e.g. `Chromium 156.0.8078.73`. */
  version: string;
}

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/** Where browsers usually are, best first. */
export function browserCandidates(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const named = env.LURESCOPE_BROWSER ? [env.LURESCOPE_BROWSER] : [];
  if (platform === 'darwin') {
    const apps = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
    const folders = ['/Applications', join(env.HOME ?? '', 'Applications')];
    return [
      ...named,
      ...folders.flatMap((folder) => apps.map((app) => join(folder, `${app}.app/Contents/MacOS/${app}`))),
    ];
  }
  if (platform === 'win32') {
    const folders = [env.LOCALAPPDATA, env.PROGRAMFILES, env['PROGRAMFILES(X86)']].filter(
      (folder) => folder !== undefined,
    );
    const files = [
      'Chromium\\Application\\chrome.exe',
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return [...named, ...folders.flatMap((folder) => files.map((file) => `${folder}\\${file}`))];
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...named, ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))];
}

/** The first browser that is installed and starts, or undefined. */
export function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): FoundBrowser | undefined {
  for (const path of browserCandidates(env, platform)) {
    if (!isExecutable(path)) continue;
    const version = askVersion(path, platform);
    if (version) return { path, version };
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function askVersion(path: string, platform: NodeJS.Platform): string | undefined {
  // On Windows `--version` opens a window, so the browser is named after its file until it runs.
  if (platform === 'win32') return path.endsWith('msedge.exe') ? 'Microsoft Edge' : 'Chrome';
  try {
    const printed = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /^(.*?\d+(?:\.\d+)+)/.exec(printed.trim())?.[1];
  } catch {
    return undefined;
  }
}
