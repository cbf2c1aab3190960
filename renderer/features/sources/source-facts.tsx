import { noticeableSkew } from '../../../shared/clock-skew.ts';
import { countOf, formatDuration } from '../../../shared/duration.ts';
import { formatSize } from '../../../shared/size.ts';
import type { SourceView } from '../../../shared/source.ts';
import { useSettings } from '../../model/settings.ts';
import { agoText, instantText } from '../../ui/time-text.ts';
import { HourlySparkline } from './hourly-sparkline.tsx';
import styles from './sources.module.css';

/** Whether this computer's clock differs from the API's by more than minutes. */
export function isClockWrong(source: SourceView): boolean {
  return Math.abs(source.clockSkew ?? 0) >= noticeableSkew;
}

/** A name and what is true of it, within a `dl`. */
export function Fact({ name, value, title }: { name: string; value: string; title?: string | undefined }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd title={title}>{value}</dd>
    </div>
  );
}

/** How far reading is behind; below two polls it is not worth a word. */
function lagText(readThrough: number, now: number): string {
  return now - readThrough < 5 * 60_000 ? '' : `, ${formatDuration(now - readThrough)} behind`;
}

/** What is known of a source, in words and numbers. */
export function SourceFacts({ source, now }: { source: SourceView; now: number }) {
  const zone = useSettings((model) => model.settings.timeZone);
  const when = (ms: number | null) => (ms === null ? 'never' : agoText(ms, now));
  const at = (ms: number | null) => (ms === null ? undefined : instantText(ms, zone));
  const left = (budget: { used: number; limit: number }) =>
    `${(budget.limit - budget.used).toLocaleString('en-US')} of ${budget.limit.toLocaleString('en-US')}`;
  const { counts, journal } = source;
  return (
    <dl className={styles.facts}>
      <Fact name="Last event" value={when(source.lastEventAt)} title={at(source.lastEventAt)} />
      <Fact name="Last successful poll" value={when(source.lastSuccessAt)} title={at(source.lastSuccessAt)} />
      <Fact
        name="Read through"
        value={
          source.readThrough === null
            ? 'nothing yet'
            : `${instantText(source.readThrough, zone)}${lagText(source.readThrough, now)}`
        }
      />
      <Fact name="Events stored" value={counts.stored.toLocaleString('en-US')} />
      <Fact
        name="Later versions"
        value={`${counts.versions.toLocaleString('en-US')}, and ${countOf(counts.duplicates, 'duplicate')} dropped`}
      />
      <Fact
        name="Could not be read"
        value={counts.unparsed === 0 ? 'none' : `${countOf(counts.unparsed, 'event')}, kept as they came`}
      />
      <Fact
        name="Waiting to be stored"
        value={
          journal.batches === 0
            ? 'nothing'
            : `${countOf(journal.batches, 'window')}, ${formatSize(journal.bytes)}`
        }
      />
      <HourlySparkline hourly={source.hourly} now={now} />
      {source.kind === 'proofpoint' ? (
        <>
          <Fact name="Requests left today" value={left(source.budget.shared)} />
          <Fact name="For permitted clicks" value={left(source.budget.clicks)} />
        </>
      ) : null}
    </dl>
  );
}
