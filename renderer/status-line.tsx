import { countOf } from '../shared/duration.ts';
import type { SourceView } from '../shared/source.ts';
import styles from './app-shell.module.css';
import { useImporting } from './model/importing.ts';
import { useSources } from './model/sources.ts';
import { useStoreStatus } from './model/store-status.ts';
import { SourceState } from './ui/source-state.tsx';
import { agoText } from './ui/time-text.ts';
import { useNow } from './ui/use-now.ts';

function pollText(source: SourceView, now: number): string {
  if (source.state === 'paused') return 'polling paused';
  if (source.state === 'failing') return source.trouble?.sentence ?? 'polling fails';
  if (source.lastSuccessAt === null) return 'first poll under way';
  return `polled ${agoText(source.lastSuccessAt, now)}`;
}

/** The sources that most need a look come first. */
const urgency: SourceView['state'][] = ['failing', 'stalled', 'filling', 'waiting', 'live', 'paused'];

function SourceStatus({ source, now }: { source: SourceView; now: number }) {
  const left = source.budget.shared.limit - source.budget.shared.used;
  return (
    <a href={`#/sources/${source.id}`}>
      <SourceState state={source.state} />
      <span className={styles.statusText}>
        {source.name}: {pollText(source, now)}
      </span>
      {source.state === 'filling' ? (
        <span>{Math.round(source.backfill.done * 100)} % of 7 days held</span>
      ) : null}
      {source.kind === 'proofpoint' ? (
        <span>
          {left.toLocaleString('en-US')}/{source.budget.shared.limit.toLocaleString('en-US')} requests left
        </span>
      ) : null}
      {source.journal.batches > 0 ? <span>{countOf(source.journal.batches, 'window')} to store</span> : null}
    </a>
  );
}

/** An import that goes on while its dialog is closed. */
function ImportStatus() {
  const running = useImporting((model) => model.running);
  const name = useImporting((model) => model.name);
  if (!running) return null;
  const { read, total } = running.progress;
  return (
    <button
      type="button"
      className={styles.statusButton}
      onClick={() => useImporting.setState({ isOpen: true })}
    >
      Importing {name}: {Math.floor((read / Math.max(1, total)) * 100)} %
    </button>
  );
}

/** The line at the bottom that always tells the truth about ingestion. */
export function StatusLine() {
  const sources = useSources((model) => model.sources);
  const trouble = useStoreStatus((status) => status.trouble);
  const rebuilding = useStoreStatus((status) => status.rebuilding);
  const now = useNow();
  const ordered = [...(sources ?? [])].sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state));
  const [first, ...others] = ordered;
  return (
    <section className={styles.status} aria-label="Ingestion status">
      {rebuilding ? (
        <span>
          Rebuilding the event store from the archive:{' '}
          {Math.floor((rebuilding.done / Math.max(1, rebuilding.total)) * 100)} %,{' '}
          {countOf(rebuilding.entries, 'event')}
        </span>
      ) : null}
      <ImportStatus />
      {trouble ? <span className={styles.trouble}>{trouble}</span> : null}
      {first ? <SourceStatus source={first} now={now} /> : <span>No source yet</span>}
      {others.length > 0 ? <a href="#/sources">and {countOf(others.length, 'other source')}</a> : null}
    </section>
  );
}
