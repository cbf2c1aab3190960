import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What the command line and the environment ask of the host. */
export interface HostOptions {
  /** Absolute path of the app's folder. */
  appFolder: string;
  /** Arguments after the app folder, as the app sees them. */
  appArguments: string[];
  /** Switches before the app folder that are meant for Chromium. */
  browserArguments: string[];
  /** Port to open Node's inspector on, if `--inspect` was given. */
  inspectPort: number | undefined;
  /** Chromium's `--remote-debugging-port`; 0 lets it choose one. */
  debuggingPort: number;
  /** Run Chromium without windows. */
  headless: boolean;
  /** Value of `--user-data-dir`, which moves the app's userData as in Electron. */
  userDataDir: string | undefined;
}

/** Reads the command line the way Electron does: the first argument that is no switch is the app folder. */
export function readOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): HostOptions {
  const index = args.findIndex((arg) => !arg.startsWith('-'));
  if (index < 0) throw new Error('Usage: electron-host [switches] APP-FOLDER [app arguments]');
  const before = args.slice(0, index);
  const appArguments = args.slice(index + 1);
  const every = [...before, ...appArguments];
  const inspect = switchValue(before, '--inspect');
  const userDataDir = switchValue(every, '--user-data-dir');
  return {
    appFolder: resolve(args[index] ?? '.'),
    appArguments: appArguments.filter((arg) => arg !== '--host-headless'),
    browserArguments: before.filter(
      (arg) => !/^--(inspect|remote-debugging-port|user-data-dir|host-headless)(=|$)/.test(arg),
    ),
    inspectPort: inspect === undefined ? undefined : Number(inspect.split(':').at(-1) || 9229),
    debuggingPort: Number(switchValue(before, '--remote-debugging-port') || 0),
    headless:
      every.includes('--host-headless') || env.LURESCOPE_HEADLESS === '1' || !hasDisplay(env, platform),
    userDataDir: userDataDir ? resolve(userDataDir) : undefined,
  };
}

/** The value of `--name=value`, an empty string for a bare `--name`, undefined where it is not given. */
export function switchValue(args: readonly string[], name: string): string | undefined {
  const found = args.find((arg) => arg === name || arg.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

function hasDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  return platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** What the host needs of the app's package.json. */
export interface AppPackage {
  name: string;
  version: string;
  /** Absolute path of the main file. */
  main: string;
}

/** Reads name (productName first, as Electron does), version and main file of the app. */
export function readAppPackage(appFolder: string): AppPackage {
  const parsed = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const text = (key: string): string | undefined => {
    const value = parsed[key];
    return typeof value === 'string' && value ? value : undefined;
  };
  return {
    name: text('productName') ?? text('name') ?? 'Electron',
    version: text('version') ?? '0.0.0',
    main: join(appFolder, text('main') ?? 'index.js'),
  };
}
