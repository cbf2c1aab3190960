import { Plus } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { paths } from '../../model/navigation.ts';
import { useSources } from '../../model/sources.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { useNow } from '../../ui/use-now.ts';
import { SourceCard } from './source-card.tsx';
import { StoreCard } from './store-card.tsx';

/** Health of each source. A source that is named in the address is scrolled to. */
export function SourcesPage({ focus, empty }: { focus?: string | undefined; empty: ReactNode }) {
  const sources = useSources((model) => model.sources);
  const now = useNow();
  const focused = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another source is asked for
  useEffect(() => {
    focused.current?.scrollIntoView({ block: 'start' });
  }, [focus]);
  const hasSources = (sources ?? []).length > 0;
  return (
    <Page
      title="Sources"
      {...(hasSources
        ? {}
        : { lead: 'A source is where events come from. There is none yet: choose one to begin.' })}
      actions={
        <ButtonLink variant="primary" href={`#${paths.newSource}`}>
          <Plus size={14} aria-hidden /> Create new
        </ButtonLink>
      }
    >
      {sources && !hasSources ? empty : null}
      {sources?.map((source) => (
        <div key={source.id} ref={source.id === focus ? focused : undefined}>
          <SourceCard source={source} now={now} />
        </div>
      ))}
      {hasSources ? <StoreCard /> : null}
    </Page>
  );
}
