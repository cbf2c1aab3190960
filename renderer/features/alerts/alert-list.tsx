import { useEffect, useRef } from 'react';
import type { ListedAlert } from '../../detections/alert-store.ts';
import { useSettings } from '../../model/settings.ts';
import { Button } from '../../ui/button.tsx';
import { EventText } from '../../ui/event-text.tsx';
import { SeverityMark } from '../../ui/severity.tsx';
import { tableTime } from '../../ui/time-text.ts';
import styles from './alerts.module.css';
import { pageSize, useInbox } from './inbox-model.ts';

function toggle(id: string): void {
  useInbox.setState(({ chosen }) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    return { chosen: next };
  });
}

function AlertItem({
  alert,
  isSelected,
  isChosen,
  onOpen,
}: {
  alert: ListedAlert;
  isSelected: boolean;
  isChosen: boolean;
  onOpen(id: string): void;
}) {
  const zone = useSettings((model) => model.settings.timeZone);
  const row = useRef<HTMLLIElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isSelected) return;
    row.current?.scrollIntoView({ block: 'nearest' });
    // The keyboard goes along, unless it is in the detail or in a field: Enter then opens this one.
    const { activeElement: focused } = document;
    const isElsewhere = focused !== document.body && focused?.closest('nav, li') === null;
    if (!isElsewhere) button.current?.focus({ preventScroll: true });
  }, [isSelected]);
  const { id, severity, title, state, verdict, count, lastSeen } = alert;
  return (
    <li ref={row} className={styles.item} data-selected={isSelected || undefined} data-state={state}>
      <input
        type="checkbox"
        className={styles.check}
        checked={isChosen}
        aria-label={`Choose: ${title}`}
        onChange={() => toggle(id)}
      />
      <button
        ref={button}
        type="button"
        className={styles.open}
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => onOpen(id)}
      >
        <span className={styles.severity}>
          <SeverityMark severity={severity} />
        </span>
        <span className={styles.title}>
          <EventText>{title}</EventText>
        </span>
        <span className={styles.facts}>
          {state === 'new' ? <span className={styles.new}>new</span> : <span>{verdict ?? state}</span>}
          <span>{count === 1 ? '1 event' : `${count.toLocaleString('en-US')} events`}</span>
          <span className={styles.when}>{tableTime(lastSeen, zone)}</span>
        </span>
      </button>
    </li>
  );
}

/** The alerts that the filter lets through, the latest first. */
export function AlertList({ list, onOpen }: { list: readonly ListedAlert[]; onOpen(id: string): void }) {
  const selected = useInbox((model) => model.selected);
  const chosen = useInbox((model) => model.chosen);
  const shown = useInbox((model) => model.shown);
  return (
    <div className={styles.scroll}>
      <ul className={styles.list} aria-label="Alerts">
        {list.slice(0, shown).map((alert) => (
          <AlertItem
            key={alert.id}
            alert={alert}
            isSelected={alert.id === selected}
            isChosen={chosen.has(alert.id)}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {list.length > shown ? (
        <div className={styles.further}>
          <Button onClick={() => useInbox.setState({ shown: shown + pageSize })}>
            Show more: {(list.length - shown).toLocaleString('en-US')} further alerts
          </Button>
        </div>
      ) : null}
    </div>
  );
}
