import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginItemSettings } from 'electron';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { autostartEntry, type LoginItemOptions, setStartAtLogin } from './login-item.ts';

let home: string;
let asked: Partial<LoginItemSettings>[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lurescope-login-'));
  asked = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function options(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv = {},
  isPackaged = true,
): LoginItemOptions {
  return {
    platform,
    env,
    app: {
      isPackaged,
      getAppPath: () => '/src/lurescope',
      getPath: (name) => (name === 'home' ? home : '/opt/Lurescope/lurescope'),
      setLoginItemSettings: (settings) => void asked.push(settings),
    },
  };
}

const execOf = (folder: string) =>
  /^Exec=(.*)$/m.exec(readFileSync(join(folder, 'autostart', 'lurescope.desktop'), 'utf8'))?.[1];

it('Linux gets an autostart file, hidden, and loses it again', () => {
  const folder = join(home, '.config');
  setStartAtLogin(options('linux'), true);
  expect(execOf(folder)).toBe('"/opt/Lurescope/lurescope" "--hidden"');
  setStartAtLogin(options('linux'), false);
  expect(existsSync(join(folder, 'autostart', 'lurescope.desktop'))).toBe(false);
  setStartAtLogin(options('linux'), false);
});

it('the file lies where XDG_CONFIG_HOME says, and starts an AppImage itself', () => {
  const folder = join(home, 'xdg');
  setStartAtLogin(
    options('linux', { XDG_CONFIG_HOME: folder, APPIMAGE: '/home/me/Lurescope.AppImage' }),
    true,
  );
  expect(execOf(folder)).toBe('"/home/me/Lurescope.AppImage" "--hidden"');
});

it('from the sources, the app folder is named too', () => {
  setStartAtLogin(options('linux', {}, false), true);
  expect(execOf(join(home, '.config'))).toBe('"/opt/Lurescope/lurescope" "/src/lurescope" "--hidden"');
});

it('odd characters of a path do not end its argument', () => {
  expect(autostartEntry(['/a b/"$x`\\100%'])).toContain(
    'Exec="/a b/\\\\"\\\\$x\\\\`\\\\\\\\100%%" "--hidden"',
  );
});

it.each(['darwin', 'win32'] as const)('%s is asked by its own means', (platform) => {
  setStartAtLogin(options(platform), true);
  setStartAtLogin(options(platform), false);
  expect(asked).toEqual([
    { openAtLogin: true, path: '/opt/Lurescope/lurescope', args: ['--hidden'] },
    { openAtLogin: false, path: '/opt/Lurescope/lurescope', args: ['--hidden'] },
  ]);
  expect(existsSync(join(home, '.config'))).toBe(false);
});
