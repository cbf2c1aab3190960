import { isClick, kindLabel } from '../../../../shared/event/kinds.ts';
import { useSettings } from '../../../model/settings.ts';
import type { TableRow } from '../../../store/table-row.ts';
import { EventText } from '../../../ui/event-text.tsx';
import { tableTime } from '../../../ui/time-text.ts';
import { useExplorer } from '../explorer-model.ts';
import { KindMark } from '../kind-mark.tsx';
import styles from './lead.module.css';

function first(row: TableRow, field: string): string {
  const value = row.cells[field];
  const [one = ''] = Array.isArray(value) ? value.map(String) : [value === null ? '' : String(value ?? '')];
  return one;
}

/** What of an event is told in its line: whom it reached, or what it was about. */
export type EventLineSays = 'who' | 'what';

/** An event in a line, within the panel of another one; it opens in the panel's place, and a step leads back. */
export function EventLine(props: { row: TableRow; says: EventLineSays; isThis: boolean; tabIndex?: number }) {
  const { row, says, isThis } = props;
  const zone = useSettings((model) => model.settings.timeZone);
  const { walk } = useExplorer.getState();
  const who = first(row, 'recipient') || first(row, 'sender');
  const what = first(row, isClick(row.kind) ? 'url' : 'subject') || 'without a subject';
  return (
    <button
      type="button"
      className={styles.line}
      data-line
      tabIndex={props.tabIndex}
      aria-current={isThis || undefined}
      onClick={() => {
        if (!isThis) walk({ selected: row.key, detailOpen: true });
      }}
    >
      <KindMark kind={row.kind} />
      <span className={styles.lineTime}>{tableTime(row.time, zone)}</span>
      <span className={styles.lineKind}>{kindLabel[row.kind]}</span>
      <span className={styles.lineText}>
        <EventText>{says === 'who' ? who : what}</EventText>
      </span>
    </button>
  );
}
