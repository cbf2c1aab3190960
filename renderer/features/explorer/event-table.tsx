import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useLayoutEffect, useRef } from 'react';
import { kindLabel } from '../../../shared/event/kinds.ts';
import { useSettings } from '../../model/settings.ts';
import type { EventRow } from '../../store/event-row.ts';
import { EventText } from '../../ui/event-text.tsx';
import { tableTime, type Zone, zoneName } from '../../ui/time-text.ts';
import styles from './event-table.module.css';
import { KindName } from './kind-mark.tsx';
import type { Shown } from './look-coordinator.ts';
import { ScoreCells } from './score-cells.tsx';

const rowHeight = 28;

/** The element that has the keyboard while an analyst moves through events. */
export const rowsId = 'event-rows';

/** What is most urgent: somebody got through to a threat that is still active. */
function isLoud(row: EventRow): boolean {
  return row.kind === 'clickPermitted' && row.threatStatuses.includes('active');
}

function threatWords(row: EventRow): string {
  if (!row.parsed) return 'could not be read';
  const statuses = row.threatStatuses.filter((status) => status !== 'active');
  return [...row.classifications, ...statuses].join(', ');
}

const Row = memo(function Row(props: {
  row: EventRow | undefined;
  index: number;
  top: number;
  selected: boolean;
  zone: Zone;
  onClick(row: EventRow, index: number): void;
}) {
  const { row, index, top, selected } = props;
  const style = { transform: `translateY(${top}px)` };
  if (!row) {
    return (
      <div className={styles.row} style={style} role="row" aria-rowindex={index + 2}>
        <span className={styles.skeleton} role="cell" />
      </div>
    );
  }
  const classes = [styles.row, isLoud(row) ? styles.loud : '', row.parsed ? '' : styles.unparsed].join(' ');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keyboard, with j, k, arrows and Enter
    <div
      id={`event-${index}`}
      className={classes}
      style={style}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={() => props.onClick(row, index)}
    >
      <span role="gridcell" className={styles.time}>
        {tableTime(row.time, props.zone)}
      </span>
      <span role="gridcell" className={styles.kindCell}>
        <KindName kind={row.kind} />
      </span>
      <span role="gridcell" className={styles.scores}>
        <ScoreCells scores={row} />
      </span>
      <span role="gridcell">
        <EventText>{row.from}</EventText>
      </span>
      <span role="gridcell">
        <EventText>{row.to}</EventText>
      </span>
      <span role="gridcell">
        <EventText>{row.headline}</EventText>
      </span>
      <span role="gridcell">{threatWords(row)}</span>
    </div>
  );
});

export interface EventTableProps {
  shown: Shown;
  selectedIndex: number;
  onOpen(row: EventRow, index: number): void;
  onVisible(from: number, to: number): void;
  onTopRow(key: string | undefined): void;
}

/** The events, newest first: only the rows on screen exist. Rows that arrive above do not push these away. */
export function EventTable(props: EventTableProps) {
  const { shown, selectedIndex, onVisible, onTopRow } = props;
  const zone = useSettings((model) => model.settings.timeZone);
  const scroller = useRef<HTMLDivElement>(null);
  const topKey = useRef<string>(undefined);
  const virtualizer = useVirtualizer({
    count: shown.answer.matched,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The head stays above the rows within what scrolls.
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = (items.at(-1)?.index ?? 0) + 1;

  useEffect(() => {
    onVisible(first, last);
  }, [first, last, onVisible]);

  // The row at the top stays there when newer ones come in above it; at the very top, new ones are let in.
  const [, anchorTop = -1] = shown.answer.anchors;
  const answerId = shown.answer.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || element.scrollTop === 0 || anchorTop < 0 || topKey.current === undefined) return;
    const wanted = anchorTop * rowHeight + (element.scrollTop % rowHeight);
    if (Math.abs(wanted - element.scrollTop) >= rowHeight) element.scrollTop = wanted;
  }, [answerId]);
  const atTop = Math.floor((virtualizer.scrollOffset ?? 0) / rowHeight);
  topKey.current = atTop === 0 ? undefined : shown.rows.get(atTop)?.key;
  useEffect(() => {
    onTopRow(topKey.current);
  });

  const selectedRow = shown.rows.get(selectedIndex);
  const selectedKey = selectedRow?.key;
  // Only a selection that moved is followed: one that newer events push down stays where the analyst left it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the index alone is no reason to scroll
  useEffect(() => {
    if (selectedKey !== undefined) virtualizer.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedKey]);

  return (
    <>
      {/* Roles in place of table elements, which cannot hold rows that are placed by transform. */}
      <div
        className={styles.scroller}
        ref={scroller}
        id={rowsId}
        role="grid"
        aria-label="Events"
        aria-rowcount={shown.answer.matched + 1}
        tabIndex={0}
        {...(selectedRow ? { 'aria-activedescendant': `event-${selectedIndex}` } : {})}
      >
        <div className={styles.head} role="row" tabIndex={-1} aria-rowindex={1}>
          <span role="columnheader" tabIndex={-1}>
            Time ({zoneName(zone, Date.now())})
          </span>
          <span role="columnheader" tabIndex={-1}>
            Kind
          </span>
          <span
            role="columnheader"
            tabIndex={-1}
            aria-label="Scores: phish, malware, impostor, spam"
            className={styles.scoreHead}
          >
            <span title="phish">P</span>
            <span title="malware">M</span>
            <span title="impostor">I</span>
            <span title="spam">S</span>
          </span>
          <span role="columnheader" tabIndex={-1}>
            From
          </span>
          <span role="columnheader" tabIndex={-1}>
            To
          </span>
          <span role="columnheader" tabIndex={-1}>
            Subject or URL
          </span>
          <span role="columnheader" tabIndex={-1}>
            Threat
          </span>
        </div>
        <div className={styles.body} style={{ height: virtualizer.getTotalSize() }} role="rowgroup">
          {items.map(({ index, start }) => (
            <Row
              key={index}
              row={shown.rows.get(index)}
              index={index}
              top={start - rowHeight}
              selected={index === selectedIndex}
              zone={zone}
              onClick={props.onOpen}
            />
          ))}
        </div>
      </div>
      <div className={styles.said} aria-live="polite">
        {selectedRow ? `${kindLabel[selectedRow.kind]}: ${selectedRow.headline.slice(0, 120)}` : ''}
      </div>
    </>
  );
}
