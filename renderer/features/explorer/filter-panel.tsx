import { scoreFields } from '../../../shared/event/threat-event.ts';
import { facets, isEverything, type LookAnswer } from '../../store/look.ts';
import { Button } from '../../ui/button.tsx';
import { useExplorer } from './explorer-model.ts';
import { FacetList } from './facet-list.tsx';
import styles from './filter-panel.module.css';
import { ScoreFilter } from './score-filter.tsx';

/** Everything that narrows what is shown, but for time and text. */
export function FilterPanel({ answer }: { answer: LookAnswer }) {
  const { filter, preset, setScore, togglePicked, setUnparsedOnly, reset } = useExplorer();
  return (
    <aside className={styles.panel} aria-label="Filters">
      <h2 className={styles.heading}>
        Scores
        {isEverything(filter) && preset === 'all' ? null : (
          <Button variant="quiet" onClick={reset} title="Reset all filters (r)">
            Reset
          </Button>
        )}
      </h2>
      {scoreFields.map((field) => (
        <ScoreFilter
          key={field}
          field={field}
          range={filter.scores[field]}
          distribution={answer.scores[field]}
          onChange={(range) => setScore(field, range)}
        />
      ))}
      {facets.map((facet) => (
        <FacetList
          key={facet}
          facet={facet}
          counts={answer.facets[facet]}
          picked={filter.picked[facet]}
          onToggle={(value) => togglePicked(facet, value)}
        />
      ))}
      {answer.unparsed > 0 || filter.unparsedOnly ? (
        <label className={styles.unparsed}>
          <input
            type="checkbox"
            checked={filter.unparsedOnly}
            onChange={(event) => setUnparsedOnly(event.target.checked)}
          />
          Only what could not be read ({answer.unparsed.toLocaleString('en-US')})
        </label>
      ) : null}
    </aside>
  );
}
