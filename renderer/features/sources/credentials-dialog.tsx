import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { SourceView } from '../../../shared/source.ts';
import { type ConnectionForm, connectionFormSchema } from '../../model/connection-form.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { ConnectionFields } from '../../ui/connection-fields.tsx';
import { ConnectionTestNotice, KeychainNotice } from '../../ui/connection-test-notice.tsx';
import { PlainDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useConnectionTest, useKeychain } from '../../ui/use-connection.ts';
import styles from './sources.module.css';

function CredentialsForm({ source, onClose }: { source: SourceView; onClose(): void }) {
  const { bridge } = useServices();
  const { register, handleSubmit, formState } = useForm<ConnectionForm>({
    resolver: zodResolver(connectionFormSchema),
    defaultValues: { domain: source.domain, principal: '', secret: '' },
  });
  const { state, test } = useConnectionTest();
  const { status: keychain, ask } = useKeychain();
  const [memoryOnly, setMemoryOnly] = useState(false);
  const [failure, setFailure] = useState('');

  const save = async (form: ConnectionForm) => {
    setFailure('');
    if (!(await test(form))) return;
    try {
      await bridge.call('sources.changeCredentials', source.id, { ...form, memoryOnly });
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <form className={styles.form} onSubmit={(event) => void handleSubmit(save)(event)}>
      <ConnectionFields register={register} errors={formState.errors} />
      <KeychainNotice
        status={keychain}
        memoryOnly={memoryOnly}
        onMemoryOnly={setMemoryOnly}
        onAskAgain={ask}
      />
      <ConnectionTestNotice state={state} />
      {failure ? (
        <Notice tone="bad" live>
          {failure}
        </Notice>
      ) : null}
      <div className={styles.actions}>
        <Button
          type="submit"
          variant="primary"
          disabled={formState.isSubmitting || (keychain?.available === false && !memoryOnly)}
        >
          Test and save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

/** New credentials for a source: tested first, then put in place of the old ones. */
export function CredentialsDialog({ source, onClose }: { source: SourceView; onClose(): void }) {
  return (
    <PlainDialog
      open
      title={`Credentials of ${source.name}`}
      description="The old ones stay in use until the new ones have been tested."
      onClose={onClose}
    >
      <CredentialsForm source={source} onClose={onClose} />
    </PlainDialog>
  );
}
