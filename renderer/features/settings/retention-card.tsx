import { useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import type { Settings, SettingsPatch } from '../../../shared/settings.ts';
import type { Removal } from '../../../shared/storage.ts';
import { useSettings } from '../../model/settings.ts';
import { Choice } from '../../ui/choice.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Card } from '../../ui/page.tsx';
import { minuteText, type Zone, zoneName } from '../../ui/time-text.ts';
import { useStorageStatus } from '../../ui/use-storage-status.ts';
import styles from './settings.module.css';

const ages = [
  ['none', 'For good'],
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'A year'],
] as const;

const sizes = [
  ['none', 'No limit'],
  ['1', '1 GB'],
  ['5', '5 GB'],
  ['20', '20 GB'],
  ['100', '100 GB'],
] as const;

/** Anything that keeps less than before deletes events: that is asked about, keeping more is not. */
interface Question {
  title: string;
  patch: SettingsPatch;
}

function removalText({ at, events, before, why }: Removal, zone: Zone): string {
  const reason = why === 'age' ? 'they were older than is kept' : 'they took more room than they may';
  return `${minuteText(at, zone)} ${zoneName(zone, at)}: ${countOf(events, 'event')} from before ${minuteText(before, zone)} were removed, since ${reason}.`;
}

/** How long and how much is kept, and what was removed for it. */
export function RetentionCard({
  settings,
  onChange,
}: {
  settings: Settings;
  onChange(patch: SettingsPatch): void;
}) {
  const zone = useSettings((model) => model.settings.timeZone);
  const [question, setQuestion] = useState<Question>();
  const status = useStorageStatus();
  const choose = (
    now: number | null,
    value: string,
    name: string,
    patch: (limit: number | null) => SettingsPatch,
  ) => {
    const limit = value === 'none' ? null : Number(value);
    const isLess = limit !== null && (now === null || limit < now);
    if (isLess) setQuestion({ title: `Keep ${name}?`, patch: patch(limit) });
    else onChange(patch(limit));
  };
  return (
    <Card label="Events">
      <h2>Events</h2>
      <Choice
        label="Keep events"
        hint="Counted from the time of the message or click."
        value={settings.retentionDays === null ? 'none' : String(settings.retentionDays)}
        options={ages}
        onChange={(value) =>
          choose(settings.retentionDays, value, `events for ${value} days only`, (retentionDays) => ({
            retentionDays,
          }))
        }
      />
      <Choice
        label="Room they may take"
        hint="Database and archive together. Beyond it the oldest events are removed."
        value={settings.largestGigabytes === null ? 'none' : String(settings.largestGigabytes)}
        options={sizes}
        onChange={(value) =>
          choose(settings.largestGigabytes, value, `no more than ${value} GB`, (largestGigabytes) => ({
            largestGigabytes,
          }))
        }
      />
      {status && status.removals.length > 0 ? (
        <div>
          <h3>Removed</h3>
          <ul className={styles.removals}>
            {status.removals.slice(0, 5).map((removal) => (
              <li key={removal.at}>{removalText(removal, zone)}</li>
            ))}
          </ul>
        </div>
      ) : null}
      <ConfirmDialog
        open={question !== undefined}
        title={question?.title ?? ''}
        action="Remove what is beyond that"
        onConfirm={() => question && onChange(question.patch)}
        onClose={() => setQuestion(undefined)}
      >
        The oldest events beyond the limit are deleted from this computer now, and from then on every hour,
        from the archive too. Proofpoint itself keeps seven days, so they cannot be fetched again.
      </ConfirmDialog>
    </Card>
  );
}
