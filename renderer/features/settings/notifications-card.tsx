import type { IngestionNotifications } from '../../../shared/ingestion-notifications.ts';
import type { Settings, SettingsPatch } from '../../../shared/settings.ts';
import { Choice } from '../../ui/choice.tsx';
import { Card } from '../../ui/page.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import styles from './settings.module.css';

const kinds: readonly (readonly [
  keyof Omit<IngestionNotifications, 'enabled'>,
  label: string,
  hint: string,
])[] = [
  ['silence', 'Silence', 'No events for as long as is set on the source.'],
  ['trouble', 'Trouble', 'Credentials, network, budget, disk, event store or clock: with what to do.'],
  ['recovery', 'Recovery', 'What was wrong works again.'],
  ['reminders', 'Reminders', 'What is still wrong a day later, once a day.'],
];

const hours = [
  ['4', '4 hours'],
  ['8', '8 hours'],
  ['24', '24 hours'],
  ['48', '2 days'],
  ['72', '3 days'],
  ['168', '7 days'],
] as const;

/** A value that was set elsewhere is offered as well, so that the choice tells the truth. */
function withOwn(stallHours: number): readonly (readonly [string, string])[] {
  const own = String(stallHours);
  return hours.some(([value]) => value === own) ? hours : [...hours, [own, `${own} hours`]];
}

/** What ingestion is told about natively. On screen it is told all the same. */
export function NotificationsCard({
  settings,
  onChange,
}: {
  settings: Settings;
  onChange(patch: SettingsPatch): void;
}) {
  const { ingestionNotifications: now, stallHours } = settings;
  const change = (part: Partial<IngestionNotifications>) =>
    onChange({ ingestionNotifications: { ...now, ...part } });
  return (
    <Card label="Notifications">
      <h2>Notifications</h2>
      <SwitchField
        label="Tell me by notifications how ingestion is doing"
        hint="Each thing once when it begins and once when it is over. On screen it is said in any case."
        checked={now.enabled}
        onChange={(enabled) => change({ enabled })}
      />
      {now.enabled ? (
        <div className={styles.within}>
          {kinds.map(([kind, label, hint]) => (
            <SwitchField
              key={kind}
              label={label}
              hint={hint}
              checked={now[kind]}
              onChange={(checked) => change({ [kind]: checked })}
            />
          ))}
        </div>
      ) : null}
      <Choice
        label="Silence of new sources"
        hint="How long a source that is set up from now on may be silent; each has its own setting under Sources."
        value={String(stallHours)}
        options={withOwn(stallHours)}
        onChange={(value) => onChange({ stallHours: Number(value) })}
      />
    </Card>
  );
}
