import { useEffect, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import type { SourceView } from '../../../shared/source.ts';
import { storeChanged } from '../../model/store-status.ts';
import { useServices } from '../../services.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import styles from './sources.module.css';

/** Deleting a source, with or without its events: names what is lost. */
export function DeleteDialog({ source, onClose }: { source: SourceView; onClose(): void }) {
  const { bridge, store } = useServices();
  const [withEvents, setWithEvents] = useState(true);
  const [events, setEvents] = useState<number>();
  useEffect(() => {
    void store.counts().then((counts) => setEvents(counts.bySource[source.id] ?? 0));
  }, [store, source.id]);

  const remove = async () => {
    await bridge.call('sources.delete', source.id, withEvents);
    if (withEvents) await store.removeSource(source.id);
    storeChanged();
  };

  const count = events === undefined ? 'its events' : countOf(events, 'event');
  return (
    <ConfirmDialog
      open
      title={`Delete ${source.name}?`}
      action={withEvents ? 'Delete source and events' : 'Delete source'}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <div className={styles.form}>
        <p>
          Polling ends and the credentials are removed from the keychain.{' '}
          {withEvents
            ? `${count} stored here are deleted as well; Proofpoint itself keeps seven days.`
            : `${count} stay in the explorer.`}
        </p>
        <SwitchField label="Delete its events too" checked={withEvents} onChange={setWithEvents} />
      </div>
    </ConfirmDialog>
  );
}
