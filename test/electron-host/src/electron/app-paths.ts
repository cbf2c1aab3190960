import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** What starts this host, as Electron's own executable starts Electron. */
const executable = process.platform === 'win32' ? 'electron-host.cmd' : 'electron-host';

/** Where Electron would put a folder of the app called `appName`, or undefined for a name it does not know. */
export function defaultPath(name: string, appName: string, userData: () => string): string | undefined {
  const home = homedir();
  switch (name) {
    case 'home':
      return home;
    case 'appData':
      return appDataFolder(home);
    case 'userData':
      return join(appDataFolder(home), appName);
    case 'sessionData':
      return userData();
    case 'logs':
      return process.platform === 'darwin' ? join(home, 'Library/Logs', appName) : join(userData(), 'logs');
    case 'crashDumps':
      return join(userData(), 'Crashpad');
    case 'temp':
      return tmpdir();
    case 'exe':
      return join(import.meta.dirname, '../../bin', executable);
    case 'desktop':
    case 'documents':
    case 'downloads':
      return join(home, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
    default:
      return undefined;
  }
}

function appDataFolder(home: string): string {
  if (process.platform === 'darwin') return join(home, 'Library/Application Support');
  if (process.platform === 'win32') return process.env.APPDATA ?? join(home, 'AppData/Roaming');
  return process.env.XDG_CONFIG_HOME ?? join(home, '.config');
}
