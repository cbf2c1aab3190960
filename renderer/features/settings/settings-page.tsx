import { useEffect, useState } from 'react';
import type { About } from '../../../shared/ipc.ts';
import type { SettingsPatch } from '../../../shared/settings.ts';
import { useSettings } from '../../model/settings.ts';
import { useServices } from '../../services.ts';
import { Choice } from '../../ui/choice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { ArchiveCard } from './archive-card.tsx';
import { BackupCard } from './backup-card.tsx';
import { RetentionCard } from './retention-card.tsx';
import styles from './settings.module.css';

function AboutCard() {
  const { bridge } = useServices();
  const [about, setAbout] = useState<About>();
  useEffect(() => {
    void bridge.call('app.about').then(setAbout);
  }, [bridge]);
  if (!about) return null;
  const facts = [
    ['Version', about.version],
    ['Runs on', `${about.host}, Node ${about.node}`],
    ['Data folder', about.dataFolder],
    ['Log', about.logFile],
  ];
  return (
    <Card label="About">
      <h2>About</h2>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** Theme, time zone, what is kept, and what is running where. */
export function SettingsPage() {
  const { bridge } = useServices();
  const settings = useSettings((model) => model.settings);
  const change = (patch: SettingsPatch) => void bridge.call('settings.change', patch);
  return (
    <Page title="Settings">
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
      <RetentionCard settings={settings} onChange={change} />
      <ArchiveCard settings={settings} onChange={change} />
      <BackupCard />
      <AboutCard />
    </Page>
  );
}
