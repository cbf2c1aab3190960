import type { IpcMain } from 'electron';
import type { PageMessage } from '../page/isolated-world.ts';
import { HostEmitter, HostEvent } from '../unsupported.ts';
import type { HostWebContents } from '../window/web-contents.ts';
import { makeCodec } from './codec.ts';

type Handler = (event: object, ...args: unknown[]) => unknown;
type Implemented = Pick<IpcMain, 'removeHandler'>;

/** The codec of everything that goes between main and a page. */
export const codec = makeCodec();

/** Electron's `ipcMain`. Listeners of `send` are ordinary event listeners. */
export class HostIpcMain extends HostEmitter implements Implemented {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, listener: Handler): void {
    if (typeof listener !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof listener}'`);
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return listener(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Takes a page's message; the promise gives what `invoke` is to answer. */
  async receive(
    message: PageMessage,
    sender: HostWebContents,
  ): Promise<{ ok: boolean; value: string } | undefined> {
    if (message.kind === 'send') {
      const event = this.#event(sender, {
        reply: (channel: string, ...args: unknown[]) => sender.send(channel, ...args),
      });
      this.emit(message.channel, event, ...(codec.decode(message.args) as unknown[]));
      return undefined;
    }
    if (message.kind !== 'invoke') return undefined;
    try {
      const handler = this.#handlers.get(message.channel);
      if (!handler) throw new Error(`No handler registered for '${message.channel}'`);
      const args = codec.decode(message.args) as unknown[];
      return { ok: true, value: codec.encode(await handler(this.#event(sender, {}), ...args)) };
    } catch (error) {
      console.error(`Error occurred in handler for '${message.channel}':`, error);
      return { ok: false, value: String(error) };
    }
  }

  #event(sender: HostWebContents, more: object): HostEvent {
    return new HostEvent({
      type: 'frame',
      sender,
      senderFrame: sender.mainFrame,
      frameId: 1,
      processId: 1,
      ports: [],
      ...more,
    });
  }
}
