import {
  type IpcArgs,
  type IpcCall,
  type IpcEvent,
  type IpcPayload,
  type IpcResult,
  ipcAnswerSchema,
  ipcCalls,
  ipcEvents,
} from '../shared/ipc.ts';

/** What the preload script puts on `window`: a function for each call and each event, untyped until checked here. */
interface Exposed {
  calls: Record<IpcCall, (...args: unknown[]) => Promise<unknown>>;
  events: Record<IpcEvent, (listener: (payload: unknown) => void) => () => void>;
}

declare global {
  interface Window {
    lurescope: Exposed;
  }
}

/** Main said no; the message is a sentence that is meant to be shown. */
export class Refusal extends Error {}

export interface Bridge {
  /** Calls main. @throws Refusal with a sentence for the analyst */
  call<C extends IpcCall>(call: C, ...args: IpcArgs<C>): Promise<IpcResult<C>>;
  /** Listens to main; the answer ends it. */
  on<E extends IpcEvent>(event: E, listener: (payload: IpcPayload<E>) => void): () => void;
}

/** The typed side of the bridge: everything that comes back is checked against the contract. */
export function createBridge(exposed: Exposed): Bridge {
  return {
    async call(call, ...args) {
      const answer = ipcAnswerSchema.parse(await exposed.calls[call](...args));
      if (!answer.ok) throw new Refusal(answer.sentence);
      return ipcCalls[call].result.parse(answer.value) as IpcResult<typeof call>;
    },
    on(event, listener) {
      return exposed.events[event]((payload) =>
        listener(ipcEvents[event].parse(payload) as IpcPayload<typeof event>),
      );
    },
  };
}
