import type { Codec, CodecExtension } from '../ipc/codec.ts';

/** One end of the bridge between a page's own world and the preload's isolated world. */
export interface WorldBridge {
  /** Isolated side: puts `value` on the page's `window` under `key`. */
  expose(key: string, value: unknown): void;
}

/**
 * Joins the two worlds of one document. They share the DOM but no JavaScript object, so messages go as text in
 * synchronous DOM events whose name only the two ends know; functions and promises go as numbers for which the
 * other end makes a stand-in. The function refers to nothing outside itself, because its source runs in the page.
 */
export function makeWorldBridge(codec: Codec, name: string, side: 'main' | 'isolated'): WorldBridge {
  interface Message {
    op: 'call' | 'reply' | 'settle' | 'expose' | 'hello';
    id?: number;
    key?: string;
    ok?: boolean;
    value?: string;
  }
  type AnyFunction = (...args: unknown[]) => unknown;

  // Kept before the page's scripts run, which could replace them.
  const Custom = CustomEvent;
  const dispatch = window.dispatchEvent.bind(window);
  const other = side === 'main' ? 'isolated' : 'main';

  const functions = new Map<number, AnyFunction>();
  const functionIds = new WeakMap<object, number>();
  const standIns = new Map<number, AnyFunction>();
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  const exposed: Message[] = [];
  let lastId = 0;
  let reply: Message | undefined;

  const post = (message: Message): void => {
    dispatch(new Custom(`${name}:${other}`, { detail: JSON.stringify(message) }));
  };

  const call = (id: number, args: unknown[]): unknown => {
    reply = undefined;
    post({ op: 'call', id, value: codec.encode(args, extension) });
    const answer = reply as Message | undefined;
    reply = undefined;
    if (!answer) throw new Error('The other world of this page did not answer.');
    const value = codec.decode(answer.value ?? 'null', extension);
    if (!answer.ok) throw value;
    return value;
  };

  const settleLater = (id: number, promise: Promise<unknown>): void => {
    const settle = (ok: boolean, value: unknown): void =>
      post({ op: 'settle', id, ok, value: codec.encode(value, extension) });
    promise.then(
      (value) => {
        try {
          settle(true, value);
        } catch (error) {
          settle(false, error);
        }
      },
      (error: unknown) => settle(false, error instanceof Error ? error : new Error(String(error))),
    );
  };

  const extension: CodecExtension = {
    pack(value) {
      if (typeof value === 'function') {
        const known = functionIds.get(value);
        if (known !== undefined) return `f${known}`;
        lastId += 1;
        functionIds.set(value, lastId);
        functions.set(lastId, value as AnyFunction);
        return `f${lastId}`;
      }
      if (value instanceof Promise) {
        lastId += 1;
        settleLater(lastId, value);
        return `p${lastId}`;
      }
      return undefined;
    },
    unpack(text) {
      const id = Number(text.slice(1));
      if (text.startsWith('p'))
        return new Promise((resolve, reject) => promises.set(id, { resolve, reject }));
      const known = standIns.get(id);
      if (known) return known;
      const standIn: AnyFunction = (...args) => call(id, args);
      standIns.set(id, standIn);
      return standIn;
    },
  };

  const answerCall = (message: Message): void => {
    let ok = true;
    let value: unknown;
    try {
      const target = functions.get(message.id ?? 0);
      if (!target) throw new Error('No such function in the other world.');
      value = codec.encode(
        target(...(codec.decode(message.value ?? '[]', extension) as unknown[])),
        extension,
      );
    } catch (error) {
      ok = false;
      value = codec.encode(error instanceof Error ? error : new Error(String(error)));
    }
    post({ op: 'reply', ok, value: value as string });
  };

  const deepFreeze = (value: unknown): void => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
    if (ArrayBuffer.isView(value) || Object.isFrozen(value)) return;
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  };

  const receive = (message: Message): void => {
    switch (message.op) {
      case 'call':
        answerCall(message);
        break;
      case 'reply':
        reply = message;
        break;
      case 'settle': {
        const waiting = promises.get(message.id ?? 0);
        promises.delete(message.id ?? 0);
        const value = codec.decode(message.value ?? 'null', extension);
        if (message.ok) waiting?.resolve(value);
        else waiting?.reject(value);
        break;
      }
      case 'expose': {
        const value = codec.decode(message.value ?? 'null', extension);
        deepFreeze(value);
        const key = message.key ?? '';
        if (!Object.hasOwn(window, key)) Object.defineProperty(window, key, { value, enumerable: true });
        break;
      }
      case 'hello':
        for (const earlier of exposed) post(earlier);
        break;
    }
  };

  window.addEventListener(`${name}:${side}`, (event) => {
    event.stopImmediatePropagation();
    receive(JSON.parse(String((event as CustomEvent<unknown>).detail)) as Message);
  });
  // Whichever end starts last, the page gets what was exposed before.
  if (side === 'main') post({ op: 'hello' });

  return {
    expose(key, value) {
      if (exposed.some((message) => message.key === key)) {
        throw new Error(`Cannot bind an API on top of an existing property on the window object: ${key}`);
      }
      const message: Message = { op: 'expose', key, value: codec.encode(value, extension) };
      exposed.push(message);
      post(message);
    },
  };
}
