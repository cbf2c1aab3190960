import { useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import { formatSize } from '../../../shared/size.ts';
import { cancelImport, type ImportOutcome, reportText, useImporting } from '../../model/importing.ts';
import { saveText } from '../../model/save-text.ts';
import { useServices } from '../../services.ts';
import { type ImportProgress, type ImportReport, importSentence } from '../../store/transfer/import-files.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy.ts';
import { PlainDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { FaultList } from './fault-list.tsx';
import styles from './import.module.css';

function close(): void {
  useImporting.setState({ isOpen: false });
}

function Underway({ progress, isEnding }: { progress: ImportProgress; isEnding: boolean }) {
  const services = useServices();
  const { read, total, counts } = progress;
  const events = counts.stored + counts.versions + counts.unparsed + counts.duplicates;
  return (
    <>
      <Progress
        label={
          isEnding ? 'Taking back what was imported' : read < total ? 'Importing' : 'Storing the last of it'
        }
        value={read / Math.max(1, total)}
        text={`${formatSize(read)} of ${formatSize(total)}, ${countOf(events, 'event')}`}
      />
      {counts.faults > 0 ? <p>{countOf(counts.faults, 'line')} could not be read so far.</p> : null}
      <div className={styles.actions}>
        <Button onClick={close}>Go on in the background</Button>
        <Button variant="danger" disabled={isEnding} onClick={() => cancelImport(services)}>
          Cancel import
        </Button>
      </div>
    </>
  );
}

function Report({ name, report }: { name: string; report: ImportReport }) {
  const { bridge } = useServices();
  const [said, setSaid] = useState('');
  const { faults, counts } = report;
  if (faults.length === 0) return null;
  const text = () => reportText(name, report);
  const save = async () => {
    try {
      const isSaved = await saveText(bridge, { name: `Import of ${name}`, kind: 'txt' }, text());
      if (isSaved) setSaid('Saved.');
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  const beyond = counts.faults - faults.length;
  return (
    <>
      <FaultList faults={faults} />
      {beyond > 0 ? <p className={styles.dim}>and {beyond.toLocaleString('en-US')} more</p> : null}
      <div className={styles.reportActions}>
        <Button onClick={() => setSaid(copyText(text()) ? 'Copied.' : 'Not copied.')}>Copy report</Button>
        <Button onClick={() => void save()}>Save report</Button>
        <span role="status">{said}</span>
      </div>
    </>
  );
}

const facts = [
  ['stored', 'New events'],
  ['versions', 'New versions of known events'],
  ['duplicates', 'Known already'],
  ['unparsed', 'Kept as text: no event'],
  ['faults', 'Could not be read'],
] as const;

function Counts({ counts }: { counts: ImportReport['counts'] }) {
  return (
    <dl className={styles.counts}>
      {facts.map(([name, label]) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd data-count={name}>{counts[name].toLocaleString('en-US')}</dd>
        </div>
      ))}
    </dl>
  );
}

function Done({
  outcome,
  name,
  onShow,
}: {
  outcome: Extract<ImportOutcome, { is: 'done' }>;
  name: string;
  onShow(source: string): void;
}) {
  const { store } = useServices();
  const [isUndoing, setIsUndoing] = useState(false);
  const { imported, report } = outcome;
  const undo = async () => {
    setIsUndoing(true);
    await store.removeImport(imported.id);
    useImporting.setState({ isOpen: false, outcome: undefined });
  };
  return (
    <>
      <Notice tone={report.counts.faults > 0 ? 'warn' : 'good'} live>
        {importSentence(report.counts)}
      </Notice>
      <Counts counts={report.counts} />
      <Report name={name} report={report} />
      <div className={styles.actions}>
        <Button disabled={isUndoing} onClick={() => void undo()}>
          Undo import
        </Button>
        <Button
          variant="primary"
          onClick={() => {
            close();
            onShow(imported.id);
          }}
        >
          Show the events
        </Button>
        <Button onClick={close}>Close</Button>
      </div>
    </>
  );
}

function nothingSentence({ counts, faults }: ImportReport): string {
  const [only] = faults;
  if (counts.duplicates > 0)
    return `Nothing new: ${counts.duplicates === 1 ? 'the event is' : `all ${countOf(counts.duplicates, 'event')} are`} here already.`;
  return counts.faults === 1 && only ? `Nothing was imported: ${only.reason}` : 'Nothing was imported.';
}

function Ended({
  outcome,
  name,
  onShow,
}: {
  outcome: ImportOutcome;
  name: string;
  onShow(source: string): void;
}) {
  if (outcome.is === 'done') return <Done outcome={outcome} name={name} onShow={onShow} />;
  const sentence =
    outcome.is === 'cancelled'
      ? 'The import was cancelled, and nothing of it was kept.'
      : outcome.is === 'failed'
        ? outcome.sentence
        : nothingSentence(outcome.report);
  const isKnown = outcome.is === 'nothing' && outcome.report.counts.faults === 0;
  return (
    <>
      <Notice tone={outcome.is === 'cancelled' || isKnown ? 'info' : 'bad'} live>
        {sentence}
      </Notice>
      {outcome.is === 'nothing' && outcome.report.counts.faults > 1 ? (
        <Report name={name} report={outcome.report} />
      ) : null}
      <div className={styles.actions}>
        <Button onClick={close}>Close</Button>
      </div>
    </>
  );
}

/** An import as it goes on, and what came of it. Closing it does not end the import. */
export function ImportDialog({ onShow }: { onShow(source: string): void }) {
  const { name, running, outcome, isOpen } = useImporting();
  return (
    <PlainDialog
      open={isOpen && (running !== undefined || outcome !== undefined)}
      title={running ? `Importing ${name}` : `Import of ${name}`}
      wide={outcome?.is === 'done' || outcome?.is === 'nothing'}
      onClose={close}
    >
      {running ? <Underway {...running} /> : null}
      {!running && outcome ? <Ended outcome={outcome} name={name} onShow={onShow} /> : null}
    </PlainDialog>
  );
}
