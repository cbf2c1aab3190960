import { Crosshair, FileOutput, Tag, X } from 'lucide-react';
import { countOf } from '../../../../shared/duration.ts';
import { useServices } from '../../../services.ts';
import { Button } from '../../../ui/button.tsx';
import { useAnnotating } from '../annotating/annotating-model.ts';
import { useExporting } from '../export/export-model.ts';
import { copyIndicators } from '../export/use-export-keys.ts';
import { held } from '../held-key.ts';
import type { Shown } from '../look-coordinator.ts';
import { focusRows } from '../rows-focus.ts';
import styles from './marked-bar.module.css';
import { meantBy, useMarking } from './marking-model.ts';

/** How many events are marked, and what can be done with them. */
export function MarkedBar({ shown }: { shown: Shown }) {
  const services = useServices();
  const marked = useMarking((model) => model.marked);
  const clear = useMarking((model) => model.clear);
  const ask = useAnnotating((model) => model.ask);
  const meant = meantBy(shown, marked);
  const isAny = meant?.of === 'marked';
  return (
    <>
      {/* It is there before anything is marked, so that the first mark is said too. */}
      <div className={styles.said} role="status">
        {isAny ? `${countOf(meant.count, 'event')} marked` : ''}
      </div>
      {isAny ? (
        <section className={styles.bar} aria-label="Marked events">
          <strong className={styles.count} data-testid="marked" aria-hidden>
            {countOf(meant.count, 'event')} marked
          </strong>
          <Button
            variant="quiet"
            icon
            aria-label="Take the marks off"
            title="Take the marks off (Esc)"
            onClick={() => {
              clear();
              focusRows();
            }}
          >
            <X size={16} aria-hidden />
          </Button>
          <Button title="Tag them (t)" onClick={() => ask({ what: 'tag', target: { is: 'many', ...meant } })}>
            <Tag size={14} aria-hidden /> Tag…
          </Button>
          <Button
            title={`Copy their indicators, defanged (${held}Shift+C)`}
            onClick={() => void copyIndicators(services, meant)}
          >
            <Crosshair size={14} aria-hidden /> Copy indicators
          </Button>
          <Button title={`Export them (${held}E)`} onClick={() => useExporting.setState({ isOpen: true })}>
            <FileOutput size={14} aria-hidden /> Export…
          </Button>
        </section>
      ) : null}
    </>
  );
}
