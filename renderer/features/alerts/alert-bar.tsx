import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import { type Severity, severities } from '../../../shared/rules/rule.ts';
import type { ListedAlert } from '../../detections/alert-store.ts';
import { useKnownRules } from '../../model/rules.ts';
import { saveText } from '../../model/save-text.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { MenuContent, MenuItem, MenuLabel } from '../../ui/menu.tsx';
import { alertsCsv, alertsNdjson } from './alert-export.ts';
import styles from './alerts.module.css';
import { type StateFilter, setFilter, stateCounts, useInbox } from './inbox-model.ts';

const states: readonly (readonly [StateFilter, string])[] = [
  ['open', 'Open'],
  ['new', 'New'],
  ['acknowledged', 'Acknowledged'],
  ['resolved', 'Resolved'],
  ['all', 'All'],
];

function leastName(severity: Severity): string {
  if (severity === 'informational') return 'Any severity';
  return severity === 'critical'
    ? 'Critical'
    : `${severity.slice(0, 1).toUpperCase()}${severity.slice(1)} and above`;
}

/** Which alerts are shown: by state, severity and rule; and all of them as a file. */
export function AlertBar({
  alerts,
  list,
  targets,
}: {
  alerts: readonly ListedAlert[];
  list: readonly ListedAlert[];
  /** What is chosen; without any, an export takes the whole list. */
  targets: readonly string[];
}) {
  const { bridge, store } = useServices();
  const filter = useInbox((model) => model.filter);
  const counts = stateCounts(alerts);
  const known = useKnownRules();
  const rules = [...new Set(alerts.map(({ rule }) => rule))].sort();
  const [said, setSaid] = useState('');
  const exported = targets.length > 0 ? targets : list.map(({ id }) => id);
  const save = async (form: 'csv' | 'ndjson') => {
    const rows = await store.detections.some(exported);
    const text = form === 'csv' ? alertsCsv(rows) : alertsNdjson(rows);
    try {
      const isSaved = await saveText(bridge, { name: 'alerts', kind: form }, text);
      setSaid(isSaved ? `${countOf(rows.length, 'alert')} saved` : '');
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className={styles.bar}>
      <h1 className={styles.heading}>Alerts</h1>
      <fieldset className={styles.states} aria-label="State">
        {states.map(([state, name]) => (
          <button
            key={state}
            type="button"
            className={styles.stateChoice}
            aria-pressed={filter.state === state}
            onClick={() => setFilter({ state })}
          >
            {name} <span className={styles.stateCount}>{counts[state].toLocaleString('en-US')}</span>
          </button>
        ))}
      </fieldset>
      <select
        className={styles.select}
        aria-label="Severity"
        value={filter.least}
        onChange={(event) => setFilter({ least: event.target.value as Severity })}
      >
        {severities.map((severity) => (
          <option key={severity} value={severity}>
            {leastName(severity)}
          </option>
        ))}
      </select>
      <select
        className={`${styles.select} ${styles.ruleSelect}`}
        aria-label="Rule"
        value={filter.rule ?? ''}
        onChange={(event) => setFilter({ rule: event.target.value || undefined })}
      >
        <option value="">Any rule</option>
        {rules.map((rule) => (
          <option key={rule} value={rule}>
            {known.get(rule)?.pack ? rule : `${rule} (own)`}
          </option>
        ))}
      </select>
      <span className={styles.spacer} />
      <span role="status" className={styles.dim}>
        {said}
      </span>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <Button disabled={exported.length === 0}>
            <Download size={14} aria-hidden /> Export
          </Button>
        </DropdownMenu.Trigger>
        <MenuContent align="end">
          <MenuLabel>{countOf(exported.length, 'alert')}, with the keys of their events</MenuLabel>
          <MenuItem onSelect={() => void save('csv')}>CSV</MenuItem>
          <MenuItem onSelect={() => void save('ndjson')}>NDJSON</MenuItem>
        </MenuContent>
      </DropdownMenu.Root>
    </div>
  );
}
