import { type EventKind, kindLabel } from '../../../shared/event/kinds.ts';
import type { Facet } from '../../store/look.ts';
import styles from './facet-list.module.css';
import { KindMark } from './kind-mark.tsx';

const facetName: Record<Facet, string> = {
  kind: 'Kind',
  classification: 'Classification',
  threatType: 'Threat type',
  threatStatus: 'Threat status',
};

const valueName: Record<string, string> = { falsePositive: 'false positive', messageText: 'message text' };

/** A facet's values with their counts under the other filters; picking several shows events with any of them. */
export function FacetList(props: {
  facet: Facet;
  counts: Record<string, number>;
  picked: readonly string[];
  onToggle(value: string): void;
}) {
  const { facet, counts, picked } = props;
  const values = Object.entries(counts)
    .filter(([value, count]) => facet === 'kind' || count > 0 || picked.includes(value))
    .sort(([, a], [, b]) => (facet === 'kind' ? 0 : b - a));
  if (values.length === 0) return null;
  return (
    <fieldset className={styles.facet}>
      <legend>{facetName[facet]}</legend>
      {values.map(([value, count]) => (
        <label key={value} className={styles.value}>
          <input type="checkbox" checked={picked.includes(value)} onChange={() => props.onToggle(value)} />
          {facet === 'kind' ? <KindMark kind={value as EventKind} /> : null}
          <span className={styles.name}>
            {facet === 'kind' ? kindLabel[value as EventKind] : (valueName[value] ?? value)}
          </span>
          <span className={styles.count}>{count.toLocaleString('en-US')}</span>
        </label>
      ))}
    </fieldset>
  );
}
