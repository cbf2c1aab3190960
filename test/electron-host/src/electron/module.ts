import type { Host } from '../host.ts';
import { isProbe, unsupportedExport } from '../unsupported.ts';
import type { HostBrowserWindow } from '../window/browser-window.ts';
import { browserWindowClass } from '../window/window-class.ts';
import { HostApp } from './app.ts';
import { HostClipboard } from './clipboard.ts';
import { HostDialog } from './dialog.ts';
import { HostMenu, HostMenuItem } from './menu.ts';
import { HostNativeImages } from './native-image.ts';
import { HostNativeTheme } from './native-theme.ts';
import { HostNet } from './net.ts';
import { notificationClass } from './notification.ts';
import { HostPowerMonitor } from './power-monitor.ts';
import { HostSession } from './session.ts';
import { HostShell } from './shell.ts';
import { HostSafeStorage, HostScreen, HostSessionModule, HostWebContentsModule } from './simple.ts';
import { trayClass } from './tray.ts';

/** Builds what `require('electron')` gives in the main process. */
export function electronModule(host: Host): object {
  const windows = new Set<HostBrowserWindow>();
  const app = new HostApp(host, windows);
  const nativeTheme = new HostNativeTheme(host);
  host.complete({ app, theme: nativeTheme, session: new HostSession(host) });
  const known: Partial<Record<keyof typeof Electron.CrossProcessExports, unknown>> = {
    app,
    BrowserWindow: browserWindowClass(host, windows),
    clipboard: new HostClipboard(),
    dialog: new HostDialog(),
    ipcMain: host.ipcMain,
    Menu: HostMenu,
    MenuItem: HostMenuItem,
    nativeImage: new HostNativeImages(),
    nativeTheme,
    net: new HostNet(host.protocol),
    Notification: notificationClass(host),
    powerMonitor: new HostPowerMonitor(host.buses),
    protocol: host.protocol,
    safeStorage: new HostSafeStorage(),
    screen: new HostScreen(),
    session: new HostSessionModule(host),
    shell: new HostShell(),
    Tray: trayClass(host),
    webContents: new HostWebContentsModule(host),
  };
  return new Proxy(known, {
    get(target, property) {
      if (property in target) return Reflect.get(target, property) as unknown;
      return isProbe(property) ? undefined : unsupportedExport(String(property));
    },
  });
}
