import type { Display } from 'electron';
import type { Host } from '../host.ts';
import { HostEmitter, notSupported } from '../unsupported.ts';
import type { HostWebContents } from '../window/web-contents.ts';

/** Electron's `screen`, with one display whose size is that of a common screen: DevTools does not tell it. */
export class HostScreen extends HostEmitter {
  getPrimaryDisplay(): Pick<
    Display,
    'id' | 'bounds' | 'workArea' | 'size' | 'workAreaSize' | 'scaleFactor' | 'rotation'
  > {
    const size = { width: 1920, height: 1080 };
    const bounds = { x: 0, y: 0, ...size };
    return { id: 1, bounds, workArea: bounds, size, workAreaSize: size, scaleFactor: 1, rotation: 0 };
  }

  getAllDisplays(): ReturnType<HostScreen['getPrimaryDisplay']>[] {
    return [this.getPrimaryDisplay()];
  }
}

/** Electron's `safeStorage`: the host has none, and says so. */
export class HostSafeStorage extends HostEmitter {
  isEncryptionAvailable(): boolean {
    return false;
  }
}

/** Electron's `webContents` module: finds the pages there are. */
export class HostWebContentsModule extends HostEmitter {
  readonly #host: Host;

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  getAllWebContents(): HostWebContents[] {
    return this.#host.app.windows().map((window) => window.webContents);
  }

  fromId(id: number): HostWebContents | undefined {
    return this.getAllWebContents().find((contents) => contents.id === id);
  }

  fromDevToolsTargetId(targetId: string): HostWebContents | undefined {
    return this.#host.targets.ownerOf(targetId);
  }

  getFocusedWebContents(): HostWebContents | null {
    return this.#host.app.windows().find((window) => window.isFocused())?.webContents ?? null;
  }
}

/** Electron's `session` module, with its one session. */
export class HostSessionModule extends HostEmitter {
  readonly #host: Host;

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  get defaultSession(): Host['session'] {
    return this.#host.session;
  }

  fromPartition(partition: string): never {
    throw notSupported(`session.fromPartition(${partition})`);
  }
}
