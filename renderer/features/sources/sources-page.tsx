import { FileInput, Plus } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { chooseFiles } from '../../model/importing.ts';
import { useImports } from '../../model/imports.ts';
import { paths } from '../../model/navigation.ts';
import { useSources } from '../../model/sources.ts';
import { useServices } from '../../services.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ImportCard } from './import-card.tsx';
import { SourceCard } from './source-card.tsx';
import styles from './sources.module.css';
import { StoreCard } from './store-card.tsx';

/** Health of each source. A source that is named in the address is scrolled to. */
export function SourcesPage({ focus, empty }: { focus?: string | undefined; empty: ReactNode }) {
  const services = useServices();
  const sources = useSources((model) => model.sources);
  const imports = useImports((model) => model.imports);
  const now = useNow();
  const focused = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another source is asked for
  useEffect(() => {
    focused.current?.scrollIntoView({ block: 'start' });
  }, [focus]);
  const done = (imports ?? []).filter(({ state }) => state === 'done');
  const hasSources = (sources ?? []).length + done.length > 0;
  return (
    <Page
      title="Sources"
      {...(hasSources
        ? {}
        : { lead: 'A source is where events come from. There is none yet: choose one to begin.' })}
      actions={
        <div className={styles.actions}>
          <Button onClick={() => chooseFiles(services)}>
            <FileInput size={14} aria-hidden /> Import files
          </Button>
          <ButtonLink variant="primary" href={`#${paths.newSource}`}>
            <Plus size={14} aria-hidden /> Create new
          </ButtonLink>
        </div>
      }
    >
      {sources && imports && !hasSources ? empty : null}
      {sources?.map((source) => (
        <div key={source.id} ref={source.id === focus ? focused : undefined}>
          <SourceCard source={source} now={now} />
        </div>
      ))}
      {hasSources ? <StoreCard /> : null}
      {done.map((imported) => (
        <ImportCard key={imported.id} imported={imported} />
      ))}
    </Page>
  );
}
