import { type FormEvent, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import { parseInstant } from '../../../shared/event/instant.ts';
import { useSettings } from '../../model/settings.ts';
import { useServices } from '../../services.ts';
import type { CheckedBackup } from '../../store/transfer/restore.ts';
import { Button } from '../../ui/button.tsx';
import { PlainDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { minuteText, zoneName } from '../../ui/time-text.ts';
import { check, isEncrypted, makeBackup, restoreChecked, type Said, useBackingUp } from './backup-model.ts';
import styles from './settings.module.css';

function NewBackupDialog({ onClose }: { onClose(): void }) {
  const services = useServices();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isTried, setIsTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (passphrase !== again) return;
    onClose();
    void makeBackup(services, passphrase === '' ? undefined : passphrase);
  };
  return (
    <PlainDialog open title="Make a backup" onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <p>
          One file with all events and their versions, tags, notes, saved views and settings. Credentials are
          not in it.
        </p>
        <TextField
          label="Passphrase (optional)"
          hint="Without one, whoever has the file can read it. With one, nobody can read it who does not know it: it cannot be recovered."
          type="password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
        />
        <TextField
          label="Passphrase once more"
          type="password"
          value={again}
          error={isTried && passphrase !== again ? 'The two are not the same.' : undefined}
          onChange={(event) => setAgain(event.target.value)}
        />
        <div className={styles.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Choose a file and back up
          </Button>
        </div>
      </form>
    </PlainDialog>
  );
}

function PassphraseDialog({ file, onClose }: { file: File; onClose(): void }) {
  const services = useServices();
  const [passphrase, setPassphrase] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase === '') return;
    onClose();
    void check(services, file, passphrase);
  };
  return (
    <PlainDialog open title={`Restore ${file.name}`} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Passphrase"
          hint="This backup is encrypted."
          type="password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
        />
        <div className={styles.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Check the backup
          </Button>
        </div>
      </form>
    </PlainDialog>
  );
}

function contentsOf({ totals, sources }: CheckedBackup): string {
  const { events = 0, annotations = 0, views = 0 } = totals;
  return [
    countOf(events, 'version').concat(' of events'),
    `from ${countOf(sources.length, 'source')}`,
    `tags and notes on ${countOf(annotations, 'event')}`,
    countOf(views, 'saved view'),
  ].join(', ');
}

function CheckedDialog({ backup }: { backup: CheckedBackup }) {
  const services = useServices();
  const zone = useSettings((model) => model.settings.timeZone);
  const [withSettings, setWithSettings] = useState(false);
  const close = () => useBackingUp.setState({ checked: undefined });
  const made = parseInstant(backup.made) ?? 0;
  return (
    <PlainDialog open title="Restore this backup?" onClose={close}>
      <div className={styles.form}>
        <p>
          It was made {minuteText(made, zone)} {zoneName(zone, made)}, is complete, and has{' '}
          {contentsOf(backup)}.
        </p>
        <p>
          What is here stays: an event that is in both gets the versions, tags and notes of both. The others
          come as sources of their own, which can be removed again.
        </p>
        <SwitchField label="Take over its settings too" checked={withSettings} onChange={setWithSettings} />
        <div className={styles.end}>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" onClick={() => void restoreChecked(services, withSettings)}>
            Restore
          </Button>
        </div>
      </div>
    </PlainDialog>
  );
}

/** Lets the analyst choose a backup. */
function chooseBackup(onChosen: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) onChosen(file);
  });
  input.click();
}

/** Everything in one file, and back from one. */
export function BackupCard() {
  const services = useServices();
  const { running, said, checked } = useBackingUp();
  const [isMaking, setIsMaking] = useState(false);
  const [locked, setLocked] = useState<File>();
  const begin = async (file: File) => {
    try {
      if (await isEncrypted(file)) setLocked(file);
      else await check(services, file, undefined);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      useBackingUp.setState({ said: { tone: 'bad', text } satisfies Said });
    }
  };
  return (
    <Card label="Backup">
      <h2>Backup</h2>
      <p>
        One file with everything: events with all their versions, tags, notes, saved views and settings, for
        another computer or a safe. Restoring adds to what is here and doubles nothing.
      </p>
      {running ? (
        <>
          <Progress label={running.label} value={running.value} text={running.text} />
          <div>
            <Button onClick={() => void services.store.cancel(running.job)}>Cancel</Button>
          </div>
        </>
      ) : (
        <div className={styles.actions}>
          <Button onClick={() => setIsMaking(true)}>Make a backup</Button>
          <Button onClick={() => chooseBackup((file) => void begin(file))}>Restore a backup</Button>
        </div>
      )}
      {said ? (
        <Notice tone={said.tone} live>
          {said.text}
        </Notice>
      ) : null}
      {isMaking ? <NewBackupDialog onClose={() => setIsMaking(false)} /> : null}
      {locked ? <PassphraseDialog file={locked} onClose={() => setLocked(undefined)} /> : null}
      {checked ? <CheckedDialog backup={checked.backup} /> : null}
    </Card>
  );
}
