import { useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import type { Settings, SettingsPatch } from '../../../shared/settings.ts';
import { formatSize } from '../../../shared/size.ts';
import { useStoreStatus } from '../../model/store-status.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { persistenceText } from '../../ui/persistence-text.ts';
import { Progress } from '../../ui/progress.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { useStorageStatus } from '../../ui/use-storage-status.ts';

/** The files that the database can be rebuilt from: on or off, how much there is, and rebuilding by hand. */
export function ArchiveCard({
  settings,
  onChange,
}: {
  settings: Settings;
  onChange(patch: SettingsPatch): void;
}) {
  const { store } = useServices();
  const status = useStorageStatus();
  const persisted = useStoreStatus((model) => model.persisted);
  const rebuilding = useStoreStatus((model) => model.rebuilding);
  const [asks, setAsks] = useState<'off' | 'rebuild'>();
  const [said, setSaid] = useState<{ tone: 'good' | 'bad' | 'warn'; text: string }>();

  const rebuild = async () => {
    setSaid(undefined);
    try {
      const { entries, damaged } = await store.rebuildAll();
      const whole = damaged === 0;
      setSaid({
        tone: whole ? 'good' : 'warn',
        text: `${countOf(entries, 'archived event')} went through the store.${whole ? '' : ` ${countOf(damaged, 'part')} of the archive could not be read and were left out.`}`,
      });
    } catch (error) {
      setSaid({ tone: 'bad', text: error instanceof Error ? error.message : String(error) });
    }
  };

  const { archive } = status ?? {};
  return (
    <Card label="Archive">
      <h2>Archive</h2>
      <SwitchField
        label="Keep what is stored as files too"
        hint="Gzip'd NDJSON, a file for each source and day, which other tools can read. The database is rebuilt from it when it is damaged or evicted."
        checked={settings.archive}
        onChange={(checked) => (checked ? onChange({ archive: true }) : setAsks('off'))}
      />
      {settings.archive ? null : (
        <Notice tone="warn">
          The archive is off: the browser's database is the only copy of what comes in now. If it is damaged
          or evicted, only the last seven days can be fetched again.
        </Notice>
      )}
      {archive ? (
        <p>
          {archive.days === 0
            ? 'Nothing is archived yet.'
            : `${formatSize(archive.bytes)} in ${countOf(archive.days, 'file')}, back to ${archive.oldest}.`}{' '}
          {persistenceText(persisted)}
        </p>
      ) : null}
      {rebuilding ? (
        <Progress
          label="Rebuilding the event store from the archive"
          value={rebuilding.done / Math.max(1, rebuilding.total)}
          text={countOf(rebuilding.entries, 'event')}
        />
      ) : (
        <div>
          <Button disabled={!archive || archive.days === 0} onClick={() => setAsks('rebuild')}>
            Rebuild the event store from the archive
          </Button>
        </div>
      )}
      {said ? (
        <Notice tone={said.tone} live>
          {said.text}
        </Notice>
      ) : null}
      <ConfirmDialog
        open={asks === 'off'}
        title="Switch the archive off?"
        action="Switch it off"
        onConfirm={() => onChange({ archive: false })}
        onClose={() => setAsks(undefined)}
      >
        What comes in from now on is kept in the browser's database alone. If that is damaged or evicted, only
        the last seven days can be fetched again. What is archived already stays.
      </ConfirmDialog>
      <ConfirmDialog
        open={asks === 'rebuild'}
        title="Rebuild the event store?"
        action="Rebuild"
        onConfirm={() => void rebuild()}
        onClose={() => setAsks(undefined)}
      >
        Everything archived goes through the store once more. What is there already is recognised, so nothing
        is doubled; you can go on working meanwhile.
      </ConfirmDialog>
    </Card>
  );
}
