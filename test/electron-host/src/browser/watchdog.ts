import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Kills Chromium when the host is gone, however it went. The watcher reads a pipe whose other end only the host
 * holds: the system closes it even after a SIGKILL. A line on the pipe means that the end was orderly.
 */
export function watchOver(browser: ChildProcess): () => void {
  const pid = browser.pid;
  if (pid === undefined) return () => undefined;
  const watcher =
    process.platform === 'win32'
      ? spawn(process.execPath, ['-e', windowsWatcher(pid)], {
          stdio: ['pipe', 'ignore', 'ignore'],
          detached: true,
          windowsHide: true,
        })
      : spawn('/bin/sh', ['-c', 'read -r line && exit 0; kill -s KILL -- "-$0"', String(pid)], {
          stdio: ['pipe', 'ignore', 'ignore'],
          detached: true,
          cwd: '/',
        });
  watcher.on('error', (error) => console.error(`Chromium host: no watcher over Chromium: ${error.message}`));
  watcher.stdin?.on('error', () => undefined);
  watcher.unref();
  return () => watcher.stdin?.end('done\n');
}

function windowsWatcher(pid: number): string {
  return `let orderly=false;process.stdin.on('data',()=>{orderly=true});process.stdin.on('close',()=>{
    if(!orderly)require('node:child_process').spawnSync('taskkill',['/F','/T','/PID','${pid}']);process.exit()});`;
}
