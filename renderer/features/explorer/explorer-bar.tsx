import { Search } from 'lucide-react';
import type { RefObject } from 'react';
import { useSettings } from '../../model/settings.ts';
import type { LookAnswer } from '../../store/look.ts';
import { minuteText } from '../../ui/time-text.ts';
import styles from './explorer.module.css';
import { type PresetId, presets, useExplorer } from './explorer-model.ts';

/** Free text, time, and the counts of what is shown and of all. */
export function ExplorerBar({
  answer,
  searchRef,
}: {
  answer: LookAnswer | undefined;
  searchRef: RefObject<HTMLInputElement | null>;
}) {
  const { filter, preset, setText, setPreset } = useExplorer();
  const zone = useSettings((model) => model.settings.timeZone);
  const { time } = filter;
  return (
    <div className={styles.bar}>
      <label className={styles.search}>
        <Search size={16} aria-hidden />
        <input
          ref={searchRef}
          type="search"
          aria-label="Search all text of events"
          placeholder={'Search all text: addresses, subjects, URLs, hashes, "exact words"   ( / )'}
          value={filter.text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
        />
      </label>
      <select
        className={styles.select}
        aria-label="Time range"
        value={preset}
        onChange={(event) => setPreset(event.target.value as PresetId)}
      >
        {presets.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {preset === 'custom' && time ? (
          <option value="custom">
            {minuteText(time.from, zone)} to {minuteText(time.to, zone)}
          </option>
        ) : null}
      </select>
      <output className={styles.count} data-testid="counts">
        {answer ? (
          <>
            <strong>{answer.matched.toLocaleString('en-US')}</strong> of{' '}
            {answer.total.toLocaleString('en-US')}
          </>
        ) : (
          ''
        )}
      </output>
    </div>
  );
}
