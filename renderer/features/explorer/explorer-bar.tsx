import { ArrowLeft, ArrowRight, BellPlus, FileOutput, Users } from 'lucide-react';
import type { RefObject } from 'react';
import { Button } from '../../ui/button.tsx';
import { alertOnThis } from './alert-on-this.ts';
import styles from './explorer.module.css';
import { useExplorer, useSteps } from './explorer-model.ts';
import { useExporting } from './export/export-model.ts';
import { held } from './held-key.ts';
import { goBack, goForward } from './look-changes.ts';
import type { Shown } from './look-coordinator.ts';
import { useIsMarking } from './marking/marking-model.ts';
import { togglePeople } from './people/people-pane.tsx';
import { QueryBar, type QueryBarHandle } from './query-bar.tsx';
import { TimeSelect } from './time-select.tsx';
import { ViewsMenu } from './views/views-menu.tsx';

function Counts({ shown }: { shown: Shown | undefined }) {
  const answer = shown?.answer;
  return (
    <div className={styles.counts}>
      <output className={styles.count} data-testid="counts">
        {answer ? (
          <>
            <strong>{answer.matched.toLocaleString('en-US')}</strong> of{' '}
            {answer.total.toLocaleString('en-US')}
          </>
        ) : (
          ''
        )}
      </output>
      <span className={styles.took} title="How long the answer took">
        {answer ? `${answer.took < 9.95 ? answer.took.toFixed(1) : Math.round(answer.took)} ms` : ''}
      </span>
    </div>
  );
}

interface ExplorerBarProps {
  shown: Shown | undefined;
  queryBar: RefObject<QueryBarHandle | null>;
  onSubmit(): void;
  onHelp(): void;
}

/** Steps back and forward, the query, the time, and the counts of what is shown and of all. */
export function ExplorerBar({ shown, queryBar, onSubmit, onHelp }: ExplorerBarProps) {
  const { canUndo, canRedo } = useSteps();
  const pane = useExplorer((model) => model.pane);
  const isMarking = useIsMarking(shown);
  return (
    <div className={styles.bar}>
      <div className={styles.steps}>
        <Button
          variant="quiet"
          icon
          aria-label="Back"
          aria-disabled={!canUndo}
          title="Back to what was looked at before (Alt+Left)"
          onClick={goBack}
        >
          <ArrowLeft size={16} aria-hidden />
        </Button>
        <Button
          variant="quiet"
          icon
          aria-label="Forward"
          aria-disabled={!canRedo}
          title="Forward again (Alt+Right)"
          onClick={goForward}
        >
          <ArrowRight size={16} aria-hidden />
        </Button>
      </div>
      <ViewsMenu />
      <QueryBar handle={queryBar} onSubmit={onSubmit} onHelp={onHelp} />
      <Button
        icon
        className={styles.people}
        aria-label="People"
        aria-pressed={pane === 'people'}
        title="Most attacked people in what is shown (p)"
        onClick={togglePeople}
      >
        <Users size={16} aria-hidden />
      </Button>
      <Button
        icon
        className={styles.people}
        aria-label="Export"
        title={`Export ${isMarking ? 'the marked events' : 'what is shown'} (${held}E)`}
        disabled={!shown || shown.answer.matched === 0}
        onClick={() => useExporting.setState({ isOpen: true })}
      >
        <FileOutput size={16} aria-hidden />
      </Button>
      <TimeSelect time={shown?.question.time ?? null} />
      <div className={styles.steps}>
        <Button
          variant="quiet"
          icon
          aria-label="Alert on this"
          title="Alert on this: make a rule of the query"
          onClick={alertOnThis}
        >
          <BellPlus size={16} aria-hidden />
        </Button>
      </div>
      <Counts shown={shown} />
    </div>
  );
}
