import { ChevronRight } from 'lucide-react';
import { Accordion } from 'radix-ui';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { valueState } from '../../../shared/query/edit-values.ts';
import type { FacetAnswer } from '../../query/question.ts';
import { useServices } from '../../services.ts';
import { visuallyHidden } from '../../ui/visually-hidden.ts';
import { useExplorer } from './explorer-model.ts';
import styles from './facet.module.css';
import { type FacetField, shownOf, useFacets } from './facet-model.ts';
import { FacetValue } from './facet-value.tsx';
import { clearField, pickedValues } from './look-changes.ts';

/** Values that a search within a facet finds, at most. */
const mostFound = 30;

interface Counted {
  value: string;
  count: number | undefined;
}

/** Values of a field that have a text in them, over all that is stored. */
function useFound(field: string, having: string): readonly Counted[] | undefined {
  const { store } = useServices();
  const [found, setFound] = useState<readonly Counted[]>();
  useEffect(() => {
    if (having === '') {
      setFound(undefined);
      return;
    }
    let isCurrent = true;
    void store.values(field, having, mostFound).then((values) => {
      if (isCurrent) setFound(values);
    });
    return () => {
      isCurrent = false;
    };
  }, [store, field, having]);
  return found;
}

/** Values that were picked stay in sight when they are not among the most frequent. */
function withPicked(values: readonly Counted[], picked: readonly string[]): readonly Counted[] {
  const there = new Set(values.map(({ value }) => value.toLowerCase()));
  const missing = picked.filter((value) => !there.has(value.toLowerCase()));
  return [...missing.map((value) => ({ value, count: undefined })), ...values];
}

/** The arrow keys go through the values of a list, which is one stop for Tab. */
function moveWithin(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[
    event.key
  ];
  if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const values = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-facet-value]')];
  const now = values.indexOf(document.activeElement as HTMLElement);
  if (now < 0) return;
  values[Math.min(values.length - 1, Math.max(0, now + by))]?.focus();
  event.preventDefault();
  event.stopPropagation();
}

interface FacetProps {
  facet: FacetField;
  /** Undefined until it has been counted. */
  answer: FacetAnswer | undefined;
}

function FacetValues({ facet: { field, name, whenNone }, answer }: FacetProps) {
  const text = useExplorer((model) => model.valid);
  const top = useFacets((model) => shownOf(model.top, field));
  const { showMore, showFewer } = useFacets.getState();
  const [search, setSearch] = useState('');
  const found = useFound(field, useDeferredValue(search.trim()));
  const picked = useMemo(() => pickedValues(text, field), [text, field]);
  const values = found ?? (answer ? withPicked(answer.values.slice(0, top), picked) : []);
  const most = Math.max(1, ...values.map(({ count }) => count ?? 0));
  const states = useMemo(
    () => new Map(values.map(({ value }) => [value, valueState(text, field, value)])),
    [values, text, field],
  );
  const hidden = answer && !found ? Math.max(0, answer.distinct - Math.min(top, answer.values.length)) : 0;
  const isLong = answer !== undefined && answer.distinct > Math.min(top, 7);
  return (
    <>
      {isLong || search !== '' ? (
        <input
          className={styles.search}
          type="search"
          aria-label={`Search ${name.toLowerCase()} values`}
          placeholder={`Search ${answer?.distinct.toLocaleString('en-US') ?? ''} values`}
          value={search}
          spellCheck={false}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || search === '') return;
            setSearch('');
            event.stopPropagation();
          }}
        />
      ) : null}
      {answer ? null : <div className={styles.skeleton} />}
      <ul className={styles.values} aria-label={name} onKeyDown={moveWithin}>
        {values.map(({ value, count }, index) => (
          <FacetValue
            key={value}
            field={field}
            value={value}
            count={count}
            share={(count ?? 0) / most}
            state={states.get(value) ?? null}
            hasTabStop={index === 0}
          />
        ))}
      </ul>
      {answer && values.length === 0 ? (
        <p className={styles.none}>
          {found ? 'No value has this in it.' : `No event here has one. ${whenNone ?? ''}`}
        </p>
      ) : null}
      {found && values.length > 0 ? <p className={styles.none}>Counted over all that is stored.</p> : null}
      {hidden > 0 || (top > 7 && !found) ? (
        <div className={styles.more}>
          {hidden > 0 ? (
            <button type="button" onClick={() => showMore(field)}>
              Show more ({hidden.toLocaleString('en-US')})
            </button>
          ) : null}
          {top > 7 ? (
            <button type="button" onClick={() => showFewer(field)}>
              Show fewer
            </button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

/** A facet: its name, and while it is open its most frequent values under all other filters. */
export function Facet({ facet, answer }: FacetProps) {
  const { field, name } = facet;
  const picked = useExplorer((model) => pickedValues(model.valid, field).length);
  return (
    <Accordion.Item value={field} className={styles.facet}>
      <div className={styles.head}>
        <Accordion.Header className={styles.name}>
          <Accordion.Trigger className={styles.trigger}>
            <ChevronRight className={styles.chevron} size={14} aria-hidden />
            {name}
            {answer && answer.distinct > 0 ? (
              <span className={styles.distinct} title="Distinct values" aria-hidden>
                {answer.distinct.toLocaleString('en-US')}
              </span>
            ) : null}
          </Accordion.Trigger>
        </Accordion.Header>
        {picked > 0 ? (
          <button type="button" className={styles.clear} onClick={() => clearField(field)}>
            Clear<span className={visuallyHidden}> {name.toLowerCase()}</span>
          </button>
        ) : null}
      </div>
      <Accordion.Content>
        <FacetValues facet={facet} answer={answer} />
      </Accordion.Content>
    </Accordion.Item>
  );
}
