import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  test('takes what Playwright passes before the app folder for the host', () => {
    const options = readOptions(
      ['--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '/app', '--user-data-dir=/data', '--mine'],
      { DISPLAY: ':0' },
      'linux',
    );
    expect(options).toEqual({
      appFolder: resolve('/app'),
      appArguments: ['--user-data-dir=/data', '--mine'],
      browserArguments: ['--no-sandbox'],
      inspectPort: 0,
      debuggingPort: 0,
      headless: false,
      userDataDir: resolve('/data'),
    });
  });

  test('is headless without a display, or when told', () => {
    expect(readOptions(['/app'], {}, 'linux').headless).toBe(true);
    expect(readOptions(['/app'], {}, 'darwin').headless).toBe(false);
    expect(readOptions(['/app'], { WAYLAND_DISPLAY: 'w' }, 'linux').headless).toBe(false);
    expect(readOptions(['/app', '--host-headless'], { DISPLAY: ':0' }, 'linux')).toMatchObject({
      headless: true,
      appArguments: [],
    });
    expect(readOptions(['/app'], { DISPLAY: ':0', LURESCOPE_HEADLESS: '1' }, 'linux').headless).toBe(true);
  });

  test('asks for an app folder', () => {
    expect(() => readOptions(['--inspect=0'], {})).toThrow('Usage');
  });
});
