import { Redirect, Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { AppShell } from './app-shell.tsx';
import { AlertsPage } from './features/alerts/alerts-page.tsx';
import { DetectionsPage } from './features/detections/detections-page.tsx';
import { RulePage } from './features/detections/rule-page.tsx';
import { ExplorerPage } from './features/explorer/explorer-page.tsx';
import { writeQuery } from './features/explorer/look-changes.ts';
import { HelpPage } from './features/help/help-page.tsx';
import { DropTarget } from './features/import/drop-target.tsx';
import { ImportDialog } from './features/import/import-dialog.tsx';
import { SettingsPage } from './features/settings/settings-page.tsx';
import { NewSourcePage, SourceTiles } from './features/setup/new-source-page.tsx';
import { SetUpProofpoint } from './features/setup/set-up-proofpoint.tsx';
import { SourceReadyPage } from './features/setup/source-ready-page.tsx';
import { SourcesPage } from './features/sources/sources-page.tsx';
import { paths } from './model/navigation.ts';
import { ScreenBoundary } from './ui/screen-boundary.tsx';

/** Which screen stands at which address. */
export function App() {
  const [address, go] = useHashLocation();
  const showSource = (id: string) => {
    go(paths.explorer);
    writeQuery(`source:${id}`);
  };
  return (
    <Router hook={useHashLocation}>
      <AppShell>
        <ScreenBoundary address={address}>
          <Switch>
            <Route path={paths.explorer}>
              <ExplorerPage tiles={<SourceTiles />} />
            </Route>
            <Route path={paths.alerts}>
              <AlertsPage />
            </Route>
            <Route path={paths.alert(':id')}>{({ id }) => <AlertsPage shown={id} />}</Route>
            <Route path={paths.newSource}>
              <NewSourcePage />
            </Route>
            <Route path={paths.setUpProofpoint}>
              <SetUpProofpoint />
            </Route>
            <Route path={paths.sourceReady(':id')}>{({ id = '' }) => <SourceReadyPage id={id} />}</Route>
            <Route path={paths.sources}>
              <SourcesPage empty={<SourceTiles />} />
            </Route>
            <Route path={paths.source(':id')}>
              {({ id }) => <SourcesPage focus={id} empty={<SourceTiles />} />}
            </Route>
            <Route path={paths.detections}>
              <DetectionsPage />
            </Route>
            <Route path={paths.newRule}>
              <RulePage />
            </Route>
            <Route path={paths.rule(':id')}>{({ id }) => <RulePage id={id} />}</Route>
            <Route path={paths.settings}>
              <SettingsPage />
            </Route>
            <Route path={paths.help(':topic')}>{({ topic = '' }) => <HelpPage topic={topic} />}</Route>
            <Route>
              <Redirect to={paths.explorer} />
            </Route>
          </Switch>
        </ScreenBoundary>
        <ImportDialog onShow={showSource} />
        <DropTarget />
      </AppShell>
    </Router>
  );
}
