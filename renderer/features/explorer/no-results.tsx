import { scoreFields } from '../../../shared/event/threat-event.ts';
import { type Filter, facets } from '../../store/look.ts';
import { Button } from '../../ui/button.tsx';
import styles from './explorer.module.css';
import { useExplorer } from './explorer-model.ts';
import { scoreName } from './score-cells.tsx';

/** What is set, each with a way to drop just that. */
function dropList(filter: Filter, preset: string): { name: string; drop(): void }[] {
  const model = useExplorer.getState();
  const list: { name: string; drop(): void }[] = [];
  if (filter.text.trim() !== '') list.push({ name: `text "${filter.text}"`, drop: () => model.setText('') });
  if (preset !== 'all') list.push({ name: 'time range', drop: () => model.setPreset('all') });
  for (const facet of facets) {
    for (const value of filter.picked[facet]) {
      list.push({ name: value, drop: () => model.togglePicked(facet, value) });
    }
  }
  for (const field of scoreFields) {
    const range = filter.scores[field];
    if (!range) continue;
    const name = `${scoreName[field]} ${range.from} to ${range.to}`;
    list.push({ name, drop: () => model.setScore(field, null) });
  }
  if (filter.unparsedOnly) list.push({ name: 'unread only', drop: () => model.setUnparsedOnly(false) });
  return list;
}

/** Nothing matches: says what is set, one click to drop each. */
export function NoResults({ total }: { total: number }) {
  const filter = useExplorer((model) => model.filter);
  const preset = useExplorer((model) => model.preset);
  const reset = useExplorer((model) => model.reset);
  return (
    <div className={styles.empty}>
      <h2>No event matches all of this</h2>
      <p>
        {total.toLocaleString('en-US')} events are stored. Drop one of the filters to see more; those with a
        score range leave out events without that score.
      </p>
      <div className={styles.suggestions}>
        {dropList(filter, preset).map(({ name, drop }) => (
          <Button key={name} onClick={drop}>
            Drop {name}
          </Button>
        ))}
        <Button variant="primary" onClick={reset}>
          Show everything
        </Button>
      </div>
    </div>
  );
}
