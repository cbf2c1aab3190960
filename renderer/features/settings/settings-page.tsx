import { useEffect, useId, useState } from 'react';
import type { About } from '../../../shared/ipc.ts';
import type { SettingsPatch } from '../../../shared/settings.ts';
import { useSettings } from '../../model/settings.ts';
import { useServices } from '../../services.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Card, Page } from '../../ui/page.tsx';
import styles from './settings.module.css';

function Choice<T extends string>(props: {
  label: string;
  hint?: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange(value: T): void;
}) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => props.onChange(event.target.value as T)}>
        {props.options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {props.hint ? <div className={styles.hint}>{props.hint}</div> : null}
    </div>
  );
}

const retentions = [
  ['forever', 'For good'],
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'A year'],
] as const;

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

/** Theme, time zone, retention, and what is running where. */
export function SettingsPage() {
  const { bridge } = useServices();
  const settings = useSettings((model) => model.settings);
  const [shorter, setShorter] = useState<number>();
  const change = (patch: SettingsPatch) => void bridge.call('settings.change', patch);
  const changeRetention = (value: string) => {
    if (value === 'forever') return change({ retentionDays: null });
    const days = Number(value);
    // Keeping less deletes events: that is asked about, keeping more is not.
    if (settings.retentionDays === null || days < settings.retentionDays) return setShorter(days);
    change({ retentionDays: days });
  };
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
      <Card label="Events">
        <h2>Events</h2>
        <Choice
          label="Keep events"
          hint="Counted from the time of the message or click. Older ones are removed every hour."
          value={settings.retentionDays === null ? 'forever' : String(settings.retentionDays)}
          options={retentions}
          onChange={changeRetention}
        />
      </Card>
      <AboutCard />
      <ConfirmDialog
        open={shorter !== undefined}
        title={`Keep events for ${shorter} days only?`}
        action={`Remove events older than ${shorter} days`}
        onConfirm={() => {
          if (shorter !== undefined) change({ retentionDays: shorter });
        }}
        onClose={() => setShorter(undefined)}
      >
        Older events are deleted from this computer now and from then on. Proofpoint itself keeps seven days,
        so they cannot be fetched again.
      </ConfirmDialog>
    </Page>
  );
}
