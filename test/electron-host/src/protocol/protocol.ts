import type { CustomScheme, Protocol } from 'electron';
import { HostEmitter } from '../unsupported.ts';
import type { AddressBook } from './address-book.ts';

/** What the app gives to `protocol.handle`. */
export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

type Implemented = Pick<
  Protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
>;

/** Electron's `protocol`: the app's handlers by scheme. */
export class HostProtocol extends HostEmitter implements Implemented {
  readonly #addresses: AddressBook;
  readonly #handlers = new Map<string, ProtocolHandler>();

  constructor(addresses: AddressBook) {
    super();
    this.#addresses = addresses;
  }

  registerSchemesAsPrivileged(customSchemes: CustomScheme[]): void {
    for (const { scheme } of customSchemes) this.#addresses.register(scheme);
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#addresses.register(scheme);
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    if (!this.#handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme) || ['http', 'https', 'file', 'data', 'blob'].includes(scheme);
  }

  /** The handler of the app's own scheme, for the loopback server. */
  handlerOf(scheme: string | undefined): ProtocolHandler | undefined {
    return scheme === undefined ? undefined : this.#handlers.get(scheme);
  }
}
