import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Something outside npm that is needed, how to see whether it is there, and the Debian packages that bring it. */
export interface SystemNeed {
  what: string;
  isThere(): boolean;
  packages: string[];
}

/** Whether a program is on the path. */
export function hasProgram(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${name}`));
}

/**
 * Makes sure that all needs are met: on Debian and Ubuntu as root by apt-get, saying so; elsewhere it throws one
 * sentence on what to install.
 */
export function ensureSystem(needs: readonly SystemNeed[]): void {
  const missing = needs.filter((need) => !need.isThere());
  if (missing.length === 0) return;
  const packages = [...new Set(missing.flatMap((need) => need.packages))];
  const what = missing.map((need) => need.what).join(', ');
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      `Not here: ${what}. Install it first (Debian, Ubuntu: apt-get install ${packages.join(' ')}).`,
    );
  }
  process.stdout.write(`Not here: ${what}. Installing ${packages.join(', ')} with apt-get.\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  const still = needs.filter((need) => !need.isThere());
  if (still.length > 0)
    throw new Error(`Still not here after apt-get: ${still.map((need) => need.what).join(', ')}.`);
}

/** What the end-to-end tests need of a Linux desktop: a bus, a keychain, a notification server. */
export const desktopNeeds: readonly SystemNeed[] = [
  {
    what: 'a D-Bus session (dbus-run-session)',
    isThere: () => hasProgram('dbus-run-session'),
    packages: ['dbus'],
  },
  { what: 'dbus-send', isThere: () => hasProgram('dbus-send'), packages: ['dbus'] },
  {
    what: 'a keychain (gnome-keyring)',
    isThere: () => hasProgram('gnome-keyring-daemon'),
    packages: ['gnome-keyring'],
  },
  { what: 'libsecret', isThere: hasLibsecret, packages: ['libsecret-1-0'] },
  {
    what: 'a notification server for tests (python3-dbusmock)',
    isThere: hasDbusMock,
    packages: ['python3-dbusmock'],
  },
];

function hasLibsecret(): boolean {
  const folders = ['/usr/lib', '/usr/lib64', '/lib'];
  const machines = ['x86_64-linux-gnu', 'aarch64-linux-gnu', 'arm-linux-gnueabihf', ''];
  return folders.some((folder) =>
    machines.some((machine) => existsSync(`${folder}/${machine}/libsecret-1.so.0`)),
  );
}

function hasDbusMock(): boolean {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import dbusmock'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
