import { countOf } from '../../../shared/duration.ts';
import { paths } from '../../model/navigation.ts';
import { useSources } from '../../model/sources.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { StallForm } from '../../ui/stall-form.tsx';
import { PackSwitches } from './pack-switches.tsx';
import styles from './set-up-proofpoint.module.css';

/** The success page: the source is at work; what remains is when to be told of silence. */
export function SourceReadyPage({ id }: { id: string }) {
  const source = useSources((model) => model.sources?.find((one) => one.id === id));
  if (!source) {
    return (
      <Page title="No such source">
        <p>It was deleted.</p>
        <ButtonLink href={`#${paths.sources}`}>Sources</ButtonLink>
      </Page>
    );
  }
  const done = Math.round(source.backfill.done * 100);
  return (
    <Page title="The source is set up">
      <Notice tone="good">
        <strong>{source.name} is connected</strong>
        <span>
          {source.kind === 'sample'
            ? 'These are invented events of an organisation that does not exist, polled exactly as real ones are.'
            : 'New events are polled every two minutes, permitted clicks every minute.'}{' '}
          The last seven days are being read now, newest first; you can look at what is there already.
        </span>
      </Notice>
      <Card label="First filling">
        <Progress
          label="Last seven days"
          value={source.backfill.done}
          text={`${done} % held, ${countOf(source.counts.stored, 'event')} stored`}
        />
      </Card>
      <PackSwitches />
      <Card label="Alert">
        <StallForm key={source.id} source={source} />
      </Card>
      <div className={styles.actions}>
        <ButtonLink variant="primary" href={`#${paths.explorer}`}>
          Explore events
        </ButtonLink>
        <ButtonLink href={`#${paths.source(source.id)}`}>Show source</ButtonLink>
      </div>
    </Page>
  );
}
