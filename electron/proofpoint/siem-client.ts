import { parseInstant } from '../../shared/event/instant.ts';
import { type EventKind, kindOfArray } from '../../shared/event/kinds.ts';
import type { Credentials } from '../../shared/proofpoint/credentials.ts';
import type { Trouble } from '../../shared/proofpoint/trouble.ts';
import type { Interval } from '../../shared/source.ts';
import type { Clock } from '../clock.ts';
import { AnswerSplitter, isJson, MalformedAnswer } from './answer-splitter.ts';
import { troubleOfBody, troubleOfError, troubleOfStatus } from './trouble-words.ts';

/** The two endpoints that the lanes read: everything, and the clicks that cannot wait. */
export type Endpoint = '/v2/siem/all' | '/v2/siem/clicks/permitted';

export interface WindowRequest {
  origin: string;
  credentials: Credentials;
  endpoint: Endpoint;
  /**
   * Creation time to read, of which whole seconds are sent so that none is left out; or the last minute by the
   * server's own clock, which works however wrong this computer's is.
   */
  window: Interval | 'last minute';
}

/** Takes a window's events as they arrive. A promise holds the network back until it resolves. */
export interface EntrySink {
  /** `valid` says whether the text is valid JSON; a text that is not is still an entry. */
  entry(kind: EventKind, text: string, valid: boolean): undefined | Promise<void>;
}

export interface WindowAnswer {
  events: number;
  /** The answer's `queryEndTime`, ms, or null where it gave none. */
  queryEndTime: number | null;
  /** Keys of the answer that are none of the API's: kept in the log, never fatal. */
  unknownKeys: string[];
}

export type WindowOutcome = ({ ok: true } & WindowAnswer) | { ok: false; trouble: Trouble };

export interface SiemClientOptions {
  fetch: typeof fetch;
  clock: Clock;
  userAgent: string;
  /** How long the server may take to begin its answer, ms. The service's own limit lies at a minute or so. */
  headersTimeout?: number;
  /** How long the body may stand still, ms. */
  idleTimeout?: number;
  /** An answer larger than this is given up and asked for in shorter windows, bytes. Default: 1 GiB. */
  largestBody?: number;
  /** Told with each answer's Date header: how far this computer's clock is behind the server's, ms. */
  onClockSkew?: (skew: number) => void;
}

export interface SiemClient {
  /** Reads one window; every trouble is an answer, nothing is thrown. */
  fetchWindow(request: WindowRequest, sink: EntrySink, signal?: AbortSignal): Promise<WindowOutcome>;
}

/** An interval as the API wants it: whole seconds, UTC (SIEM API page, `interval`). */
export function intervalParameter({ from, to }: Interval): string {
  const second = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${second(Math.floor(from / 1000) * 1000)}/${second(Math.ceil(to / 1000) * 1000)}`;
}

/** The token of HTTP Basic authentication (RFC 7617). */
function tokenOf({ principal, secret }: Credentials): string {
  return Buffer.from(`${principal}:${secret}`).toString('base64');
}

function urlOf(request: WindowRequest): string {
  const url = new URL(request.endpoint, request.origin);
  url.searchParams.set('format', 'json');
  if (request.window === 'last minute') url.searchParams.set('sinceSeconds', '60');
  else url.searchParams.set('interval', intervalParameter(request.window));
  // The default leaves false positives out, and with them the news that a threat was none.
  for (const status of ['active', 'cleared', 'falsePositive'])
    url.searchParams.append('threatStatus', status);
  return url.href;
}

export function createSiemClient(options: SiemClientOptions): SiemClient {
  const { clock, headersTimeout = 120_000, idleTimeout = 60_000, largestBody = 1024 ** 3 } = options;

  async function request(target: WindowRequest, watchdog: Watchdog): Promise<Response> {
    const token = tokenOf(target.credentials);
    watchdog.restart(headersTimeout);
    return options.fetch(urlOf(target), {
      headers: {
        authorization: `Basic ${token}`,
        accept: 'application/json',
        'user-agent': options.userAgent,
      },
      redirect: 'manual',
      signal: watchdog.signal,
    });
  }

  function noteClock(response: Response): void {
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) options.onClockSkew?.(date - clock.now());
  }

  async function read(response: Response, origin: string, sink: EntrySink, watchdog: Watchdog) {
    const collector = new Collector(sink);
    const splitter = new AnswerSplitter(collector);
    let first = true;
    let bytes = 0;
    try {
      for await (const chunk of response.body ?? []) {
        // Nobody waits for this any more, and what it was read into is gone.
        watchdog.signal.throwIfAborted();
        watchdog.restart(idleTimeout);
        if (first && looksLikeHtml(chunk)) return notTheApi(origin, 'a web page');
        first = false;
        bytes += chunk.byteLength;
        if (bytes > largestBody) {
          const size = `${Math.round(largestBody / 1024 ** 2)} MiB`;
          return { ok: false as const, trouble: troubleOfBody('too-large', origin, size) };
        }
        splitter.write(chunk);
        await collector.settled();
      }
      splitter.end();
    } catch (error) {
      if (!(error instanceof MalformedAnswer)) throw error;
      const kind = error.reason === 'truncated' ? 'truncated' : 'malformed';
      return { ok: false as const, trouble: troubleOfBody(kind, origin, error.message) };
    }
    if (!collector.isAnswer) return notTheApi(origin, 'other JSON');
    return { ok: true as const, ...collector.answer() };
  }

  async function attempt(target: WindowRequest, sink: EntrySink, watchdog: Watchdog): Promise<WindowOutcome> {
    const response = await request(target, watchdog);
    noteClock(response);
    if (response.status === 204) return { ok: true, events: 0, queryEndTime: null, unknownKeys: [] };
    if (response.status !== 200) {
      watchdog.restart(idleTimeout);
      const detail = withoutSecrets(await shortText(response), target.credentials);
      return { ok: false, trouble: troubleOfStatus(response, target.origin, detail, clock.now()) };
    }
    return await read(response, target.origin, sink, watchdog);
  }

  return {
    async fetchWindow(target, sink, signal) {
      const watchdog = createWatchdog(clock, signal);
      try {
        // Node's fetch has been seen to stay silent for ever after it was aborted: the end must not hang on it.
        return await Promise.race([attempt(target, sink, watchdog), watchdog.aborted]);
      } catch (error) {
        if (error instanceof SinkError) throw error.cause;
        return { ok: false, trouble: troubleOfError(watchdog.reason ?? error, target.origin) };
      } finally {
        watchdog.stop();
      }
    },
  };
}

function notTheApi(origin: string, what: string): WindowOutcome {
  return { ok: false, trouble: troubleOfBody('not-the-api', origin, what) };
}

function looksLikeHtml(chunk: Uint8Array): boolean {
  return /^\uFEFF?\s*</.test(Buffer.from(chunk.subarray(0, 64)).toString('utf8'));
}

/** The first line of an error's body, short enough to show and with nothing in it but text. */
async function shortText(response: Response): Promise<string> {
  const text = (await response.text()).trim();
  if (text.startsWith('<')) return '';
  return text.replaceAll(/[\p{Cc}\s]+/gu, ' ').slice(0, 200);
}

/** A server may repeat what it was sent; what it was sent must not be shown or logged. */
function withoutSecrets(text: string, { principal, secret }: Credentials): string {
  return [tokenOf({ principal, secret }), secret, principal].reduce(
    (safe, word) => safe.replaceAll(word, '…'),
    text,
  );
}

/** The sink failed, not the network: its error goes to the caller as it is. */
class SinkError extends Error {}

/** Sorts an answer's parts into events and facts about the answer. */
class Collector {
  readonly #sink: EntrySink;
  #waiting: Promise<void>[] = [];
  #events = 0;
  #queryEndTime: number | null = null;
  #unknownKeys: string[] = [];
  isAnswer = false;

  constructor(sink: EntrySink) {
    this.#sink = sink;
  }

  array(key: string): void {
    if (kindOfArray(key)) this.isAnswer = true;
    else this.#unknownKeys.push(key);
  }

  item(key: string, text: string): void {
    const kind = kindOfArray(key);
    if (!kind) return;
    this.#events += 1;
    const done = this.#sink.entry(kind, text, isJson(text));
    if (done) this.#waiting.push(done);
  }

  value(key: string, text: string): void {
    if (kindOfArray(key)) {
      this.isAnswer = true;
      // A lone event where a list is documented is that one event; null is the empty list.
      if (text !== 'null') this.item(key, text);
      return;
    }
    if (key !== 'queryEndTime') {
      this.#unknownKeys.push(key);
      return;
    }
    this.isAnswer = true;
    this.#queryEndTime = parseInstant(text.replaceAll('"', '')) ?? null;
  }

  async settled(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      await Promise.all(waiting);
    } catch (error) {
      throw new SinkError('the sink failed', { cause: error });
    }
  }

  answer(): WindowAnswer {
    return { events: this.#events, queryEndTime: this.#queryEndTime, unknownKeys: this.#unknownKeys };
  }
}

interface Watchdog {
  signal: AbortSignal;
  /** Rejects when the request is aborted, and never resolves. */
  aborted: Promise<never>;
  /** Why the watchdog barked, if it did. */
  readonly reason: Error | undefined;
  restart(ms: number): void;
  stop(): void;
}

/** Aborts a request that makes no progress, on the injected clock. */
function createWatchdog(clock: Clock, outer: AbortSignal | undefined): Watchdog {
  const controller = new AbortController();
  let reason: Error | undefined;
  let cancel = () => {};
  const bark = () => {
    reason = new DOMException('no progress', 'TimeoutError');
    controller.abort(reason);
  };
  const follow = () => controller.abort(outer?.reason);
  const aborted = new Promise<never>((_, reject) =>
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason)),
  );
  outer?.addEventListener('abort', follow);
  if (outer?.aborted) follow();
  return {
    signal: controller.signal,
    aborted,
    get reason() {
      return reason;
    },
    restart(ms) {
      cancel();
      cancel = clock.after(ms, bark);
    },
    stop() {
      cancel();
      outer?.removeEventListener('abort', follow);
    },
  };
}
