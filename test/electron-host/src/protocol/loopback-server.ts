import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AddressBook, hostOfHeader } from './address-book.ts';
import type { HostProtocol } from './protocol.ts';

const COOKIE = 'electron-host';
const WINDOW_PATH = '/.electron-host/window/';
/** Headers that carry addresses, which the page must see in Chromium's form. */
const ADDRESS_HEADERS = new Set([
  'location',
  'content-security-policy',
  'content-security-policy-report-only',
  'access-control-allow-origin',
]);

/**
 * Answers for the app's protocol on a loopback port. Only this run's Chromium gets an answer: the Host header
 * must be the app's and the request must carry this run's cookie, which no other program on the machine knows.
 */
export class LoopbackServer {
  readonly token = randomBytes(32).toString('hex');
  readonly #addresses: AddressBook;
  readonly #protocol: HostProtocol;
  readonly #server: Server;
  readonly #blankPages = new Set<string>();

  constructor(addresses: AddressBook, protocol: HostProtocol) {
    this.#addresses = addresses;
    this.#protocol = protocol;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        console.error(`Chromium host: ${request.method} ${request.url} failed:`, error);
        response.destroy();
      });
    });
    this.#server.requestTimeout = 0;
  }

  /** Starts listening; returns the port. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** The cookie that opens the port to pages of the given address. */
  cookieFor(url: string): {
    name: string;
    value: string;
    url: string;
    httpOnly: true;
    sameSite: 'Strict';
    path: '/';
  } {
    return {
      name: COOKIE,
      value: this.token,
      url: `${new URL(url).origin}/`,
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
    };
  }

  /** An address of `origin` that shows an empty page once, for a new window to start on. */
  blankPage(origin: string): string {
    const nonce = randomBytes(16).toString('hex');
    this.#blankPages.add(nonce);
    return `${origin}${WINDOW_PATH}${nonce}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = hostOfHeader(request.headers.host);
    const path = request.url ?? '/';
    if (host && path.startsWith(WINDOW_PATH) && this.#blankPages.delete(path.slice(WINDOW_PATH.length))) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title></title>');
      return;
    }
    const handler = this.#protocol.handlerOf(this.#addresses.scheme);
    if (!host || !path.startsWith('/') || !this.#hasToken(request.headers.cookie)) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('Only the app itself may ask here.\n');
      return;
    }
    if (!handler) {
      response.destroy();
      return;
    }
    const abort = new AbortController();
    response.once('close', () => abort.abort());
    const answer = await handler(
      this.#toRequest(request, `http://${request.headers.host}${path}`, abort.signal),
    );
    await this.#write(answer, request, response);
  }

  #hasToken(header: string | undefined): boolean {
    const expected = Buffer.from(this.token);
    return cookiesOf(header).some(([name, value]) => {
      const given = Buffer.from(value);
      return name === COOKIE && given.length === expected.length && timingSafeEqual(given, expected);
    });
  }

  #toRequest(request: IncomingMessage, url: string, signal: AbortSignal): Request {
    const headers = new Headers();
    for (const [name, values] of Object.entries(request.headersDistinct)) {
      for (const value of values ?? [])
        if (name !== 'host' && name !== 'connection') headers.append(name, value);
    }
    for (const name of ['origin', 'referer']) {
      const value = headers.get(name);
      if (value)
        headers.set(name, name === 'origin' ? this.#addresses.originOf(value) : this.#addresses.toApp(value));
    }
    const own = cookiesOf(headers.get('cookie') ?? undefined).filter(([name]) => name !== COOKIE);
    headers.delete('cookie');
    if (own.length > 0) headers.set('cookie', own.map((pair) => pair.join('=')).join('; '));
    const method = request.method ?? 'GET';
    const body = method === 'GET' || method === 'HEAD' ? null : (Readable.toWeb(request) as ReadableStream);
    const init: RequestInit & { duplex: 'half' } = { method, headers, body, signal, duplex: 'half' };
    return new Request(this.#addresses.toApp(url), init);
  }

  async #write(answer: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (answer.type === 'error') {
      response.destroy();
      return;
    }
    for (const [name, value] of answer.headers) {
      if (name === 'set-cookie') continue;
      response.setHeader(name, ADDRESS_HEADERS.has(name) ? this.#addresses.headerToPage(value) : value);
    }
    const cookies = answer.headers.getSetCookie();
    if (cookies.length > 0) response.setHeader('set-cookie', cookies);
    response.writeHead(answer.status, answer.statusText || undefined);
    if (!answer.body || request.method === 'HEAD') {
      await answer.body?.cancel();
      response.end();
      return;
    }
    try {
      await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response);
    } catch (error) {
      // A page that stops reading ends the stream too; only a failure of the app's own stream is worth a word.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  }
}

function cookiesOf(header: string | undefined): [name: string, value: string][] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter(Boolean)
    .map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    });
}
