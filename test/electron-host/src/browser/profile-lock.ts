import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Makes a profile startable: waits for a Chromium that is just ending, and removes the lock of one that was
 * killed. (Chromium would hand the start over to a live holder, and refuse one from another host name.)
 */
export async function releaseProfile(userDataDir: string, patience = 30_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (holderIsAlive(userDataDir)) {
    if (Date.now() > deadline) {
      throw new Error(`The Chromium profile ${userDataDir} is in use by another running browser.`);
    }
    await delay(50);
  }
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) {
    rmSync(join(userDataDir, name), { force: true });
  }
}

function holderIsAlive(userDataDir: string): boolean {
  const holder = readHolder(userDataDir);
  if (!holder || holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
    return !isDefunct(holder.pid);
  } catch {
    return false;
  }
}

/** Whether a process has ended, but its parent has not looked after it yet: to signals it still seems alive. */
function isDefunct(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name in parentheses may hold anything; the state follows it, see proc(5).
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) === 'Z';
}

/** The lock is a symbolic link to `HOST-PID`, on Linux and macOS. */
function readHolder(userDataDir: string): { host: string; pid: number } | undefined {
  try {
    const target = readlinkSync(join(userDataDir, 'SingletonLock'));
    const dash = target.lastIndexOf('-');
    return { host: target.slice(0, dash), pid: Number(target.slice(dash + 1)) };
  } catch {
    return undefined;
  }
}
