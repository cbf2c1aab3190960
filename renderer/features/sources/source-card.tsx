import { KeyRound, Pause, Pencil, Play, RefreshCw, Timer, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { skewText } from '../../../shared/clock-skew.ts';
import { formatDuration } from '../../../shared/duration.ts';
import type { IpcCall } from '../../../shared/ipc.ts';
import type { SourceView } from '../../../shared/source.ts';
import { useSettings } from '../../model/settings.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { CoverageStrip } from '../../ui/coverage-strip.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { SourceState } from '../../ui/source-state.tsx';
import { StallForm } from '../../ui/stall-form.tsx';
import { agoText, minuteText, zoneName } from '../../ui/time-text.ts';
import { CadenceDialog } from './cadence-dialog.tsx';
import { CredentialsDialog } from './credentials-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { LastErrors } from './last-errors.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { isClockWrong, SourceFacts } from './source-facts.tsx';
import styles from './sources.module.css';
import { StallExample } from './stall-example.tsx';

type Open = 'cadence' | 'credentials' | 'delete' | 'rename' | undefined;

function Troubles({ source, now }: { source: SourceView; now: number }) {
  return (
    <>
      {source.trouble ? (
        <Notice tone="bad">
          <span>{source.trouble.sentence}</span>
          {source.troubleSince === null ? null : <span>Since {agoText(source.troubleSince, now)}.</span>}
        </Notice>
      ) : null}
      {source.stalledSince === null ? null : (
        <Notice tone="warn">
          <strong>No events for {formatDuration(now - source.stalledSince)}</strong>
          <span>
            {source.lastSuccessAt === null
              ? 'No poll has succeeded yet.'
              : `The last successful poll was ${agoText(source.lastSuccessAt, now)}.`}{' '}
            Check in TAP that mail still flows through it.
          </span>
        </Notice>
      )}
      <Lost source={source} />
      {isClockWrong(source) ? (
        <Notice tone="warn">
          This computer's clock is {skewText(source.clockSkew ?? 0)} by the API's time. Polling goes by the
          API's clock, so nothing is missed; set the clock so that times in notifications are right.
        </Notice>
      ) : null}
    </>
  );
}

/** What could not be fetched, said with its time: it is marked in the strip too. */
function Lost({ source }: { source: SourceView }) {
  const zone = useSettings((model) => model.settings.timeZone);
  if (source.lost.length === 0) return null;
  return (
    <Notice tone="warn">
      <strong>Could not be fetched: older than the API keeps</strong>
      {source.lost.map(({ from, to }) => (
        <span key={from}>
          {minuteText(from, zone)} to {minuteText(to, zone)} {zoneName(zone, to)}
        </span>
      ))}
    </Notice>
  );
}

function Actions({ source, onOpen }: { source: SourceView; onOpen(open: Open): void }) {
  const { bridge } = useServices();
  const act = (call: Extract<IpcCall, 'sources.pollNow' | 'sources.pause' | 'sources.resume'>) => () =>
    void bridge.call(call, source.id);
  return (
    <div className={styles.actions}>
      {source.paused ? (
        <Button onClick={act('sources.resume')}>
          <Play size={14} aria-hidden /> Resume
        </Button>
      ) : (
        <>
          <Button onClick={act('sources.pollNow')}>
            <RefreshCw size={14} aria-hidden /> Poll now
          </Button>
          <Button onClick={act('sources.pause')}>
            <Pause size={14} aria-hidden /> Pause
          </Button>
        </>
      )}
      {source.kind === 'proofpoint' ? (
        <Button onClick={() => onOpen('cadence')}>
          <Timer size={14} aria-hidden /> Intervals
        </Button>
      ) : null}
      {source.kind === 'proofpoint' ? (
        <Button onClick={() => onOpen('credentials')}>
          <KeyRound size={14} aria-hidden /> Change credentials
        </Button>
      ) : null}
      <Button onClick={() => onOpen('rename')}>
        <Pencil size={14} aria-hidden /> Rename
      </Button>
      <Button variant="danger" onClick={() => onOpen('delete')}>
        <Trash2 size={14} aria-hidden /> Delete
      </Button>
    </div>
  );
}

/** Where the strip ends: now, or what is read through while that follows closely, which is all there is to hold. */
function stripEnd({ readThrough }: SourceView, now: number): number {
  return readThrough !== null && now - readThrough < 5 * 60_000 ? readThrough : now;
}

/** One source: how it does, what is held of it, and everything that can be done about it. */
export function SourceCard({ source, now }: { source: SourceView; now: number }) {
  const { bridge } = useServices();
  const zone = useSettings((model) => model.settings.timeZone);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <Card label={source.name}>
      <div className={styles.head}>
        <h2>{source.name}</h2>
        {source.kind === 'sample' ? <span className={styles.sample}>Sample data</span> : null}
        <span className={styles.spacer} />
        <SourceState state={source.state} />
      </div>
      <Troubles source={source} now={now} />
      {source.backfill.remainingWindows > 0 && !source.paused ? (
        <Progress
          label="Reading the last seven days, newest first"
          value={source.backfill.done}
          text={`${Math.round(source.backfill.done * 100)} % held, ${source.backfill.remainingWindows} windows to go`}
        />
      ) : null}
      <CoverageStrip
        span={{ from: source.historyFrom, to: stripEnd(source, now) }}
        coverage={source.coverage}
        lost={source.lost}
        zone={zone}
      />
      <SourceFacts source={source} now={now} />
      <LastErrors failures={source.failures} zone={zone} />
      <Actions source={source} onOpen={setOpen} />
      <hr className={styles.divider} />
      <StallForm source={source} />
      <StallExample source={source} />
      {open === 'cadence' ? <CadenceDialog source={source} onClose={close} /> : null}
      {open === 'credentials' ? <CredentialsDialog source={source} onClose={close} /> : null}
      {open === 'delete' ? <DeleteDialog source={source} onClose={close} /> : null}
      {open === 'rename' ? (
        <RenameDialog
          name={source.name}
          onRename={(name) => bridge.call('sources.rename', source.id, name)}
          onClose={close}
        />
      ) : null}
    </Card>
  );
}
