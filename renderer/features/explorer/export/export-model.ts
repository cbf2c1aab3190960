import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { countOf } from '../../../../shared/duration.ts';
import type { NewOutgoing } from '../../../../shared/outgoing-file.ts';
import { sourceNames } from '../../../model/source-names.ts';
import type { Services } from '../../../services.ts';
import type { AnnotationTarget } from '../../../store/event-store.ts';
import type { ExportFormat, ExportOrder, ExportProgress } from '../../../store/transfer/export-events.ts';
import { columnOf } from '../table-columns.ts';
import { useTableLayout } from '../table-layout.ts';

/** What an analyst chose the last time; it is chosen the next time too. */
interface ExportChoice {
  format: ExportFormat;
  /** Whether a table has the columns of the screen, or all fields. */
  columns: 'shown' | 'all';
  isDefanged: boolean;
  withVersions: boolean;
}

interface Exporting {
  isOpen: boolean;
  choice: ExportChoice;
  /** The export under way. */
  running: { job: string; progress: ExportProgress } | undefined;
  /** What became of the last one, or of copying. */
  said: { tone: 'good' | 'bad' | 'info'; text: string } | undefined;
}

/** The dialog on exporting, and the export under way. */
export const useExporting = create<Exporting>()(
  persist(
    (): Exporting => ({
      isOpen: false,
      choice: { format: 'csv', columns: 'shown', isDefanged: true, withVersions: true },
      running: undefined,
      said: undefined,
    }),
    { name: 'lurescope.export', version: 1, partialize: ({ choice }) => ({ choice }) },
  ),
);

const endings: Readonly<Record<ExportFormat, NewOutgoing['kind']>> = {
  csv: 'csv',
  ndjson: 'ndjson',
  parquet: 'parquet',
  indicators: 'txt',
  'indicator-csv': 'csv',
  report: 'html',
};

/** Fields that a column of the table is made of, where it is not a field itself. */
const madeOf: Readonly<Record<string, readonly string[]>> = {
  scores: ['phishScore', 'malwareScore', 'impostorScore', 'spamScore'],
  from: ['fromAddress', 'sender'],
  to: ['recipient'],
  headline: ['subject', 'url'],
  verdict: ['classification', 'threatStatus'],
};

function shownFields(): string[] {
  const { shown } = useTableLayout.getState().layout;
  return [...new Set(shown.filter((id) => columnOf(id)).flatMap((id) => madeOf[id] ?? [id]))];
}

/** What is written, and what a report says of it. */
export interface ExportSubject {
  target: AnnotationTarget;
  query: string;
  range: ExportOrder['report']['range'];
}

function orderOf({ target, query, range }: ExportSubject, choice: ExportChoice): ExportOrder {
  const { format, isDefanged, withVersions } = choice;
  const hasChosen = choice.columns === 'shown' || format === 'report';
  return {
    target,
    format,
    columns: hasChosen ? shownFields() : null,
    isDefanged,
    withVersions,
    sources: sourceNames(),
    report: { title: 'Events of Proofpoint TAP', query, range },
  };
}

/** Writes events to a file where the analyst says. */
export async function exportTo({ bridge, store }: Services, subject: ExportSubject): Promise<void> {
  const { choice, running } = useExporting.getState();
  if (running) return;
  useExporting.setState({ said: undefined });
  const day = new Date().toISOString().slice(0, 10);
  const name = `Lurescope ${choice.format.startsWith('indicator') ? 'indicators' : 'events'} ${day}`;
  let id: string | undefined;
  try {
    const file = await bridge.call('files.begin', { name, kind: endings[choice.format] });
    if (!file) return;
    id = file.id;
    const job = crypto.randomUUID();
    useExporting.setState({ running: { job, progress: { done: 0, total: 0 } } });
    const events = await store.exportEvents(job, file.id, orderOf(subject, choice), (progress) =>
      useExporting.setState(({ running: now }) => ({ running: now && { ...now, progress } })),
    );
    await bridge.call('files.finish', file.id);
    const what = choice.format.startsWith('indicator') ? 'Indicators of ' : '';
    useExporting.setState({
      isOpen: false,
      said: { tone: 'good', text: `${what}${countOf(events, 'event')} written to ${file.name}.` },
    });
  } catch (error) {
    if (id !== undefined) await bridge.call('files.abandon', id);
    const isCancelled = error instanceof Error && error.name === 'Cancelled';
    const text = error instanceof Error ? error.message : String(error);
    useExporting.setState({
      said: isCancelled
        ? { tone: 'info', text: 'The export was cancelled, and no file was written.' }
        : { tone: 'bad', text },
    });
  } finally {
    useExporting.setState({ running: undefined });
  }
}

/** Ends the export that is under way; its file is not written. */
export function cancelExport({ store }: Pick<Services, 'store'>): void {
  const { running } = useExporting.getState();
  if (running) void store.cancel(running.job);
}
