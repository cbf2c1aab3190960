import { Ban, Check } from 'lucide-react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { type EventKind, kindLabel } from '../../../shared/event/kinds.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useSourceName } from '../../model/source-names.ts';
import { EventText } from '../../ui/event-text.tsx';
import { KindMark } from '../../ui/kind-mark.tsx';
import styles from './facet-value.module.css';
import { pickOnly, toggleExcluded, toggleValue } from './look-changes.ts';

const ownNames: Record<string, string> = { falsePositive: 'false positive', messageText: 'message text' };
const ownNamed = new Set(['threatStatus', 'threatType']);

/** A value in words, where the schema's own is not. */
function labelOf(field: string, value: string): string {
  if (field === 'kind') return kindLabel[value as EventKind] ?? value;
  return (ownNamed.has(field) ? ownNames[value] : undefined) ?? value;
}

function isKind(field: string, value: string): value is EventKind {
  return field === 'kind' && Object.hasOwn(kindLabel, value);
}

interface FacetValueProps {
  field: string;
  value: string;
  /** Undefined where it is not known: the value is picked, and not among the most frequent. */
  count: number | undefined;
  /** The length of its bar, 0 to 1. */
  share: number;
  state: 'included' | 'excluded' | null;
  /** Whether Tab comes to this value of the list. */
  hasTabStop: boolean;
}

/** A value of a facet: picked by click, excluded with Alt or Shift held; by keys `i`, `x` and `o` for only. */
export function FacetValue({ field, value, count, share, state, hasTabStop }: FacetValueProps) {
  const source = useSourceName(value);
  const label = field === 'source' ? (source ?? value) : labelOf(field, value);
  const onClick = (event: MouseEvent) =>
    event.altKey || event.shiftKey ? toggleExcluded(field, value) : toggleValue(field, value);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'x') toggleExcluded(field, value);
    else if (event.key === 'i') toggleValue(field, value);
    else if (event.key === 'o') pickOnly(field, value);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <li className={styles.row} data-state={state ?? undefined}>
      <span className={styles.bar} style={{ width: `${share * 100}%` }} aria-hidden />
      {/* biome-ignore lint/a11y/useSemanticElements: an input cannot hold the mark, the text and the count */}
      <button
        type="button"
        className={styles.value}
        role="checkbox"
        aria-checked={state === 'included'}
        aria-label={`${visibleText(label)}${count === undefined ? '' : ` ${count.toLocaleString('en-US')}`}${state === 'excluded' ? ', excluded' : ''}`}
        aria-keyshortcuts="i x o"
        title={`${visibleText(label)}\nClick to show it, Alt or Shift and click to exclude it`}
        tabIndex={hasTabStop ? 0 : -1}
        onClick={onClick}
        onKeyDown={onKeyDown}
        data-facet-value
      >
        <span className={styles.box} aria-hidden>
          {state === 'included' ? <Check size={12} strokeWidth={3} /> : null}
          {state === 'excluded' ? <Ban size={12} strokeWidth={2.5} /> : null}
        </span>
        {isKind(field, value) ? <KindMark kind={value} /> : null}
        <span className={styles.name}>{label === value ? <EventText>{value}</EventText> : label}</span>
        <span className={styles.count}>{count?.toLocaleString('en-US') ?? ''}</span>
      </button>
      <span className={styles.more}>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Only ${visibleText(label)}`}
          title="Only this (o)"
          onClick={() => pickOnly(field, value)}
        >
          only
        </button>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${state === 'excluded' ? 'Do not exclude' : 'Exclude'} ${visibleText(label)}`}
          title={state === 'excluded' ? 'Do not exclude it (x)' : 'Exclude it (x)'}
          onClick={() => toggleExcluded(field, value)}
        >
          <Ban size={12} aria-hidden />
        </button>
      </span>
    </li>
  );
}
