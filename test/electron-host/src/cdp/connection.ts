import { EventEmitter } from 'node:events';
import { WebSocket } from 'ws';
import type { Protocol } from '../../../../node_modules/playwright-core/types/protocol.d.ts';

export type { Protocol };

type Commands = Protocol.CommandParameters;
type Results = Protocol.CommandReturnValues;
type Events = Protocol.Events;

interface Incoming {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

interface Waiting {
  session: string;
  method: string;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** One DevTools session: the browser's own, or that of an attached target. */
export class CdpSession {
  readonly id: string;
  readonly #connection: CdpConnection;
  readonly #events = new EventEmitter().setMaxListeners(0);

  constructor(connection: CdpConnection, id: string) {
    this.#connection = connection;
    this.id = id;
  }

  /** Sends a command and waits for its result. */
  send<M extends keyof Commands & keyof Results>(method: M, params?: Commands[M]): Promise<Results[M]> {
    return this.#connection.send(this.id, method, params) as Promise<Results[M]>;
  }

  /** Sends a command whose failure means only that its target is gone. */
  post<M extends keyof Commands & keyof Results>(method: M, params?: Commands[M]): void {
    this.send(method, params).catch(() => undefined);
  }

  /** Listens for a DevTools event of this session. */
  on<E extends keyof Events & string>(event: E, listener: (params: Events[E]) => void): void {
    this.#events.on(event, listener);
  }

  /** Called by the connection with an event of this session. */
  dispatch(method: string, params: unknown): void {
    this.#events.emit(method, params);
  }
}

/** The socket to Chromium, shared by all sessions ("flat" protocol). */
export class CdpConnection {
  readonly browser = new CdpSession(this, '');
  readonly #socket: WebSocket;
  readonly #sessions = new Map<string, CdpSession>([['', this.browser]]);
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(String(data)) as Incoming));
    socket.on('close', () => this.#rejectAll(() => true, 'Chromium closed the connection'));
    socket.on('error', () => undefined);
  }

  /** Connects to the address that Chromium printed. */
  static connect(url: string): Promise<CdpConnection> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 });
      socket.once('open', () => resolve(new CdpConnection(socket)));
      socket.once('error', reject);
    });
  }

  /** The session of an attached target. */
  session(id: string): CdpSession {
    const known = this.#sessions.get(id);
    if (known) return known;
    const session = new CdpSession(this, id);
    this.#sessions.set(id, session);
    return session;
  }

  /** Forgets a session whose target is gone and fails what it still waits for. */
  forget(id: string): void {
    this.#sessions.delete(id);
    this.#rejectAll((waiting) => waiting.session === id, 'The page is gone');
  }

  send(sessionId: string, method: string, params?: unknown): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) {
        reject(new Error(`${method}: Chromium is not connected`));
        return;
      }
      this.#waiting.set(id, { session: sessionId, method, resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
    });
  }

  /** Drops the connection without waiting. */
  close(): void {
    this.#socket.terminate();
  }

  #receive(message: Incoming): void {
    if (message.id !== undefined) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
      else waiting?.resolve(message.result);
    } else if (message.method) {
      this.#sessions.get(message.sessionId ?? '')?.dispatch(message.method, message.params);
    }
  }

  #rejectAll(which: (waiting: Waiting) => boolean, reason: string): void {
    for (const [id, waiting] of this.#waiting) {
      if (!which(waiting)) continue;
      this.#waiting.delete(id);
      waiting.reject(new Error(`${waiting.method}: ${reason}`));
    }
  }
}
