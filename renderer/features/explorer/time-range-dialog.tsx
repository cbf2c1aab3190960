import { type FormEvent, useState } from 'react';
import { useSettings } from '../../model/settings.ts';
import type { TimeRange } from '../../query/question.ts';
import { Button } from '../../ui/button.tsx';
import dialogStyles from '../../ui/dialog.module.css';
import { PlainDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { minuteText, zoneName } from '../../ui/time-text.ts';
import { setTimeClause } from './look-changes.ts';

/** What an input for a date and a time holds: a wall time to the minute. */
function inputValue(ms: number | undefined, zone: Parameters<typeof minuteText>[1]): string {
  return ms !== undefined && Number.isFinite(ms) ? minuteText(ms, zone).replace(' ', 'T') : '';
}

/** The condition that two wall times stand for; either may be empty, which leaves that side open. */
export function rangeClause(from: string, to: string): string | null {
  if (from === '' && to === '') return null;
  return `time:[${from || '*'} TO ${to || '*'}}`;
}

/** Asks for a stretch of time by its two ends. */
export function TimeRangeDialog({ time, onClose }: { time: TimeRange | null; onClose(): void }) {
  const zone = useSettings((model) => model.settings.timeZone);
  const [from, setFrom] = useState(inputValue(time?.from, zone));
  const [to, setTo] = useState(inputValue(time?.to, zone));
  const isTurned = from !== '' && to !== '' && from >= to;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isTurned) return;
    setTimeClause(rangeClause(from, to));
    onClose();
  };
  return (
    <PlainDialog
      open
      title="Custom time range"
      description={`Times are in ${zoneName(zone, Date.now())}, as on the rest of the screen. An end that is left empty is open.`}
      onClose={onClose}
    >
      <form className={dialogStyles.form} onSubmit={submit}>
        <TextField
          label="From"
          type="datetime-local"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label="To"
          type="datetime-local"
          value={to}
          onChange={(event) => setTo(event.target.value)}
          error={isTurned ? 'The end has to be after the beginning.' : undefined}
        />
        <div className={dialogStyles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Show this time
          </Button>
        </div>
      </form>
    </PlainDialog>
  );
}
