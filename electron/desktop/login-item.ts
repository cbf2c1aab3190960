import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';

/** What starts this app, as an argument list. */
function startCommand(
  app: Pick<App, 'getPath' | 'getAppPath' | 'isPackaged'>,
  env: NodeJS.ProcessEnv,
): string[] {
  // An AppImage runs from a folder that is mounted for this run alone; the file itself is what has to be started.
  const program = env.APPIMAGE ?? app.getPath('exe');
  return app.isPackaged ? [program] : [program, app.getAppPath()];
}

/** An argument within `Exec` (freedesktop.org, Desktop Entry Specification, "The Exec key"). */
function quoted(argument: string): string {
  const escaped = argument.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  // The file's own escapes come on top: a backslash is written as two.
  return `"${escaped.replaceAll('\\', '\\\\')}"`;
}

/** The file that has a Linux desktop start the app, without its window. */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Lurescope',
    'Comment=Keeps reading email threat events',
    `Exec=${[...command, '--hidden'].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

export interface LoginItemOptions {
  app: Pick<App, 'getPath' | 'getAppPath' | 'isPackaged' | 'setLoginItemSettings'>;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
}

function setAutostartFile({ app, env }: LoginItemOptions, command: readonly string[], starts: boolean): void {
  const folder = join(env.XDG_CONFIG_HOME || join(app.getPath('home'), '.config'), 'autostart');
  const file = join(folder, 'lurescope.desktop');
  if (starts) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, autostartEntry(command));
  } else rmSync(file, { force: true });
}

/** Has the app started at login, hidden, or not any more. @throws what the disk says */
export function setStartAtLogin(options: LoginItemOptions, starts: boolean): void {
  const { app, platform, env } = options;
  const command = startCommand(app, env);
  if (platform === 'linux') setAutostartFile(options, command, starts);
  else {
    const [path = '', ...args] = command;
    app.setLoginItemSettings({ openAtLogin: starts, path, args: [...args, '--hidden'] });
  }
}
