import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { describe, expect, it } from 'vitest';
import { type IpcAnswer, type IpcCall, ipcCalls } from '../shared/ipc.ts';
import { callChannels } from '../shared/ipc-channels.ts';
import { createSender, type IpcHandlers, registerIpc } from './ipc.ts';

type Listener = Parameters<IpcMain['handle']>[1];

const good = { domain: 'https://api.example', principal: 'principal-7f3a', secret: 'secret-91bc' };

interface Bridge {
  channels: string[];
  logged: unknown[];
  called: unknown[][];
  invoke(call: string, ...args: unknown[]): Promise<IpcAnswer>;
}

/** Every call registered with handlers that note what they are given and answer 'done'. */
function bridge(options: { trusted?: boolean; fail?: unknown } = {}): Bridge {
  const listeners = new Map<string, Listener>();
  const logged: unknown[] = [];
  const called: unknown[][] = [];
  const handlers = Object.fromEntries(
    Object.keys(ipcCalls).map((call) => [
      call,
      (...args: unknown[]) => {
        called.push([call, ...args]);
        if ('fail' in options) throw options.fail;
        return 'done';
      },
    ]),
  ) as unknown as IpcHandlers;
  registerIpc({
    ipcMain: { handle: (channel, listener) => void listeners.set(channel, listener) },
    isTrusted: () => options.trusted ?? true,
    handlers,
    log: (message, facts) => logged.push({ message, ...facts }),
  });
  const event = {} as IpcMainInvokeEvent;
  return {
    channels: [...listeners.keys()],
    logged,
    called,
    invoke: (call, ...args) => listeners.get(call)?.(event, ...args) as Promise<IpcAnswer>,
  };
}

describe('the bridge', () => {
  it('has every call of the contract and no other', () => {
    expect(bridge().channels.sort()).toEqual([...callChannels].sort());
  });

  it('hands checked arguments on and brings the answer back', async () => {
    const { invoke, called } = bridge();
    const answer = await invoke('sources.create', {
      ...good,
      domain: 'API.example/',
      name: ' Mine ',
      memoryOnly: false,
    });
    expect(answer).toEqual({ ok: true, value: 'done' });
    expect(called).toEqual([['sources.create', { ...good, name: 'Mine', memoryOnly: false }]]);
  });

  it.each(Object.keys(ipcCalls))('turns %s away from a page that is not the app', async (call) => {
    const { invoke, called, logged } = bridge({ trusted: false });
    await expect(invoke(call, 'a-secret-argument')).rejects.toThrow(`not allowed: ${call}`);
    expect(called).toEqual([]);
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toContain('a-secret-argument');
  });

  it.each<[IpcCall, unknown[], RegExp]>([
    ['sources.test', [{ ...good, domain: 'http://api.example' }], /^Use https:/],
    ['sources.test', [{ ...good, principal: '' }], /^Enter the token service principal\.$/],
    ['sources.create', [{ ...good, name: '  ', memoryOnly: false }], /^Give the source a name/],
    ['sources.create', [{ ...good, name: 'x'.repeat(81), memoryOnly: false }], /at most 80 characters/],
    ['sources.changeStall', ['id', { enabled: true, hours: 0 }], /^At least 1 hour\.$/],
    ['sources.changeStall', ['id', { enabled: true, hours: 721 }], /^At most 720 hours/],
    ['sources.changeStall', ['id', { enabled: true, hours: 1.5 }], /^Enter whole hours\.$/],
    ['sources.delete', ['../../etc'], /./],
    ['sources.delete', [], /./],
    ['sources.list', ['too much'], /./],
    ['delivery.acknowledge', ['id', -1, { stored: 0, duplicates: 0, versions: 0, unparsed: 0 }], /./],
    ['store.trouble', ['x'.repeat(2001)], /./],
  ])('answers %s with bad arguments by a sentence', async (call, args, sentence) => {
    const { invoke, called, logged } = bridge();
    const answer = await invoke(call, ...args);
    expect(answer).toMatchObject({ ok: false, sentence: expect.stringMatching(sentence) });
    expect(called).toEqual([]);
    expect(JSON.stringify([answer, logged])).not.toContain(good.secret);
  });

  it('answers with the sentence of a handler that fails', async () => {
    const { invoke } = bridge({ fail: new Error('This source does not exist any more.') });
    expect(await invoke('sources.pause', 'id')).toEqual({
      ok: false,
      sentence: 'This source does not exist any more.',
    });
    expect(await bridge({ fail: 'odd' }).invoke('sources.list')).toEqual({ ok: false, sentence: 'odd' });
  });
});

describe('what main sends', () => {
  it('is checked against the contract', () => {
    const sent: unknown[][] = [];
    const send = createSender((...args) => sent.push(args));
    send('delivery.waiting', { source: 'a', seq: 1, lane: 'main', events: 2 });
    expect(sent).toEqual([['delivery.waiting', { source: 'a', seq: 1, lane: 'main', events: 2 }]]);
    expect(() => send('delivery.waiting', { source: 'A b', seq: 1, lane: 'main', events: 2 })).toThrow();
    expect(sent).toHaveLength(1);
  });
});
