import { type ReactNode, useCallback, useRef } from 'react';
import { useSources } from '../../model/sources.ts';
import { useStoreStatus } from '../../model/store-status.ts';
import type { EventRow } from '../../store/event-row.ts';
import { copyDefanged } from '../../ui/copy.ts';
import { useKeys } from '../../ui/keyboard.ts';
import { Progress } from '../../ui/progress.tsx';
import { EventDetail } from './event-detail.tsx';
import { EventTable, rowsId } from './event-table.tsx';
import styles from './explorer.module.css';
import { ExplorerBar } from './explorer-bar.tsx';
import { useExplorer } from './explorer-model.ts';
import { FilterPanel } from './filter-panel.tsx';
import { Histogram } from './histogram.tsx';
import type { Shown } from './look-coordinator.ts';
import { NoResults } from './no-results.tsx';
import { useLook } from './use-look.ts';

/** Bars of the histogram, at most. */
const bins = 160;

function Waiting() {
  const { opening } = useStoreStatus();
  return (
    <main className={styles.empty} aria-busy>
      <h1 className={styles.hidden}>Explorer</h1>
      {opening.total > 20_000 ? (
        <Progress
          label="Opening the event store"
          value={opening.read / opening.total}
          text={`${opening.read.toLocaleString('en-US')} of ${opening.total.toLocaleString('en-US')} events`}
        />
      ) : (
        <p>Opening the event store…</p>
      )}
    </main>
  );
}

/** Nothing is stored yet: with a source it is on its way, without one the tiles teach what to do. */
function NothingStored({ tiles }: { tiles: ReactNode }) {
  const sources = useSources((model) => model.sources);
  if (sources === undefined) return null;
  if (sources.length === 0) {
    return (
      <main className={styles.empty}>
        <h1>Explore your organisation's email threats, on this computer</h1>
        <p>
          Connect Proofpoint and the last seven days are read in minutes; from then on everything stays here
          and can be searched with the network off. Or look around with sample data first.
        </p>
        {tiles}
      </main>
    );
  }
  const failing = sources.find(({ trouble }) => trouble !== null);
  return (
    <main className={styles.empty}>
      <h1>No events yet</h1>
      <p>
        {failing?.trouble?.sentence ??
          'The last seven days are being read now, newest first. Events appear here as they arrive.'}
      </p>
    </main>
  );
}

/** Moves the selection by so many rows; one that is not fetched yet is left for the next key press. */
function useMove(shown: Shown | undefined, selectedIndex: number) {
  const select = useExplorer((model) => model.select);
  return (by: number) => {
    if (!shown || shown.answer.matched === 0) return;
    const { matched } = shown.answer;
    const from = selectedIndex >= 0 ? selectedIndex : by > 0 ? -1 : matched;
    const row = shown.rows.get(Math.min(matched - 1, Math.max(0, from + by)));
    if (row) select(row.key);
    // Enter belongs to the rows from now on, not to whatever link or button led here.
    document.getElementById(rowsId)?.focus({ preventScroll: true });
  };
}

/** Where the selected event stands: among the rows that are known, or where the answer says. */
function useSelectedIndex(shown: Shown | undefined): number {
  const selected = useExplorer((model) => model.selected);
  const remembered = useRef({ key: '', index: -1 });
  if (selected === undefined || !shown) return -1;
  const { key, index } = remembered.current;
  if (key === selected && shown.rows.get(index)?.key === selected) return index;
  const found = [...shown.rows].find(([, row]) => row.key === selected);
  remembered.current = { key: selected, index: found?.[0] ?? shown.answer.anchors[0] ?? -1 };
  return remembered.current.index;
}

/** The explorer: filters, histogram, table and detail over everything stored. */
export function ExplorerPage({ tiles }: { tiles: ReactNode }) {
  const { shown, see, setTopRow } = useLook(bins);
  const selected = useExplorer((model) => model.selected);
  const detailOpen = useExplorer((model) => model.detailOpen);
  const { select, openDetail, brush, reset } = useExplorer.getState();
  const searchRef = useRef<HTMLInputElement>(null);
  const selectedIndex = useSelectedIndex(shown);
  const move = useMove(shown, selectedIndex);
  const selectedRow = shown?.rows.get(selectedIndex);

  useKeys({
    '/': () => searchRef.current?.focus(),
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => move(20),
    PageUp: () => move(-20),
    Enter: (event) => {
      if (event.target instanceof HTMLElement && event.target.closest('button, a, [role="slider"]'))
        return false;
      if (selected === undefined) move(1);
      openDetail(true);
      return true;
    },
    Escape: () => {
      if (document.activeElement === searchRef.current) searchRef.current?.blur();
      else if (detailOpen) openDetail(false);
      else select(undefined);
    },
    c: () => selectedRow && copyDefanged(selectedRow.headline),
    r: () => reset(),
  });

  const open = useCallback(
    (row: EventRow) => {
      select(row.key);
      openDetail(true);
    },
    [select, openDetail],
  );

  if (!shown) return <Waiting />;
  const { answer } = shown;
  if (answer.total === 0) return <NothingStored tiles={tiles} />;
  const showsDetail = detailOpen && selected !== undefined;
  return (
    <main className={styles.explorer}>
      <h1 className={styles.hidden}>Explorer</h1>
      <ExplorerBar answer={answer} searchRef={searchRef} />
      <div className={styles.time}>
        {answer.histogram ? <Histogram data={answer.histogram} onBrush={brush} /> : null}
      </div>
      <FilterPanel answer={answer} />
      <div className={`${styles.main} ${showsDetail ? styles.withDetail : ''}`}>
        {answer.matched === 0 ? (
          <NoResults total={answer.total} />
        ) : (
          <EventTable
            shown={shown}
            selectedIndex={selectedIndex}
            onOpen={open}
            onVisible={see}
            onTopRow={setTopRow}
          />
        )}
        {showsDetail ? (
          <div className={styles.detail}>
            <EventDetail key={selected} eventKey={selected} onClose={() => openDetail(false)} />
          </div>
        ) : null}
      </div>
    </main>
  );
}
