import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { build } from './build.ts';
import { chooseHost } from './host.ts';
import { root } from './root.ts';
import { desktopNeeds, ensureSystem } from './system-packages.ts';

export interface PlaywrightRun {
  host?: 'electron' | 'chromium' | undefined;
  /** What Playwright is given: files, patterns, switches. */
  args: string[];
  env?: NodeJS.ProcessEnv;
  /** What is run, for the line that names the host: "End-to-end tests". */
  what: string;
}

/** Runs a script on this Node, with its output on ours. */
export function runNode(args: string[], env: NodeJS.ProcessEnv, wrap: string[] = []): void {
  const [program = process.execPath, ...before] = [...wrap, process.execPath];
  spawnSync(program, [...before, ...args], { cwd: root, stdio: 'inherit', env });
}

/** A run that wrote no report did not get as far as counting: undefined. */
export function readReport<T>(path: string, schema: z.ZodType<T>): T | undefined {
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

/** A Linux desktop of the tests' own; on other systems the system's keychain and notifications are used. */
function desktopSession(home: string): { wrap: string[]; env: NodeJS.ProcessEnv } {
  if (process.platform !== 'linux') return { wrap: [], env: {} };
  const runtime = join(home, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  return {
    wrap: ['dbus-run-session', '--', join(root, 'scripts', 'desktop-session.sh')],
    env: {
      XDG_RUNTIME_DIR: runtime,
      XDG_DATA_HOME: join(home, 'share'),
      XDG_CONFIG_HOME: join(home, 'config'),
      LURESCOPE_NOTIFICATIONS: join(home, 'notifications.log'),
    },
  };
}

/** Builds the app and runs Playwright on whichever host is there; answers its report, if it wrote one. */
export async function runPlaywright<T>(run: PlaywrightRun, schema: z.ZodType<T>): Promise<T | undefined> {
  if (process.platform === 'linux') ensureSystem(desktopNeeds);
  const chosen = await chooseHost(run.host ? { force: run.host } : {});
  process.stdout.write(`${run.what} run on the ${chosen.reason}.\n`);
  await build();
  const home = mkdtempSync(join(tmpdir(), 'lurescope-test-'));
  const path = join(home, 'report.json');
  const { wrap, env } = desktopSession(home);
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  try {
    runNode(
      [playwright, 'test', '--reporter=list,json', ...run.args],
      {
        ...process.env,
        ...env,
        ...run.env,
        PLAYWRIGHT_JSON_OUTPUT_FILE: path,
        LURESCOPE_TEST_EXECUTABLE: chosen.executablePath,
        LURESCOPE_TEST_HOST: chosen.host,
      },
      wrap,
    );
    return readReport(path, schema);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
