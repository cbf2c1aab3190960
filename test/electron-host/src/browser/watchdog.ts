import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** A Chromium that does not outlive the host. */
export interface WatchedBrowser {
  /** Leads the process group that Chromium and its children are in; ends when Chromium does, with its exit code. */
  readonly process: ChildProcess;
  readonly stderr: Readable | null;
  /** Tells the watcher that the end was orderly. */
  standDown(): void;
}

/**
 * Starts Chromium and waits for its end; beside it reads a pipe whose other end only the host holds and which the
 * system closes even after a SIGKILL. Since the watcher itself starts Chromium, there is no moment at which the host
 * could be killed and leave a Chromium behind.
 */
const watched = `"$0" "$@" 3<&- & child=$!
(read -r line <&3 && exit 0; kill -s KILL -- "-$$") 2>/dev/null &
wait "$child"`;

/** Starts Chromium so that it is killed when the host is gone, however it went. */
export function startWatched(path: string, flags: readonly string[]): WatchedBrowser {
  if (process.platform === 'win32') return startWatchedOnWindows(path, flags);
  const child = spawn('/bin/sh', ['-c', watched, path, ...flags], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const orders = child.stdio[3] as Writable | null;
  orders?.on('error', () => undefined);
  return { process: child, stderr: child.stderr, standDown: () => orders?.end('done\n') };
}

function startWatchedOnWindows(path: string, flags: readonly string[]): WatchedBrowser {
  const child = spawn(path, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (child.pid === undefined) return { process: child, stderr: child.stderr, standDown: () => undefined };
  const watcher = spawn(process.execPath, ['-e', windowsWatcher(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  watcher.on('error', (error) => console.error(`Chromium host: no watcher over Chromium: ${error.message}`));
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  return { process: child, stderr: child.stderr, standDown: () => watcher.stdin.end('done\n') };
}

function windowsWatcher(pid: number): string {
  return `let orderly=false;process.stdin.on('data',()=>{orderly=true});process.stdin.on('close',()=>{
    if(!orderly)require('node:child_process').spawnSync('taskkill',['/F','/T','/PID','${pid}']);process.exit()});`;
}
