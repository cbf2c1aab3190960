import { spawnSync } from 'node:child_process';
import type { Clipboard } from 'electron';
import { HostEmitter, notSupported } from '../unsupported.ts';

interface Tool {
  copy: [string, ...string[]];
  paste: [string, ...string[]];
}

const TOOLS: Partial<Record<NodeJS.Platform, Tool[]>> = {
  linux: [
    { copy: ['wl-copy'], paste: ['wl-paste', '--no-newline'] },
    { copy: ['xclip', '-selection', 'clipboard'], paste: ['xclip', '-selection', 'clipboard', '-o'] },
    { copy: ['xsel', '--clipboard', '--input'], paste: ['xsel', '--clipboard', '--output'] },
  ],
  darwin: [{ copy: ['pbcopy'], paste: ['pbpaste'] }],
  win32: [{ copy: ['clip.exe'], paste: ['powershell.exe', '-NoProfile', '-Command', 'Get-Clipboard -Raw'] }],
};

/** Electron's `clipboard` for text, by the desktop's own tool. */
export class HostClipboard extends HostEmitter implements Pick<Clipboard, 'writeText' | 'readText'> {
  async writeText(text: string): Promise<void> {
    this.#use('copy', text);
  }

  async readText(): Promise<string> {
    return this.#use('paste', '');
  }

  async clear(): Promise<void> {
    await this.writeText('');
  }

  #use(what: keyof Tool, input: string): string {
    for (const tool of TOOLS[process.platform] ?? []) {
      const [command, ...args] = tool[what];
      // wl-copy and xclip stay behind to serve the text: their output must not be waited for.
      const stdio: ('pipe' | 'ignore')[] =
        what === 'copy' ? ['pipe', 'ignore', 'ignore'] : ['ignore', 'pipe', 'ignore'];
      const done = spawnSync(command, args, {
        stdio,
        encoding: 'utf8',
        timeout: 3_000,
        ...(what === 'copy' ? { input } : {}),
      });
      if (!done.error && done.status === 0) return done.stdout ?? '';
    }
    throw notSupported('clipboard (none of wl-clipboard, xclip and xsel works here)');
  }
}
