import { create } from 'zustand';
import { countOf } from '../../shared/duration.ts';
import { type Imported, noCounts } from '../../shared/imports.ts';
import type { Services } from '../services.ts';
import { type ImportProgress, type ImportReport, importSentence } from '../store/transfer/import-files.ts';
import { storeChanged } from './store-status.ts';

/** How an import ended. */
export type ImportOutcome =
  | { is: 'done'; imported: Imported; report: ImportReport }
  /** Nothing new was in the files, so that there is no import. */
  | { is: 'nothing'; report: ImportReport }
  | { is: 'cancelled' }
  | { is: 'failed'; sentence: string };

interface Importing {
  /** What the files are called together. */
  name: string;
  /** The import under way. */
  running: { job: string; progress: ImportProgress; isEnding: boolean } | undefined;
  outcome: ImportOutcome | undefined;
  /** Whether its dialog is open; an import goes on without it. */
  isOpen: boolean;
}

/** The import that is under way, or that was the last. */
export const useImporting = create<Importing>(() => ({
  name: '',
  running: undefined,
  outcome: undefined,
  isOpen: false,
}));

const longestName = 80;

function nameOf(files: readonly File[]): string {
  const [first, ...others] = files;
  const more = others.length === 0 ? '' : ` and ${countOf(others.length, 'other')}`;
  return `${(first?.name ?? '').slice(0, longestName - more.length).trim() || 'Imported file'}${more}`;
}

/** Why it failed, for whoever began it: nothing of it is left. */
function failureSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/quota/i.test(`${error instanceof Error ? error.name : ''} ${text}`))
    return 'The event store has no room left, so nothing was imported. Free some disk space, or keep events for fewer days under Settings.';
  return text;
}

/** Imports files as one source. All of it is there afterwards, or nothing. */
export async function importFiles({ bridge, store }: Services, files: readonly File[]): Promise<void> {
  useImporting.setState({ isOpen: true });
  // One at a time: the dialog shows the one that is under way.
  if (files.length === 0 || useImporting.getState().running) return;
  const name = nameOf(files);
  const job = crypto.randomUUID();
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const running = { job, progress: { read: 0, total, counts: noCounts }, isEnding: false };
  useImporting.setState({ name, outcome: undefined, running });
  const end = (outcome: ImportOutcome) => {
    useImporting.setState({ running: undefined, outcome });
    storeChanged();
  };
  let begun: Imported | undefined;
  try {
    begun = await bridge.call('imports.begin', {
      name,
      kind: 'files',
      files: files.map((file) => file.name),
    });
    const report = await store.importFiles(job, begun.id, files, (progress) =>
      useImporting.setState(({ running: now }) => ({ running: now && { ...now, progress } })),
    );
    const { stored, unparsed, versions } = report.counts;
    if (stored + unparsed + versions === 0) {
      await store.removeImport(begun.id);
      return end({ is: 'nothing', report });
    }
    await bridge.call('imports.finish', begun.id, report.counts);
    end({ is: 'done', imported: { ...begun, state: 'done', counts: report.counts }, report });
  } catch (error) {
    if (begun) await store.removeImport(begun.id).catch(() => undefined);
    const isCancelled = error instanceof Error && error.name === 'Cancelled';
    end(isCancelled ? { is: 'cancelled' } : { is: 'failed', sentence: failureSentence(error) });
  }
}

/** Ends the import that is under way; what it stored is removed again. */
export function cancelImport({ store }: Pick<Services, 'store'>): void {
  const { running } = useImporting.getState();
  if (!running) return;
  useImporting.setState({ running: { ...running, isEnding: true } });
  void store.cancel(running.job);
}

/** Lets the analyst choose files, and imports them. */
export function chooseFiles(services: Services): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => {
    void importFiles(services, [...(input.files ?? [])]);
  });
  input.click();
}

/** The report of an import as text: what became of it, and what could not be read, a line each. */
export function reportText(name: string, { counts, faults }: ImportReport): string {
  const isSeveral = new Set(faults.map(({ file }) => file)).size > 1;
  const lines = faults.map(
    ({ file, line, reason }) => `${isSeveral ? `${file}:` : 'line '}${line}: ${reason}`,
  );
  const beyond = counts.faults - faults.length;
  return [
    `${name}: ${importSentence(counts)}`,
    ...lines,
    ...(beyond > 0 ? [`and ${beyond.toLocaleString('en-US')} more`] : []),
    '',
  ].join('\n');
}
