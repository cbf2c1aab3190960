import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import {
  type IpcAnswer,
  type IpcCall,
  type IpcEvent,
  type IpcParsedArgs,
  type IpcPayload,
  type IpcResult,
  ipcCalls,
  ipcEvents,
} from '../shared/ipc.ts';

/** One function for each call of the contract. What it throws reaches the renderer as a sentence. */
export type IpcHandlers = {
  [C in IpcCall]: (...args: IpcParsedArgs<C>) => IpcResult<C> | Promise<IpcResult<C>>;
};

export interface IpcOptions {
  ipcMain: Pick<IpcMain, 'handle'>;
  /** Whether a call comes from the app's own page in the app's own window. */
  isTrusted(event: IpcMainInvokeEvent): boolean;
  handlers: IpcHandlers;
  /** Told of calls that were turned away or failed. */
  log(message: string, facts: Record<string, unknown>): void;
}

/** Registers every call of the contract; there is no way in but through this check of sender and arguments. */
export function registerIpc(options: IpcOptions): void {
  for (const call of Object.keys(ipcCalls) as IpcCall[]) register(options, call);
}

function register<C extends IpcCall>({ ipcMain, isTrusted, handlers, log }: IpcOptions, call: C): void {
  const contract = ipcCalls[call];
  ipcMain.handle(call, async (event, ...args: unknown[]): Promise<IpcAnswer> => {
    if (!isTrusted(event)) {
      log('a call from a page that is not the app was turned away', { call });
      throw new Error(`not allowed: ${call}`);
    }
    const parsed = contract.args.safeParse(args);
    if (!parsed.success) {
      const sentence = parsed.error.issues[0]?.message ?? 'The request is not valid.';
      log('a call with arguments out of contract', {
        call,
        paths: parsed.error.issues.map(({ path }) => path),
      });
      return { ok: false, sentence };
    }
    try {
      const handler: (...given: IpcParsedArgs<C>) => unknown = handlers[call];
      return { ok: true, value: await handler(...(parsed.data as IpcParsedArgs<C>)) };
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      log('a call failed', { call, sentence });
      return { ok: false, sentence };
    }
  });
}

/** Sends an event of the contract through a window's `send`. */
export function createSender(send: (channel: string, payload: unknown) => void) {
  return <E extends IpcEvent>(event: E, payload: IpcPayload<E>): void => {
    send(event, ipcEvents[event].parse(payload));
  };
}
