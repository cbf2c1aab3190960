import { Accordion } from 'radix-ui';
import { useMemo } from 'react';
import { scoreFields } from '../../../shared/event/threat-event.ts';
import type { Answer } from '../../query/question.ts';
import { useExplorer } from './explorer-model.ts';
import { Facet } from './facet.tsx';
import { facetFields, useFacets } from './facet-model.ts';
import styles from './filter-panel.module.css';
import { isUnparsedOnly, scoreRangeOf, setScore, toggleUnparsed } from './look-changes.ts';
import { ScoreFilter } from './score-filter.tsx';

/** Everything that narrows what is shown by hand: scores and facets. What is chosen is written into the query. */
export function FilterPanel({ answer }: { answer: Answer }) {
  const text = useExplorer((model) => model.valid);
  const open = useFacets((model) => model.open);
  const setOpen = useFacets((model) => model.setOpen);
  const ranges = useMemo(() => scoreFields.map((field) => scoreRangeOf(text, field)), [text]);
  const unparsedOnly = isUnparsedOnly(text);
  return (
    <aside className={styles.panel} aria-label="Filters">
      <h2 className={styles.heading}>Scores</h2>
      {scoreFields.map((field, index) => (
        <ScoreFilter
          key={field}
          field={field}
          range={ranges[index] ?? null}
          distribution={answer.scores[field]}
          onChange={(from, to) => setScore(field, from, to)}
        />
      ))}
      <h2 className={styles.heading}>Facets</h2>
      <Accordion.Root type="multiple" value={[...open]} onValueChange={setOpen}>
        {facetFields.map((facet) => (
          <Facet key={facet.field} facet={facet} answer={answer.facets[facet.field]} />
        ))}
      </Accordion.Root>
      {answer.unparsed > 0 || unparsedOnly ? (
        <label className={styles.unparsed}>
          <input type="checkbox" checked={unparsedOnly} onChange={toggleUnparsed} />
          Only what could not be read ({answer.unparsed.toLocaleString('en-US')})
        </label>
      ) : null}
    </aside>
  );
}
