import { type Severity, severities } from '../../../shared/rules/rule.ts';
import type { Settings, SettingsPatch } from '../../../shared/settings.ts';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/field.tsx';
import { Card } from '../../ui/page.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import styles from './settings.module.css';

const rates = [1, 3, 6, 12, 30].map((count) => [String(count), `${count} an hour`] as const);

/** What quiet hours are to begin with. */
const night = { from: '22:00', to: '07:00' };

/** Of which alerts the desktop tells, how often, and when not. */
export function AlertNotificationsCard({
  settings,
  onChange,
}: {
  settings: Settings;
  onChange(patch: SettingsPatch): void;
}) {
  const { notifications } = settings;
  const { on, least, perHour, quiet } = notifications;
  const change = (part: Partial<Settings['notifications']>) =>
    onChange({ notifications: { ...notifications, ...part } });
  return (
    <Card label="Notifications of alerts">
      <h2>Notifications of alerts</h2>
      <SwitchField
        label="Tell of new alerts"
        hint="Once for each; what is older than a day when it arrives is in the inbox only."
        checked={on}
        onChange={(checked) => change({ on: checked })}
      />
      {on ? (
        <>
          <Choice<Severity>
            label="From this severity on"
            value={least}
            options={severities.toReversed().map((severity) => [severity, severity] as const)}
            onChange={(value) => change({ least: value })}
          />
          <Choice
            label="At most"
            hint="What is beyond that is told together."
            value={String(perHour)}
            options={rates}
            onChange={(value) => change({ perHour: Number(value) })}
          />
          <SwitchField
            label="Quiet hours"
            hint="What comes in them is told as one notification when they end."
            checked={quiet !== null}
            onChange={(checked) => change({ quiet: checked ? night : null })}
          />
          {quiet ? (
            <div className={styles.hours}>
              {(['from', 'to'] as const).map((end) => (
                <TextField
                  key={end}
                  label={end === 'from' ? 'From' : 'To'}
                  type="time"
                  value={quiet[end]}
                  onChange={(event) =>
                    event.target.value && change({ quiet: { ...quiet, [end]: event.target.value } })
                  }
                />
              ))}
            </div>
          ) : null}
        </>
      ) : null}
    </Card>
  );
}
