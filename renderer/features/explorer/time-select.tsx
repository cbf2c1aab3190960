import { useMemo, useState } from 'react';
import { clausesOn } from '../../../shared/query/edit.ts';
import { useSettings } from '../../model/settings.ts';
import type { TimeRange } from '../../query/question.ts';
import { minuteText, spanText, type Zone } from '../../ui/time-text.ts';
import styles from './explorer.module.css';
import { useExplorer } from './explorer-model.ts';
import { setTimeClause } from './look-changes.ts';
import { timePresets } from './time-presets.ts';
import { TimeRangeDialog } from './time-range-dialog.tsx';

const custom = 'custom';
const choose = 'choose';

function rangeText({ from, to }: TimeRange, zone: Zone): string {
  if (!Number.isFinite(from)) return `Before ${minuteText(to, zone)}`;
  if (!Number.isFinite(to)) return `Since ${minuteText(from, zone)}`;
  return spanText(from, to, zone);
}

/** Stretches of time at hand; one that was brushed or written is named. */
export function TimeSelect({ time }: { time: TimeRange | null }) {
  const text = useExplorer((model) => model.valid);
  const zone = useSettings((model) => model.settings.timeZone);
  const clauses = useMemo(() => clausesOn(text, 'time').map((clause) => clause.text), [text]);
  const [first = null, ...others] = clauses;
  const preset = timePresets.findIndex(({ clause }) => clause === first);
  const isCustom = preset < 0 || others.length > 0;
  const [isChoosing, setChoosing] = useState(false);
  const change = (value: string) => {
    if (value === choose) setChoosing(true);
    else setTimeClause(timePresets[Number(value)]?.clause ?? null);
  };
  return (
    <>
      <select
        className={styles.select}
        aria-label="Time range"
        title={isCustom && time ? rangeText(time, zone) : undefined}
        value={isCustom ? custom : preset}
        onChange={(event) => change(event.target.value)}
      >
        {timePresets.map(({ name }, index) => (
          <option key={name} value={index}>
            {name}
          </option>
        ))}
        {isCustom ? <option value={custom}>{time ? rangeText(time, zone) : 'As written'}</option> : null}
        <option value={choose}>Custom range…</option>
      </select>
      {isChoosing ? <TimeRangeDialog time={time} onClose={() => setChoosing(false)} /> : null}
    </>
  );
}
