import { type FormEvent, useState } from 'react';
import { countOf } from '../../../../shared/duration.ts';
import { useServices } from '../../../services.ts';
import type { ExportFormat } from '../../../store/transfer/export-events.ts';
import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { PlainDialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { SwitchField } from '../../../ui/switch-field.tsx';
import { useExplorer } from '../explorer-model.ts';
import type { Shown } from '../look-coordinator.ts';
import { type Meant, meantBy, useMarking, wordsOf } from '../marking/marking-model.ts';
import styles from './export.module.css';
import { cancelExport, type ExportSubject, exportTo, useExporting } from './export-model.ts';

const formats: readonly (readonly [ExportFormat, string])[] = [
  ['csv', 'CSV: a table for spreadsheets'],
  ['ndjson', 'NDJSON: whole, can be imported again'],
  ['parquet', 'Parquet: whole, for DuckDB and others'],
  ['indicators', 'Indicators: one a line'],
  ['indicator-csv', 'Indicators: CSV with counts'],
  ['report', 'Report: one web page'],
];

const hints: Readonly<Record<ExportFormat, string>> = {
  csv: 'What a spreadsheet would run as a formula has an apostrophe in front.',
  ndjson: 'Every event exactly as the API sent it, with source, tags and notes.',
  parquet: 'All fields as columns, and every event exactly as the API sent it.',
  indicators: 'Addresses, domains, links, IP addresses and hashes of whoever is behind the events.',
  'indicator-csv': 'Indicators with how many events have each, and when the first and the last occurred.',
  report:
    'The query, counts, the histogram and a table of the newest 5,000, defanged, with the columns of the table.',
};

type Scope = 'marked' | 'shown' | 'selected';

function subjectOf(
  scope: Scope,
  shown: Shown,
  marked: Meant | undefined,
  selected: string | undefined,
): ExportSubject {
  const { query, time } = shown.question;
  const { valid } = useExplorer.getState();
  if (scope === 'selected' && selected !== undefined) {
    return { target: { keys: [selected] }, query: 'one event', range: null };
  }
  if (scope === 'marked' && marked) {
    return { target: marked.target, query: wordsOf(marked), range: null };
  }
  const isBounded = time !== null && Number.isFinite(time.from);
  const range = isBounded ? { from: time.from, to: Math.min(time.to, Date.now()) } : null;
  return { target: { matching: { query, time } }, query: valid, range };
}

function Options({ shown }: { shown: Shown }) {
  const services = useServices();
  const choice = useExporting((model) => model.choice);
  const said = useExporting((model) => model.said);
  const selected = useExplorer((model) => model.selected);
  const meant = meantBy(
    shown,
    useMarking((model) => model.marked),
  );
  const marked = meant?.of === 'marked' ? meant : undefined;
  const [scope, setScope] = useState<Scope>(marked ? 'marked' : 'shown');
  const set = (part: Partial<typeof choice>) => useExporting.setState({ choice: { ...choice, ...part } });
  const { format } = choice;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void exportTo(services, subjectOf(scope, shown, marked, selected));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Choice<Scope>
        label="Events"
        value={scope}
        options={[
          ...(marked ? ([['marked', `The ${wordsOf(marked)}`]] as const) : []),
          ['shown', `All ${countOf(shown.answer.matched, 'event')} shown`],
          ...(selected === undefined ? [] : ([['selected', 'The selected event']] as const)),
        ]}
        onChange={setScope}
      />
      <Choice label="Format" value={format} options={formats} onChange={(to) => set({ format: to })} />
      <p className={styles.hint}>{hints[format]}</p>
      {format === 'csv' ? (
        <Choice
          label="Columns"
          value={choice.columns}
          options={[
            ['shown', 'Those of the table'],
            ['all', 'All fields'],
          ]}
          onChange={(columns) => set({ columns })}
        />
      ) : null}
      {format === 'indicators' || format === 'indicator-csv' ? (
        <SwitchField
          label="Defanged"
          hint="Nothing becomes a link where it is pasted. Tools that block want them as they are."
          checked={choice.isDefanged}
          onChange={(isDefanged) => set({ isDefanged })}
        />
      ) : null}
      {format === 'ndjson' || format === 'parquet' ? (
        <SwitchField
          label="Earlier versions too"
          hint="What an event said before a threat was cleared or classified anew."
          checked={choice.withVersions}
          onChange={(withVersions) => set({ withVersions })}
        />
      ) : null}
      {said && said.tone !== 'good' ? (
        <Notice tone={said.tone} live>
          {said.text}
        </Notice>
      ) : null}
      <div className={styles.actions}>
        <Button onClick={() => useExporting.setState({ isOpen: false })}>Cancel</Button>
        <Button type="submit" variant="primary">
          Choose a file and export
        </Button>
      </div>
    </form>
  );
}

/** Asks what is to be exported and as what; while it is written it shows how far that is. */
export function ExportDialog({ shown }: { shown: Shown }) {
  const services = useServices();
  const isOpen = useExporting((model) => model.isOpen);
  const running = useExporting((model) => model.running);
  const close = () => useExporting.setState({ isOpen: false });
  return (
    <PlainDialog open={isOpen} title={running ? 'Exporting' : 'Export events'} onClose={close}>
      {running ? (
        <>
          <Progress
            label="Writing the file"
            value={running.progress.done / Math.max(1, running.progress.total)}
            text={`${running.progress.done.toLocaleString('en-US')} of ${countOf(running.progress.total, 'event')}`}
          />
          <div className={styles.actions}>
            <Button onClick={close}>Go on in the background</Button>
            <Button variant="danger" onClick={() => cancelExport(services)}>
              Cancel export
            </Button>
          </div>
        </>
      ) : (
        <Options shown={shown} />
      )}
    </PlainDialog>
  );
}
