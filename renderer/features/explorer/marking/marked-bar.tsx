import { Crosshair, FileOutput, Tag, X } from 'lucide-react';
import { countOf } from '../../../../shared/duration.ts';
import { useServices } from '../../../services.ts';
import { Button } from '../../../ui/button.tsx';
import { visuallyHidden } from '../../../ui/visually-hidden.ts';
import { useAnnotating } from '../annotating/annotating-model.ts';
import { useExporting } from '../export/export-model.ts';
import { copyIndicators } from '../export/use-export-keys.ts';
import { held } from '../held-key.ts';
import type { Shown } from '../look-coordinator.ts';
import { focusRows } from '../rows-focus.ts';
import styles from './marked-bar.module.css';
import { type Meant, meantBy, useMarking } from './marking-model.ts';

function Deeds({ meant }: { meant: Meant }) {
  const services = useServices();
  const ask = useAnnotating((model) => model.ask);
  return (
    <>
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
    </>
  );
}

/** How many events are marked, and what can be done with them. */
export function MarkedBar({ shown }: { shown: Shown }) {
  const marked = useMarking((model) => model.marked);
  const refused = useMarking((model) => model.refused);
  const clear = useMarking((model) => model.clear);
  const meant = meantBy(shown, marked);
  const isAny = meant?.of === 'marked';
  const count = isAny ? `${countOf(meant.count, 'event')} marked` : '';
  return (
    <>
      {/* It is there before anything is marked, so that the first mark is said too. */}
      <div className={visuallyHidden} role="status">
        {refused || count}
      </div>
      {isAny || refused !== '' ? (
        <section className={styles.bar} aria-label="Marked events">
          {isAny ? <strong className={styles.count}>{count}</strong> : null}
          {refused ? <span className={styles.refused}>{refused}</span> : null}
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
          {isAny ? <Deeds meant={meant} /> : null}
        </section>
      ) : null}
    </>
  );
}
