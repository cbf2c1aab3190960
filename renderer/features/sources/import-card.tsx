import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import type { Imported } from '../../../shared/imports.ts';
import { useSettings } from '../../model/settings.ts';
import { useServices } from '../../services.ts';
import { importSentence } from '../../store/transfer/import-files.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Card } from '../../ui/page.tsx';
import { minuteText, zoneName } from '../../ui/time-text.ts';
import { RenameDialog } from './rename-dialog.tsx';
import styles from './sources.module.css';

/** Events that came from files: what they were, and how to be rid of them again. */
export function ImportCard({ imported }: { imported: Imported }) {
  const { bridge, store } = useServices();
  const zone = useSettings((model) => model.settings.timeZone);
  const [open, setOpen] = useState<'rename' | 'remove'>();
  const [isRemoving, setIsRemoving] = useState(false);
  const { id, name, kind, at, counts, files } = imported;
  const remove = async () => {
    setIsRemoving(true);
    await store.removeImport(id).finally(() => setIsRemoving(false));
  };
  const events = counts.stored + counts.unparsed;
  return (
    <Card label={name}>
      <div className={styles.head}>
        <h2>{name}</h2>
        <span className={styles.sample}>{kind === 'backup' ? 'Restored backup' : 'Imported files'}</span>
      </div>
      <p>
        {minuteText(at, zone)} {zoneName(zone, at)}: {importSentence(counts)}
      </p>
      {files.length > 1 || files[0] !== name ? <p className={styles.files}>{files.join(', ')}</p> : null}
      <div className={styles.actions}>
        <Button onClick={() => setOpen('rename')}>
          <Pencil size={14} aria-hidden /> Rename
        </Button>
        <Button variant="danger" disabled={isRemoving} onClick={() => setOpen('remove')}>
          <Trash2 size={14} aria-hidden /> Remove import
        </Button>
      </div>
      {open === 'rename' ? (
        <RenameDialog
          name={name}
          onRename={(to) => bridge.call('imports.rename', id, to)}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
      <ConfirmDialog
        open={open === 'remove'}
        title={`Remove ${name}?`}
        action="Remove import"
        onConfirm={() => void remove()}
        onClose={() => setOpen(undefined)}
      >
        {countOf(events, 'event')} with all versions, and your tags and notes on them, are removed from this
        computer. The files themselves stay where they are. Events that other sources have stay as they are.
      </ConfirmDialog>
    </Card>
  );
}
