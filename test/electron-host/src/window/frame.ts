import type { WebFrameMain } from 'electron';
import { HostEmitter } from '../unsupported.ts';
import type { HostWebContents } from './web-contents.ts';

type Implemented = Pick<
  WebFrameMain,
  | 'url'
  | 'origin'
  | 'processId'
  | 'routingId'
  | 'frameTreeNodeId'
  | 'name'
  | 'detached'
  | 'isDestroyed'
  | 'send'
  | 'reload'
  | 'executeJavaScript'
>;

/** The top frame of a page, as `event.senderFrame` and `webContents.mainFrame`. */
export class HostFrame extends HostEmitter implements Implemented {
  readonly routingId = 1;
  readonly processId = 1;
  readonly parent = null;
  readonly name = '';
  readonly frameTreeNodeId: number;
  readonly #contents: HostWebContents;

  constructor(contents: HostWebContents) {
    super();
    this.#contents = contents;
    this.frameTreeNodeId = contents.id;
  }

  get top(): HostFrame {
    return this;
  }

  get frames(): HostFrame[] {
    return [];
  }

  get url(): string {
    return this.#contents.getURL();
  }

  get origin(): string {
    return this.#contents.originOf(this.url);
  }

  get detached(): boolean {
    return this.#contents.isDestroyed();
  }

  isDestroyed(): boolean {
    return this.#contents.isDestroyed();
  }

  send(channel: string, ...args: unknown[]): void {
    this.#contents.send(channel, ...args);
  }

  reload(): boolean {
    this.#contents.reload();
    return true;
  }

  executeJavaScript(code: string): Promise<unknown> {
    return this.#contents.executeJavaScript(code);
  }
}
