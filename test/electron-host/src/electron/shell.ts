import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Shell } from 'electron';
import { HostEmitter } from '../unsupported.ts';

type Implemented = Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'>;

/** Electron's `shell`, by the desktop's own opener. */
export class HostShell extends HostEmitter implements Implemented {
  async openExternal(url: string): Promise<void> {
    // Also keeps an address that starts with a dash from being taken for an option.
    await open(new URL(url).href);
  }

  /** Gives the error's text, or an empty string. */
  async openPath(path: string): Promise<string> {
    try {
      await open(path);
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  showItemInFolder(fullPath: string): void {
    const [target, args] = revealCommand(fullPath);
    run(target, args).catch((error: unknown) =>
      console.error(`Chromium host: showItemInFolder: ${String(error)}`),
    );
  }

  beep(): void {
    process.stderr.write('\u0007');
  }
}

function revealCommand(path: string): [string, string[]] {
  if (process.platform === 'darwin') return ['open', ['-R', path]];
  if (process.platform === 'win32') return ['explorer.exe', [`/select,${path}`]];
  return ['xdg-open', [dirname(path)]];
}

function open(target: string): Promise<void> {
  if (process.platform === 'darwin') return run('open', [target]);
  // Not `cmd /c start`, which would interpret characters of the address.
  if (process.platform === 'win32') return run('rundll32.exe', ['url.dll,FileProtocolHandler', target]);
  return run('xdg-open', [target]);
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'ignore' });
    child.once('error', (error) =>
      reject(new Error(`Failed to open: ${command} could not be started (${error.message})`)),
    );
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`Failed to open: ${command} ended with code ${code}`)),
    );
  });
}
