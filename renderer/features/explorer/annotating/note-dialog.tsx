import { type KeyboardEvent, useEffect, useState } from 'react';
import { useServices } from '../../../services.ts';
import { longestNote } from '../../../store/annotations/annotation.ts';
import { Button } from '../../../ui/button.tsx';
import { PlainDialog } from '../../../ui/dialog.tsx';
import { held } from '../held-key.ts';
import { annotate } from './annotating-model.ts';
import styles from './note-dialog.module.css';

/** Writes a note about an event; an empty one is none. */
export function NoteDialog({ eventKey, onClose }: { eventKey: string; onClose(): void }) {
  const { store } = useServices();
  const [note, setNote] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    void store.event(eventKey).then((event) => {
      if (isCurrent) setNote(event?.annotation.note ?? '');
    });
    return () => {
      isCurrent = false;
    };
  }, [store, eventKey]);
  const save = () => {
    if (note !== undefined) void annotate(store, { is: 'event', key: eventKey }, { note });
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  return (
    <PlainDialog open title="Note about this event" onClose={onClose}>
      {note === undefined ? null : (
        <textarea
          className={styles.text}
          aria-label="Note"
          // biome-ignore lint/a11y/noAutofocus: a dialog that was asked for to write in
          autoFocus
          rows={6}
          maxLength={longestNote}
          value={note}
          placeholder="What you found out, whom you called, what is still to be done"
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={onKeyDown}
        />
      )}
      <div className={styles.actions}>
        <span className={styles.hint}>
          {held}Enter saves; <code>note:</code> finds it
        </span>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" onClick={save}>
          Save note
        </Button>
      </div>
    </PlainDialog>
  );
}
