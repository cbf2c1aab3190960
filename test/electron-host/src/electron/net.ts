import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Net } from 'electron';
import type { HostProtocol } from '../protocol/protocol.ts';
import { HostEmitter } from '../unsupported.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain',
};

/** Electron's `net`: Node's `fetch`, with files and the app's own protocol added. */
export class HostNet extends HostEmitter implements Pick<Net, 'isOnline' | 'online' | 'fetch'> {
  readonly #protocol: HostProtocol;

  constructor(protocol: HostProtocol) {
    super();
    this.#protocol = protocol;
  }

  get online(): boolean {
    return this.isOnline();
  }

  /** As in Electron: false is certain, true is only a network interface that is up. */
  isOnline(): boolean {
    return Object.values(networkInterfaces()).some((addresses) =>
      addresses?.some((address) => !address.internal),
    );
  }

  async fetch(
    input: string | Request,
    init?: RequestInit & { bypassCustomProtocolHandlers?: boolean },
  ): Promise<Response> {
    const request = new Request(input, init);
    const { protocol } = new URL(request.url);
    const handler = init?.bypassCustomProtocolHandlers
      ? undefined
      : this.#protocol.handlerOf(protocol.slice(0, -1));
    if (handler) return handler(request);
    return protocol === 'file:' ? fetchFile(request.url) : fetch(request);
  }
}

async function fetchFile(url: string): Promise<Response> {
  const path = fileURLToPath(new URL(url));
  const { size } = await stat(path).catch(() => {
    throw new Error('net::ERR_FILE_NOT_FOUND');
  });
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream;
  const type = TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
  return new Response(body, { headers: { 'content-type': type, 'content-length': String(size) } });
}
