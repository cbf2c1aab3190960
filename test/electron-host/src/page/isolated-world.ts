import type { Codec } from '../ipc/codec.ts';
import type { WorldBridge } from './world-bridge.ts';

/** What the isolated world of a page is told by the host. */
export interface IsolatedWorldConfig {
  /** Name of the function by which the page calls the host. */
  binding: string;
  /** Name of the function by which the host calls the page. */
  receiver: string;
  /** Name of the event by which the page's own world tells of a call of `window.open`. */
  opened: string;
  process: { platform: string; arch: string; versions: Record<string, string> };
}

/** A message from a page to the host. */
export type PageMessage =
  | { kind: 'invoke'; id: number; channel: string; args: string }
  | { kind: 'send'; channel: string; args: string }
  | { kind: 'window'; event: 'focus' | 'blur' | 'resize' }
  | { kind: 'open'; url: string; name: string; features: string };

/** A message from the host to a page. */
export type HostMessage =
  | { kind: 'result'; id: number; ok: boolean; value: string }
  | { kind: 'send'; channel: string; args: string };

/**
 * Makes `contextBridge`, `ipcRenderer` and `process` for the preload, and its `require`. The function refers to
 * nothing outside itself, because its source runs in the page.
 */
export function startIsolatedWorld(
  codec: Codec,
  bridge: WorldBridge,
  config: IsolatedWorldConfig,
): Record<string, unknown> {
  type Listener = (event: object, ...args: unknown[]) => void;
  const world = globalThis as unknown as Record<string, unknown>;
  const binding = world[config.binding] as (message: string) => void;
  delete world[config.binding];

  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void; channel: string }
  >();
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  let lastId = 0;

  const post = (message: PageMessage): void => binding(JSON.stringify(message));
  const lacking = (what: string) => (): never => {
    throw new Error(`not supported by the Chromium host: ${what}`);
  };

  const remove = (channel: string, listener: Listener): void => {
    const all = listeners.get(channel) ?? [];
    const index = all.findLastIndex((entry) => entry.listener === listener);
    if (index >= 0) listeners.set(channel, all.toSpliced(index, 1));
  };
  const add = (channel: string, listener: Listener, once: boolean): void => {
    if (typeof listener !== 'function') throw new TypeError('The "listener" argument must be a function');
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
  };

  const ipcRenderer: Record<string, unknown> = {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const encoded = codec.encode(args);
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, channel });
        post({ kind: 'invoke', id, channel, args: encoded });
      });
    },
    send(channel: string, ...args: unknown[]): void {
      post({ kind: 'send', channel, args: codec.encode(args) });
    },
    on(channel: string, listener: Listener) {
      add(channel, listener, false);
      return ipcRenderer;
    },
    once(channel: string, listener: Listener) {
      add(channel, listener, true);
      return ipcRenderer;
    },
    off(channel: string, listener: Listener) {
      remove(channel, listener);
      return ipcRenderer;
    },
    removeAllListeners(channel?: string) {
      if (channel === undefined) listeners.clear();
      else listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string): number => listeners.get(channel)?.length ?? 0,
    sendSync: lacking('ipcRenderer.sendSync'),
    sendToHost: lacking('ipcRenderer.sendToHost'),
    postMessage: lacking('ipcRenderer.postMessage'),
  };
  ipcRenderer.addListener = ipcRenderer.on;
  ipcRenderer.removeListener = ipcRenderer.off;

  const receive = (message: HostMessage): void => {
    if (message.kind === 'result') {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.ok) call?.resolve(codec.decode(message.value));
      else call?.reject(new Error(`Error invoking remote method '${call.channel}': ${message.value}`));
      return;
    }
    const args = codec.decode(message.args) as unknown[];
    for (const { listener, once } of listeners.get(message.channel) ?? []) {
      if (once) remove(message.channel, listener);
      listener(
        { sender: ipcRenderer, ports: [], defaultPrevented: false, preventDefault: () => undefined },
        ...args,
      );
    }
  };
  Object.defineProperty(world, config.receiver, {
    value: (text: string) => receive(JSON.parse(text) as HostMessage),
  });

  for (const event of ['focus', 'blur', 'resize'] as const) {
    window.addEventListener(event, () => post({ kind: 'window', event }));
  }
  window.addEventListener(config.opened, (event) => {
    const [url, name, features] = JSON.parse((event as CustomEvent<string>).detail) as [
      string,
      string,
      string,
    ];
    post({ kind: 'open', url, name, features });
  });

  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown): void => bridge.expose(key, api),
    exposeInIsolatedWorld: lacking('contextBridge.exposeInIsolatedWorld'),
    executeInMainWorld: lacking('contextBridge.executeInMainWorld'),
  };
  const electron = { contextBridge, ipcRenderer };
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id} (a sandboxed preload has only 'electron')`);
  };
  const process = {
    ...config.process,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    env: {},
    argv: [],
  };
  return { require, process };
}
