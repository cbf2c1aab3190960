import { create } from 'zustand';
import { countOf } from '../../../shared/duration.ts';
import { formatInstant } from '../../../shared/event/instant.ts';
import { openBackup } from '../../../shared/files/backup/backup.ts';
import { BackupTrouble } from '../../../shared/files/backup/backup-trouble.ts';
import { type ImportCounts, noCounts } from '../../../shared/imports.ts';
import { formatSize } from '../../../shared/size.ts';
import { keptViews } from '../../model/kept-views.ts';
import { useSettings } from '../../model/settings.ts';
import { sourceNames } from '../../model/source-names.ts';
import { storeChanged } from '../../model/store-status.ts';
import type { Services } from '../../services.ts';
import type { CheckedBackup, RestoreProgress } from '../../store/transfer/restore.ts';

export interface Said {
  tone: 'good' | 'bad' | 'info';
  text: string;
}

interface BackingUp {
  /** What is under way, how far it is (0 to 1), and that in words. */
  running: { job: string; label: string; value: number; text: string } | undefined;
  said: Said | undefined;
  /** A backup that was checked and waits for the analyst's word. */
  checked: { file: File; passphrase: string | undefined; backup: CheckedBackup } | undefined;
}

/** The backup or restore that is under way; it goes on when the screen is left. */
export const useBackingUp = create<BackingUp>(() => ({
  running: undefined,
  said: undefined,
  checked: undefined,
}));

function failed(error: unknown, cancelled: string): Said {
  if (error instanceof Error && error.name === 'Cancelled') return { tone: 'info', text: cancelled };
  const text = error instanceof Error ? error.message : String(error);
  const isQuota = /quota/i.test(`${error instanceof Error ? error.name : ''} ${text}`);
  return {
    tone: 'bad',
    text: isQuota
      ? 'The event store has no room left, so nothing was restored. Free some disk space and try again.'
      : text,
  };
}

function begin(label: string): string {
  const job = crypto.randomUUID();
  useBackingUp.setState({ running: { job, label, value: 0, text: '' }, said: undefined });
  return job;
}

function advance(value: number, text: string): void {
  useBackingUp.setState(({ running }) => ({ running: running && { ...running, value, text } }));
}

/** Writes a backup where the analyst says. */
export async function makeBackup({ bridge, store }: Services, passphrase: string | undefined): Promise<void> {
  const made = Date.now();
  const name = `Lurescope ${formatInstant(made).slice(0, 10)}`;
  let id: string | undefined;
  try {
    const file = await bridge.call('files.begin', { name, kind: 'lsbackup' });
    if (!file) return;
    id = file.id;
    const job = begin('Writing the backup');
    const { bySource } = await store.counts();
    const names = sourceNames();
    const beside = {
      settings: useSettings.getState().settings,
      sources: Object.keys(bySource).map((source) => ({ id: source, name: names[source] ?? source })),
      views: keptViews().read(),
    };
    const events = await store.backUp(job, file.id, { passphrase, beside, made }, ({ done, total }) =>
      advance(done / Math.max(1, total), `${done.toLocaleString('en-US')} of ${countOf(total, 'event')}`),
    );
    await bridge.call('files.finish', file.id);
    useBackingUp.setState({
      said: {
        tone: 'good',
        text: `${countOf(events, 'event')} with all that belongs to them are in ${file.name}.`,
      },
    });
  } catch (error) {
    if (id !== undefined) await bridge.call('files.abandon', id);
    useBackingUp.setState({ said: failed(error, 'The backup was cancelled, and no file was written.') });
  } finally {
    useBackingUp.setState({ running: undefined });
  }
}

/** Whether a backup needs a passphrase. @throws BackupTrouble where it is none that can be read */
export async function isEncrypted(file: File): Promise<boolean> {
  async function* head(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(await file.slice(0, 128 * 1024).arrayBuffer());
  }
  try {
    await openBackup(head());
    return false;
  } catch (error) {
    if (error instanceof BackupTrouble && error.reason === 'needs-passphrase') return true;
    throw error;
  }
}

const labels: Readonly<Record<RestoreProgress['step'], string>> = {
  checking: 'Checking the backup to its end',
  restoring: 'Restoring',
};

function onProgress({ read, total }: RestoreProgress): void {
  advance(read / Math.max(1, total), `${formatSize(read)} of ${formatSize(total)}`);
}

/** Reads a backup to its end and changes nothing; what is in it then waits for the analyst's word. */
export async function check({ store }: Services, file: File, passphrase: string | undefined): Promise<void> {
  const job = begin(labels.checking);
  try {
    const backup = await store.checkRestore(job, file, passphrase, onProgress);
    useBackingUp.setState({ checked: { file, passphrase, backup } });
  } catch (error) {
    useBackingUp.setState({ said: failed(error, 'Cancelled; nothing was changed.') });
  } finally {
    useBackingUp.setState({ running: undefined });
  }
}

function sumOf(counts: Iterable<ImportCounts>): ImportCounts {
  const sum = { ...noCounts };
  for (const one of counts) {
    for (const fate of ['stored', 'duplicates', 'versions', 'unparsed'] as const) sum[fate] += one[fate];
  }
  return sum;
}

/** Puts what was checked into the store: all of it, or nothing. */
export async function restoreChecked({ bridge, store }: Services, withSettings: boolean): Promise<void> {
  const { checked } = useBackingUp.getState();
  if (!checked) return;
  const { file, passphrase, backup } = checked;
  useBackingUp.setState({ checked: undefined });
  const job = begin(labels.restoring);
  const begun = new Map<string, string>();
  try {
    for (const { id, name } of backup.sources) {
      const created = await bridge.call('imports.begin', {
        name: name.slice(0, 80),
        kind: 'backup',
        files: [file.name],
      });
      begun.set(id, created.id);
    }
    const what = { annotations: backup.annotations, sources: Object.fromEntries(begun) };
    const counts = await store.restore(job, file, passphrase, what, onProgress);
    for (const id of begun.values()) {
      const own = counts.get(id) ?? noCounts;
      if (own.stored + own.unparsed + own.versions === 0) await store.removeImport(id);
      else await bridge.call('imports.finish', id, own);
    }
    const views = keptViews().add(backup.views);
    if (withSettings && backup.settings) await bridge.call('settings.change', backup.settings);
    const { stored, unparsed, versions, duplicates } = sumOf(counts.values());
    const parts = [
      `${countOf(stored + unparsed, 'event')} restored`,
      ...(versions > 0 ? [countOf(versions, 'further version')] : []),
      ...(duplicates > 0 ? [`${duplicates.toLocaleString('en-US')} known already`] : []),
      ...(views > 0 ? [countOf(views, 'saved view')] : []),
    ];
    useBackingUp.setState({ said: { tone: 'good', text: `${parts.join(', ')}.` } });
  } catch (error) {
    for (const id of begun.values()) await store.removeImport(id).catch(() => undefined);
    useBackingUp.setState({ said: failed(error, 'The restore was cancelled, and nothing of it was kept.') });
  } finally {
    useBackingUp.setState({ running: undefined });
    storeChanged();
  }
}
