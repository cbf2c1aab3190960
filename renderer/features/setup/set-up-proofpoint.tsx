import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useHashLocation } from 'wouter/use-hash-location';
import { z } from 'zod';
import { defaultDomain } from '../../../shared/proofpoint/domain.ts';
import { sourceNameSchema } from '../../../shared/source.ts';
import { type ConnectionForm, connectionFormSchema } from '../../model/connection-form.ts';
import { paths } from '../../model/navigation.ts';
import { useServices } from '../../services.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ConnectionFields } from '../../ui/connection-fields.tsx';
import { ConnectionTestNotice, KeychainNotice } from '../../ui/connection-test-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { useConnectionTest, useKeychain } from '../../ui/use-connection.ts';
import styles from './set-up-proofpoint.module.css';

const steps = ['Name', 'Set credentials', 'Setup'] as const;
type Step = (typeof steps)[number];

const nameFormSchema = z.object({ name: sourceNameSchema });

function Steps({ current }: { current: Step }) {
  return (
    <ol className={styles.steps}>
      {steps.map((step) => (
        <li
          key={step}
          className={styles.step}
          {...(step === current ? { 'aria-current': 'step' as const } : {})}
        >
          {step}
        </li>
      ))}
    </ol>
  );
}

function NameStep({ name, onNext }: { name: string; onNext(name: string): void }) {
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(nameFormSchema),
    defaultValues: { name },
  });
  return (
    <form className={styles.form} onSubmit={(event) => void handleSubmit((form) => onNext(form.name))(event)}>
      <TextField
        label="Name"
        hint="How this source is called in the explorer and in notifications."
        error={formState.errors.name?.message}
        autoFocus
        {...register('name')}
      />
      <div className={styles.actions}>
        <Button type="submit" variant="primary">
          Next
        </Button>
        <ButtonLink href={`#${paths.newSource}`}>Back</ButtonLink>
      </div>
    </form>
  );
}

function CredentialsStep(props: {
  connection: ConnectionForm;
  onNext(form: ConnectionForm): void;
  onBack(): void;
}) {
  const { register, handleSubmit, formState } = useForm<ConnectionForm>({
    resolver: zodResolver(connectionFormSchema),
    defaultValues: props.connection,
  });
  return (
    <form className={styles.form} onSubmit={(event) => void handleSubmit(props.onNext)(event)}>
      <ConnectionFields register={register} errors={formState.errors} />
      <div className={styles.actions}>
        <Button type="submit" variant="primary">
          Next
        </Button>
        <Button onClick={props.onBack}>Back</Button>
      </div>
    </form>
  );
}

function SetupStep({
  name,
  connection,
  onBack,
}: {
  name: string;
  connection: ConnectionForm;
  onBack(): void;
}) {
  const { bridge } = useServices();
  const [, go] = useHashLocation();
  const { state, test } = useConnectionTest();
  const { status: keychain, ask } = useKeychain();
  const [memoryOnly, setMemoryOnly] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const needsKeychain = keychain?.available === false && !memoryOnly;

  const create = async () => {
    setBusy(true);
    setFailure('');
    try {
      if (state.phase === 'done' && state.result.ok ? true : await test(connection)) {
        const source = await bridge.call('sources.create', { ...connection, name, memoryOnly });
        return go(paths.sourceReady(source.id));
      }
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };

  return (
    <div className={styles.form}>
      <dl className={styles.facts}>
        <dt>Name</dt>
        <dd>{name}</dd>
        <dt>Domain</dt>
        <dd>{connection.domain}</dd>
        <dt>Service principal</dt>
        <dd>{connection.principal}</dd>
        <dt>Secret</dt>
        <dd>
          entered, {keychain?.available === false ? 'not kept yet' : "to be kept in this system's keychain"}
        </dd>
      </dl>
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
        <Button variant="primary" disabled={busy || needsKeychain} onClick={() => void create()}>
          Setup
        </Button>
        <Button disabled={busy || state.phase === 'testing'} onClick={() => void test(connection)}>
          Test connection
        </Button>
        <Button disabled={busy} onClick={onBack}>
          Back
        </Button>
      </div>
    </div>
  );
}

/** Start setup: Name > Set credentials > Setup. What was typed survives going back. */
export function SetUpProofpoint() {
  const [step, setStep] = useState<Step>('Name');
  const [name, setName] = useState('My Proofpoint logs');
  const [connection, setConnection] = useState<ConnectionForm>({
    domain: defaultDomain,
    principal: '',
    secret: '',
  });
  return (
    <Page title="Set up Proofpoint">
      <Steps current={step} />
      <Card label={step}>
        {step === 'Name' ? (
          <NameStep
            name={name}
            onNext={(given) => {
              setName(given);
              setStep('Set credentials');
            }}
          />
        ) : step === 'Set credentials' ? (
          <CredentialsStep
            connection={connection}
            onBack={() => setStep('Name')}
            onNext={(form) => {
              setConnection(form);
              setStep('Setup');
            }}
          />
        ) : (
          <SetupStep name={name} connection={connection} onBack={() => setStep('Set credentials')} />
        )}
      </Card>
    </Page>
  );
}
