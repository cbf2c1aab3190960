import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendResponse } from './send-response.ts';
import type { SiemResponse } from './siem-answer.ts';
import { handleSiemRequest, type SiemOutcome, type SiemRequest, type SiemService } from './siem-request.ts';

/** What an interceptor is told of a request. */
export interface Exchange {
  request: SiemRequest;
  /** What the protocol would answer; nothing has been sent or read of the source yet, unless the format is syslog. */
  outcome: SiemOutcome;
  now: number;
  /** Aborted when the client leaves or the server stops. */
  signal: AbortSignal;
}

export interface SiemServerOptions extends SiemService {
  clock: { now(): number };
  /** 0, the default, takes any free port. */
  port?: number;
  /** Makes the server that carries the protocol; plain HTTP by default. */
  createCarrier?: (listener: RequestListener) => Server;
  /** `https` where the carrier is one; decides the origin only. */
  scheme?: 'http' | 'https';
  /** Answers a request outside the protocol, before credentials are looked at; false leaves it to the protocol. */
  route?: (...args: Parameters<RequestListener>) => boolean;
  /** May put another answer in place of the protocol's. One that never settles leaves the client waiting. */
  intercept?: (exchange: Exchange) => SiemResponse | Promise<SiemResponse>;
}

export interface SiemServer {
  /**
   * Listens on the loopback address only.
   * @throws the system's error where the port is taken
   */
  start(): Promise<{ origin: string; port: number }>;
  /** Closes all connections at once; safe to call twice. */
  stop(): Promise<void>;
}

/** A server of the SIEM API's protocol over a source of events. */
export function createSiemServer(options: SiemServerOptions): SiemServer {
  const { clock, port = 0, scheme = 'http', createCarrier = (listener) => createServer(listener) } = options;

  const listener: RequestListener = (incoming, outgoing) => {
    if (options.route?.(incoming, outgoing)) return;
    const gone = new AbortController();
    outgoing.on('close', () => gone.abort());
    const request: SiemRequest = {
      method: incoming.method ?? 'GET',
      target: incoming.url ?? '/',
      authorization: incoming.headers.authorization,
    };
    const answer = async (): Promise<void> => {
      const now = clock.now();
      const outcome = handleSiemRequest(request, options, now);
      const exchange: Exchange = { request, outcome, now, signal: gone.signal };
      const response = options.intercept ? await options.intercept(exchange) : outcome.response;
      if (!gone.signal.aborted) await sendResponse(outgoing, response, now);
    };
    answer().catch(() => outgoing.destroy());
  };

  const server = createCarrier(listener);
  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          const { port: actual } = server.address() as AddressInfo;
          resolve({ origin: `${scheme}://127.0.0.1:${actual}`, port: actual });
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
