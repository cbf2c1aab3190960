import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { PlainDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './settings.module.css';

const word = 'wipe';

function WipeForm({ onWipe, onClose }: { onWipe(): void; onClose(): void }) {
  const [typed, setTyped] = useState('');
  const isMeant = typed.trim().toLowerCase() === word;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isMeant) return;
        onClose();
        onWipe();
      }}
    >
      <p>
        All events, the archive, what waits in the journal, every source and its credentials in the keychain
        are removed from this computer. Proofpoint itself keeps seven days; anything older is gone for good.
        Settings stay.
      </p>
      <TextField
        label={`Type "${word}" to go on`}
        value={typed}
        autoFocus
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className={styles.actions}>
        <Button type="submit" variant="danger" disabled={!isMeant}>
          Wipe everything
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

/** Asks for a word to be typed before everything is removed. */
export function WipeDialog({ open, ...rest }: { open: boolean; onWipe(): void; onClose(): void }) {
  return (
    <PlainDialog open={open} title="Wipe everything?" onClose={rest.onClose}>
      <WipeForm {...rest} />
    </PlainDialog>
  );
}
