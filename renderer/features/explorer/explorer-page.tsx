import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useExplorerRequest } from '../../model/explorer-request.ts';
import { useSources } from '../../model/sources.ts';
import { useStoreStatus } from '../../model/store-status.ts';
import { useKeys } from '../../ui/keyboard.ts';
import { Progress } from '../../ui/progress.tsx';
import { visuallyHidden } from '../../ui/visually-hidden.ts';
import { AnnotatingDialogs } from './annotating/annotating-dialogs.tsx';
import { useAnnotatingKeys } from './annotating/use-annotating-keys.ts';
import { DeedNotice } from './deed-notice.tsx';
import { QueryActionsContext } from './detail-value.tsx';
import { EventDetail } from './event-detail.tsx';
import { EventTable } from './event-table.tsx';
import styles from './explorer.module.css';
import { ExplorerBar } from './explorer-bar.tsx';
import { useExplorer } from './explorer-model.ts';
import { ExportDialog } from './export/export-dialog.tsx';
import { ExportNotice } from './export/export-notice.tsx';
import { useExportKeys } from './export/use-export-keys.ts';
import { FilterPanel } from './filter-panel.tsx';
import { Histogram } from './histogram.tsx';
import { focusRelated } from './lead/lead-model.ts';
import {
  brush,
  pivotTo,
  redoLook,
  toggleExcluded,
  toggleValue,
  undoLook,
  writeQuery,
  zoomOut,
} from './look-changes.ts';
import type { Shown } from './look-coordinator.ts';
import { MarkedBar } from './marking/marked-bar.tsx';
import { useIsMarking, useMarking } from './marking/marking-model.ts';
import { useMarkingKeys } from './marking/use-marking-keys.ts';
import { NoResults } from './no-results.tsx';
import { PeoplePane, togglePeople } from './people/people-pane.tsx';
import type { QueryBarHandle } from './query-bar.tsx';
import { QueryHelp } from './query-help.tsx';
import { focusRows } from './rows-focus.ts';
import { useAskedFields } from './table-layout.ts';
import { useExplorerCommands } from './use-explorer-commands.ts';
import { useLook } from './use-look.ts';
import { useStepKeys } from './use-step-keys.ts';
import type { QueryActions } from './value-items.tsx';
import { useViewKeys } from './views/use-view-keys.ts';
import { ViewDialog } from './views/view-dialog.tsx';

/** Bars of the histogram, at most. */
const bins = 160;

function Waiting() {
  const { opening } = useStoreStatus();
  return (
    <main className={styles.empty} aria-busy>
      <h1 className={visuallyHidden}>Explorer</h1>
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

/** What can be made of a value in the table and in the detail panel. */
const actions: QueryActions = { include: toggleValue, exclude: toggleExcluded, only: pivotTo };

/** Shows what another screen asked for. */
function useRequested(): void {
  const request = useExplorerRequest((model) => model.request);
  useEffect(() => {
    if (!request) return;
    useExplorerRequest.setState({ request: undefined });
    if (request.query !== undefined) writeQuery(request.query);
    const { select, openDetail } = useExplorer.getState();
    select(request.event);
    openDetail(request.event !== undefined);
  }, [request]);
}

/** The explorer: filters, histogram, table and detail over everything stored. */
export function ExplorerPage({ tiles }: { tiles: ReactNode }) {
  const { shown, see, setTopRow, count } = useLook(bins, useAskedFields());
  const selected = useExplorer((model) => model.selected);
  const detailOpen = useExplorer((model) => model.detailOpen);
  const pane = useExplorer((model) => model.pane);
  const sort = useExplorer((model) => model.sort);
  const { select, openDetail, setSort } = useExplorer.getState();
  const queryBar = useRef<QueryBarHandle>(null);
  const [showsHelp, setShowsHelp] = useState(false);
  const toggleHelp = useCallback(() => setShowsHelp((shows) => !shows), []);

  const isMarking = useIsMarking(shown);
  useRequested();
  useExplorerCommands(() => queryBar.current?.focus());
  useStepKeys(toggleHelp);
  useAnnotatingKeys(shown);
  useExportKeys(shown);
  useMarkingKeys(shown);
  useViewKeys();
  useKeys({
    '/': () => queryBar.current?.focus(),
    Escape: () => {
      if (showsHelp) setShowsHelp(false);
      else if (pane === 'people') togglePeople();
      else if (detailOpen) openDetail(false);
      else if (isMarking) useMarking.getState().clear();
      else select(undefined);
    },
    r: () => writeQuery(''),
    l: focusRelated,
    p: togglePeople,
    u: undoLook,
    U: redoLook,
  });

  const selectedIndex = useSelectedIndex(shown);
  const open = useCallback(() => openDetail(true), [openDetail]);

  if (!shown) return <Waiting />;
  const { answer, question } = shown;
  if (answer.total === 0) return <NothingStored tiles={tiles} />;
  const showsDetail = detailOpen && selected !== undefined && pane === 'events';
  return (
    <main className={isMarking ? `${styles.explorer} ${styles.marking}` : styles.explorer}>
      <h1 className={visuallyHidden}>Explorer</h1>
      <ExplorerBar shown={shown} queryBar={queryBar} onSubmit={focusRows} onHelp={toggleHelp} />
      <div className={styles.time}>
        {answer.histogram ? (
          <Histogram data={answer.histogram} brushed={question.time} onBrush={brush} onZoomOut={zoomOut} />
        ) : (
          <div className={styles.noTime} />
        )}
      </div>
      <FilterPanel answer={answer} />
      <div className={`${styles.main} ${showsDetail ? styles.withDetail : ''}`}>
        {answer.matched === 0 ? (
          <NoResults total={answer.total} answerId={answer.id} count={count} />
        ) : pane === 'people' ? (
          <PeoplePane question={question} answerId={answer.id} />
        ) : (
          <div className={styles.events}>
            <EventTable
              shown={shown}
              selectedIndex={selectedIndex}
              sort={sort}
              onSort={setSort}
              onSelect={select}
              onOpen={open}
              onVisible={see}
              onTopRow={setTopRow}
              actions={actions}
            />
            <MarkedBar shown={shown} />
          </div>
        )}
        {showsDetail ? (
          <div className={styles.detail}>
            <QueryActionsContext value={actions}>
              <EventDetail key={selected} eventKey={selected} onClose={() => openDetail(false)} />
            </QueryActionsContext>
          </div>
        ) : null}
      </div>
      <AnnotatingDialogs />
      <ViewDialog />
      <ExportDialog shown={shown} />
      <ExportNotice />
      <DeedNotice />
      {showsHelp ? <QueryHelp onClose={() => setShowsHelp(false)} /> : null}
    </main>
  );
}
