import { contextBridge, ipcRenderer } from 'electron';
import { callChannels, eventChannels } from '../shared/ipc-channels.ts';

type Listener = (payload: unknown) => void;

/**
 * The one bridge. Each call and each event of the contract becomes a method of its own; none takes a channel name,
 * and no Electron object reaches the page. Subscribing answers with what ends the subscription.
 */
const calls = Object.fromEntries(
  callChannels.map((channel) => [channel, (...args: unknown[]) => ipcRenderer.invoke(channel, ...args)]),
);

const events = Object.fromEntries(
  eventChannels.map((channel) => [
    channel,
    (listener: Listener) => {
      const relay = (_event: unknown, payload: unknown) => listener(payload);
      ipcRenderer.on(channel, relay);
      return () => {
        ipcRenderer.off(channel, relay);
      };
    },
  ]),
);

contextBridge.exposeInMainWorld('lurescope', { calls, events });
