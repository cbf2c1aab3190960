import type { BrowserWindowConstructorOptions } from 'electron';
import type { Host } from '../host.ts';
import { HostBrowserWindow } from './browser-window.ts';
import type { HostWebContents } from './web-contents.ts';

/** The class that the app gets as `BrowserWindow`. */
export function browserWindowClass(host: Host, windows: Set<HostBrowserWindow>) {
  return class BrowserWindow extends HostBrowserWindow {
    constructor(options?: BrowserWindowConstructorOptions) {
      super(host, windows, options);
    }

    static getAllWindows(): HostBrowserWindow[] {
      return [...windows];
    }

    static getFocusedWindow(): HostBrowserWindow | null {
      return [...windows].find((window) => window.isFocused()) ?? null;
    }

    static fromWebContents(contents: HostWebContents): HostBrowserWindow | null {
      return [...windows].find((window) => window.webContents === contents) ?? null;
    }

    static fromId(id: number): HostBrowserWindow | null {
      return [...windows].find((window) => window.id === id) ?? null;
    }
  };
}
