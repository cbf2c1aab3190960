import type { KeychainStatus } from '../../shared/ipc.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { SwitchField } from './switch-field.tsx';
import type { TestState } from './use-connection.ts';

const headings: Partial<Record<string, string>> = {
  'host-unknown': 'Host not found',
  unreachable: 'Cannot connect',
  offline: 'Offline',
  tls: 'No safe connection',
  timeout: 'No answer in time',
  unauthorised: 'Credentials not accepted',
  forbidden: 'No right to this data',
  'not-found': 'No SIEM API there',
  throttled: 'Request budget used up',
  redirected: 'Redirected to another host',
  'not-the-api': 'Not the SIEM API',
};

/** What the test said: a heading for the eye, and the sentence that says what to do. */
export function ConnectionTestNotice({ state }: { state: TestState }) {
  if (state.phase === 'untested') return null;
  if (state.phase === 'testing') return <Notice live>Testing the connection…</Notice>;
  if (state.result.ok) {
    return (
      <Notice tone="good" live>
        <strong>The connection works</strong>
        <span>{state.result.sentence}</span>
      </Notice>
    );
  }
  const { trouble } = state.result;
  return (
    <Notice tone="bad" live>
      <strong>{headings[trouble.kind] ?? 'The test failed'}</strong>
      <span>{trouble.sentence}</span>
    </Notice>
  );
}

/** Shown only where there is no keychain: what is wrong, and the way out that never writes a secret down. */
export function KeychainNotice(props: {
  status: KeychainStatus | undefined;
  memoryOnly: boolean;
  onMemoryOnly(memoryOnly: boolean): void;
  onAskAgain(): void;
}) {
  if (!props.status || props.status.available) return null;
  return (
    <Notice tone="warn">
      <strong>No keychain</strong>
      <span>{props.status.sentence}</span>
      <SwitchField
        label="Keep the credentials in memory for this run only"
        hint="They are asked for again at the next start. They are never written to a file."
        checked={props.memoryOnly}
        onChange={props.onMemoryOnly}
      />
      <div>
        <Button onClick={props.onAskAgain}>Look for the keychain again</Button>
      </div>
    </Notice>
  );
}
