import { useEffect, useMemo, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import type { ListedAlert } from '../../detections/alert-store.ts';
import { useAlerts } from '../../model/alerts.ts';
import { type Command, useCommands } from '../../model/commands.ts';
import { paths } from '../../model/navigation.ts';
import { useRuleSettings } from '../../model/rules.ts';
import { useSources } from '../../model/sources.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { AlertBar } from './alert-bar.tsx';
import { AlertDetail } from './alert-detail.tsx';
import { AlertList } from './alert-list.tsx';
import styles from './alerts.module.css';
import { besideOf, filtered, setFilter, useInbox } from './inbox-model.ts';
import { IngestionTrouble } from './ingestion-trouble.tsx';
import { ResolveDialog } from './resolve-dialog.tsx';
import { type AlertActions, useAlertActions } from './use-alert-actions.ts';

/** Nothing to show: why, and what would change it. */
function Nothing({ total, hasRules }: { total: number; hasRules: boolean }) {
  const isFilling = useSources((model) => model.sources?.some(({ state }) => state === 'filling') ?? false);
  if (total > 0)
    return (
      <div className={styles.nothing}>
        <h2>No alert is as the filter asks</h2>
        <p>There are {countOf(total, 'alert')} in all.</p>
        <div>
          <Button onClick={() => setFilter({ state: 'all', least: 'informational', rule: undefined })}>
            Show all alerts
          </Button>
        </div>
      </div>
    );
  return (
    <div className={styles.nothing}>
      <h2>Nothing to look into</h2>
      <p>
        {hasRules
          ? 'Rules look at every event as it arrives. What they find stands here, once for each person, campaign or message, with the events behind it and what to do.'
          : 'All rules are off, so nothing is looked for.'}
      </p>
      {isFilling ? <p>The last seven days are being read: what is found in them stands here soon.</p> : null}
      <p>
        Alerts are worked through with the keyboard: <kbd>j</kbd> and <kbd>k</kbd> move, <kbd>Enter</kbd>{' '}
        opens, <kbd>e</kbd> acknowledges, <kbd>r</kbd> resolves, <kbd>u</kbd> undoes. Silence of a source
        stands here too.
      </p>
      <div>
        <ButtonLink href={`#${paths.detections}`}>
          {hasRules ? 'See the rules' : 'Switch rules on'}
        </ButtonLink>
      </div>
    </div>
  );
}

function useInboxCommands(actions: AlertActions, resolve: () => void): void {
  useCommands((): Command[] => {
    const group = 'Alerts';
    const some = actions.targets.length > 0;
    const chosen = actions.targets.length > 1 ? countOf(actions.targets.length, 'alert') : 'the alert';
    return [
      ...(some
        ? [
            { id: 'alert e', group, title: `Acknowledge ${chosen}`, keys: 'e', run: actions.acknowledge },
            { id: 'alert r', group, title: `Resolve ${chosen}`, keys: 'r', run: resolve },
            { id: 'alert new', group, title: `Make ${chosen} new again`, keys: 'n', run: actions.reopen },
          ]
        : []),
      { id: 'alert u', group, title: 'Undo the last decision', keys: 'u', run: actions.undo },
    ];
  });
}

/** What is chosen, and what was done last. */
function Footer({
  actions,
  list,
  resolve,
}: {
  actions: AlertActions;
  list: readonly ListedAlert[];
  resolve(): void;
}) {
  const chosen = useInbox((model) => model.chosen);
  const steps = useAlerts((model) => model.steps);
  if (chosen.size === 0 && actions.said === '') return null;
  return (
    <div className={styles.footer}>
      {chosen.size > 0 ? (
        <>
          <strong>{countOf(chosen.size, 'alert')} chosen</strong>
          <Button onClick={actions.acknowledge}>Acknowledge</Button>
          <Button onClick={resolve}>Resolve…</Button>
          <Button
            variant="quiet"
            onClick={() => useInbox.setState({ chosen: new Set(list.map(({ id }) => id)) })}
          >
            Choose all {list.length.toLocaleString('en-US')}
          </Button>
          <Button variant="quiet" onClick={() => useInbox.setState({ chosen: new Set<string>() })}>
            Choose none
          </Button>
        </>
      ) : null}
      <span className={styles.spacer} />
      <span role="status">{actions.said}</span>
      {steps.length > 0 ? (
        <Button variant="quiet" aria-keyshortcuts="u" onClick={actions.undo}>
          Undo <kbd>u</kbd>
        </Button>
      ) : null}
    </div>
  );
}

/** Shows the alert that the address names, whatever the filter says. */
function useAddressed(id: string | undefined): void {
  useEffect(() => {
    if (id === undefined) return;
    useInbox.setState({ selected: id, isDetailOpen: true });
    // A later click on the same notification is another address again.
    window.history.replaceState(null, '', `#${paths.alerts}`);
  }, [id]);
}

/** The inbox: what rules found and what ingestion suffers from, to be worked through. */
export function AlertsPage({ shown }: { shown?: string | undefined }) {
  const alerts = useAlerts((model) => model.alerts);
  const isLoaded = useAlerts((model) => model.isLoaded);
  const filter = useInbox((model) => model.filter);
  const selected = useInbox((model) => model.selected);
  const isDetailOpen = useInbox((model) => model.isDetailOpen);
  const settings = useRuleSettings((model) => model.settings);
  const [isResolving, setResolving] = useState(false);
  const list = useMemo(() => filtered(alerts, filter), [alerts, filter]);
  const actions = useAlertActions(list);
  useAddressed(shown);

  const open = (id: string) => useInbox.setState({ selected: id, isDetailOpen: true });
  const move = (by: number) => useInbox.setState({ selected: besideOf(list, selected, by) });
  const resolve = () => {
    if (actions.targets.length > 0) setResolving(true);
  };
  useInboxCommands(actions, resolve);
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: ({ target }) => (target instanceof HTMLSelectElement ? false : move(1)),
    ArrowUp: ({ target }) => (target instanceof HTMLSelectElement ? false : move(-1)),
    Enter: ({ target }) => {
      const isOwn = target instanceof HTMLElement && target.closest('button, a, input') !== null;
      if (isOwn || !list[0]) return false;
      return open(selected ?? list[0].id);
    },
    Escape: () => useInbox.setState({ isDetailOpen: false, chosen: new Set<string>() }),
    e: actions.acknowledge,
    r: resolve,
    n: actions.reopen,
    u: actions.undo,
    x: () => {
      if (selected === undefined) return;
      const { chosen } = useInbox.getState();
      const next = new Set(chosen);
      if (!next.delete(selected)) next.add(selected);
      useInbox.setState({ chosen: next });
    },
  });
  const hasRules = settings.packs.length > 0 || settings.own.some(({ on }) => on);
  const showsDetail = isDetailOpen && selected !== undefined;
  return (
    <main className={styles.page}>
      <AlertBar alerts={alerts} list={list} targets={[...useInbox.getState().chosen]} />
      <IngestionTrouble />
      <div className={`${styles.main} ${showsDetail ? styles.withDetail : ''}`}>
        {list.length === 0 && !isLoaded ? (
          <p className={styles.nothing}>Opening the event store…</p>
        ) : list.length === 0 ? (
          <Nothing total={alerts.length} hasRules={hasRules} />
        ) : (
          <AlertList list={list} onOpen={open} />
        )}
        {showsDetail ? (
          <AlertDetail
            id={selected}
            onOpen={open}
            onClose={() => useInbox.setState({ isDetailOpen: false })}
            actions={({ state }) => (
              <>
                {state === 'new' ? (
                  <Button variant="primary" aria-keyshortcuts="e" onClick={actions.acknowledge}>
                    Acknowledge <kbd>e</kbd>
                  </Button>
                ) : null}
                {state === 'resolved' ? null : (
                  <Button aria-keyshortcuts="r" onClick={resolve}>
                    Resolve… <kbd>r</kbd>
                  </Button>
                )}
                {state === 'new' ? null : (
                  <Button variant="quiet" aria-keyshortcuts="n" onClick={actions.reopen}>
                    Make new again <kbd>n</kbd>
                  </Button>
                )}
              </>
            )}
          />
        ) : null}
      </div>
      <Footer actions={actions} list={list} resolve={resolve} />
      <ResolveDialog
        open={isResolving}
        count={actions.targets.length}
        onResolve={actions.resolve}
        onClose={() => setResolving(false)}
      />
    </main>
  );
}
