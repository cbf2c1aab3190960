import { useState } from 'react';
import type { SettingsPatch } from '../../../shared/settings.ts';
import { useSettings } from '../../model/settings.ts';
import { useServices } from '../../services.ts';
import { Choice } from '../../ui/choice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { AlertNotificationsCard } from './alert-notifications-card.tsx';
import { ArchiveCard } from './archive-card.tsx';
import { BackupCard } from './backup-card.tsx';
import { DataCard } from './data-card.tsx';
import { NotificationsCard } from './notifications-card.tsx';
import { RetentionCard } from './retention-card.tsx';

/** How it looks, what is told, what is kept, and what can be done with all of it. */
export function SettingsPage() {
  const { bridge } = useServices();
  const settings = useSettings((model) => model.settings);
  const [failure, setFailure] = useState('');
  const change = (patch: SettingsPatch) => {
    bridge.call('settings.change', patch).then(
      () => setFailure(''),
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <Page title="Settings">
      {failure ? (
        <Notice tone="bad" live>
          {failure}
        </Notice>
      ) : null}
      <Card label="Appearance">
        <h2>Appearance</h2>
        <Choice
          label="Theme"
          value={settings.theme}
          options={[
            ['system', "The system's"],
            ['light', 'Light'],
            ['dark', 'Dark'],
          ]}
          onChange={(theme) => change({ theme })}
        />
        <Choice
          label="Times"
          hint="Tables and details show absolute times, always with their zone."
          value={settings.timeZone}
          options={[
            ['local', 'In local time'],
            ['utc', 'In UTC'],
          ]}
          onChange={(timeZone) => change({ timeZone })}
        />
      </Card>
      <Card label="Start">
        <h2>Start</h2>
        <SwitchField
          label="Start when I log in"
          hint="Without its window: events are read from then on, and the tray's icon opens it. What happened while it was off, up to seven days, is read in any case."
          checked={settings.startAtLogin}
          onChange={(startAtLogin) => change({ startAtLogin })}
        />
      </Card>
      <NotificationsCard settings={settings} onChange={change} />
      <AlertNotificationsCard settings={settings} onChange={change} />
      <RetentionCard settings={settings} onChange={change} />
      <ArchiveCard settings={settings} onChange={change} />
      <DataCard />
      <BackupCard />
    </Page>
  );
}
