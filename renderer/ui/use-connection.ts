import { useEffect, useState } from 'react';
import type { ConnectionTest, IpcArgs, KeychainStatus } from '../../shared/ipc.ts';
import { useServices } from '../services.ts';

/** What *Test connection* has said so far. */
export type TestState =
  | { phase: 'untested' }
  | { phase: 'testing' }
  | { phase: 'done'; result: ConnectionTest };

/** Tests a connection and remembers what came of it, until something is changed. */
export function useConnectionTest() {
  const { bridge } = useServices();
  const [state, setState] = useState<TestState>({ phase: 'untested' });
  return {
    state,
    forget: () => setState((now) => (now.phase === 'done' ? { phase: 'untested' } : now)),
    async test(connection: IpcArgs<'sources.test'>[0]): Promise<boolean> {
      setState({ phase: 'testing' });
      try {
        const result = await bridge.call('sources.test', connection);
        setState({ phase: 'done', result });
        return result.ok;
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error);
        setState({ phase: 'done', result: { ok: false, trouble: { kind: 'unreachable', sentence } } });
        return false;
      }
    },
  };
}

/** Whether the keychain can hold a secret; undefined until it has answered. `ask` asks again. */
export function useKeychain() {
  const { bridge } = useServices();
  const [status, setStatus] = useState<KeychainStatus>();
  const ask = () => {
    void bridge.call('keychain.status').then(setStatus);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once when the form opens
  useEffect(ask, []);
  return { status, ask };
}
