import { useEffect, useId, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import type { About } from '../../../shared/ipc.ts';
import { formatSize } from '../../../shared/size.ts';
import { keptViews } from '../../model/kept-views.ts';
import { storeChanged, useStoreStatus } from '../../model/store-status.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { databaseBytes } from '../../ui/database-bytes.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { useStorageStatus } from '../../ui/use-storage-status.ts';
import styles from './settings.module.css';
import { WipeDialog } from './wipe-dialog.tsx';

interface Said {
  tone: 'good' | 'bad';
  text: string;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Sizes of what lies in the data folder; undefined until all are known. */
function useSizes(): readonly (readonly [string, string])[] {
  const status = useStorageStatus();
  const [database, setDatabase] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again as the files change
  useEffect(() => {
    void databaseBytes().then(setDatabase);
  }, [status]);
  if (!status) return [];
  const { archive, journal, said } = status;
  return [
    ['Event store', database === null ? 'unknown' : formatSize(database)],
    ['Archive', `${formatSize(archive.bytes)} in ${countOf(archive.days, 'file')}`],
    [
      'Waiting to be stored',
      journal.batches === 0
        ? 'nothing'
        : `${formatSize(journal.bytes)} in ${countOf(journal.batches, 'window')}`,
    ],
    [
      'Tags, notes and decisions',
      said.damaged === 0
        ? formatSize(said.bytes)
        : `${formatSize(said.bytes)}; ${countOf(said.damaged, 'line')} could not be read and lie beside it`,
    ],
    ['All together', formatSize((database ?? 0) + archive.bytes + journal.bytes + said.bytes)],
  ];
}

/** Where the data lies and how large it is, taking it along, and wiping it. */
export function DataCard() {
  const { bridge, store } = useServices();
  const [about, setAbout] = useState<About>();
  const [said, setSaid] = useState<Said>();
  const [busy, setBusy] = useState(false);
  const [asksToWipe, setAsksToWipe] = useState(false);
  const sizes = useSizes();
  const noteId = useId();
  useEffect(() => {
    void bridge.call('app.about').then(setAbout);
  }, [bridge]);

  const act = async (action: () => Promise<string | undefined>) => {
    setBusy(true);
    setSaid(undefined);
    try {
      const text = await action();
      setSaid(text === undefined ? undefined : { tone: 'good', text });
    } catch (error) {
      setSaid({ tone: 'bad', text: sentenceOf(error) });
    } finally {
      setBusy(false);
    }
  };
  const exportAll = () =>
    act(async () => {
      const saved = await bridge.call('data.export');
      return saved ? `${formatSize(saved.bytes)} were written to ${saved.path}.` : undefined;
    });
  const saveDiagnostics = () =>
    act(async () => {
      const { persisted } = useStoreStatus.getState();
      const { total } = await store.counts();
      const page = { persisted, events: total, databaseBytes: await databaseBytes() };
      const saved = await bridge.call('diagnostics.save', page);
      return saved ? `Saved to ${saved.path}. Look at it before you send it to anybody.` : undefined;
    });
  const wipe = () =>
    act(async () => {
      await bridge.call('data.wipe', 'wipe');
      const { bySource } = await store.counts();
      for (const source of Object.keys(bySource)) await store.removeSource(source);
      keptViews().clear();
      storeChanged();
      return 'Everything was removed from this computer.';
    });

  return (
    <Card label="Data">
      <h2>Data</h2>
      <FactList facts={[...(about ? [['Data folder', about.dataFolder] as const] : []), ...sizes]} />
      <div className={styles.actions}>
        <Button onClick={() => void act(async () => bridge.call('app.openDataFolder').then(() => undefined))}>
          Open the data folder
        </Button>
        <Button disabled={busy} aria-describedby={noteId} onClick={() => void exportAll()}>
          Export all events…
        </Button>
        <Button disabled={busy} onClick={() => void saveDiagnostics()}>
          Save diagnostics…
        </Button>
        <Button variant="danger" disabled={busy} onClick={() => setAsksToWipe(true)}>
          Wipe…
        </Button>
      </div>
      <p id={noteId} className={styles.hint}>
        The export is what is archived, as one gzip'd NDJSON file. The diagnostics file holds versions,
        settings, how each source does and the log's last lines: no secrets, no names, no addresses and
        nothing of any event.
      </p>
      {said ? (
        <Notice tone={said.tone} live>
          {said.text}
        </Notice>
      ) : null}
      <WipeDialog open={asksToWipe} onWipe={() => void wipe()} onClose={() => setAsksToWipe(false)} />
    </Card>
  );
}
