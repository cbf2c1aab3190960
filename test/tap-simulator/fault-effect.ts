import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionReset } from '../../electron/sample/send-response.ts';
import { type SiemResponse, textResponse } from '../../electron/sample/siem-answer.ts';
import type { Exchange } from '../../electron/sample/siem-server.ts';
import type { Fault } from './fault.ts';
import { padded, pieces, rekeyed, truncated, withElement, withEnding } from './json-pieces.ts';

const statusTexts: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'The user has made too many requests over the past 24 hours and has been throttled.',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const portal =
  '<!doctype html><html><head><title>Sign in</title></head><body><h1>Network sign-in</h1><form></form></body></html>';

async function* dripping(
  body: SiemResponse['body'],
  chars: number,
  everyMs: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  for await (const piece of body) {
    for (let at = 0; at < piece.length; at += chars) {
      yield piece.slice(at, at + chars);
      await sleep(everyMs, undefined, { signal });
    }
  }
}

async function* resetting(body: SiemResponse['body'], afterChars: number): AsyncGenerator<string> {
  yield* truncated(body, afterChars);
  // What was written has to be on its way before the reset, or the client sees no body at all.
  await sleep(20);
  throw new ConnectionReset('as asked');
}

/** Spoils an answer. A fault that alters JSON must be given a JSON answer. */
export async function applyFault(
  fault: Fault,
  response: SiemResponse,
  exchange: Exchange,
): Promise<SiemResponse> {
  const { body } = response;
  switch (fault.kind) {
    case 'status':
      return textResponse(
        fault.status,
        fault.body ?? statusTexts[fault.status] ?? 'Error',
        fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter },
      );
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html;charset=utf-8' }, body: [portal] };
    case 'redirect':
      return textResponse(fault.status ?? 302, '', {
        location: fault.location ?? 'https://elsewhere.example/v2/siem/all',
      });
    case 'hang':
      await new Promise<void>((resolve) =>
        exchange.signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      return response;
    case 'malformed':
      return { ...response, body: withEnding(body, ',"broken":}') };
    case 'truncate':
      return { ...response, body: truncated(body, fault.afterChars ?? 400) };
    case 'reset':
      return { ...response, body: resetting(body, fault.afterChars ?? 400) };
    case 'drip':
      return { ...response, body: dripping(body, fault.chars ?? 16, fault.everyMs ?? 100, exchange.signal) };
    case 'huge':
      return {
        ...response,
        body: padded(
          body,
          fault.megabytes * 1_000_000,
          exchange.outcome.query?.window.startMs ?? exchange.now,
        ),
      };
    case 'badEvent':
      return {
        ...response,
        body: withElement(
          body,
          JSON.stringify(
            'value' in fault ? fault.value : { GUID: 42, messageTime: 'yesterday', recipient: { to: 1 } },
          ) ?? 'null',
        ),
      };
    case 'strayColon':
      return { ...response, body: rekeyed(body, fault.array) };
    case 'dateOff':
      return {
        ...response,
        headers: {
          ...response.headers,
          date: new Date(exchange.now + fault.hours * 3_600_000).toUTCString(),
        },
        body: pieces(body),
      };
  }
}
