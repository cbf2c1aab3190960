import type { EventKind } from '../../../shared/event/kinds.ts';
import { parseEvent } from '../../../shared/event/normalise.ts';
import { useSettings } from '../../model/settings.ts';
import type { StoredVersion } from '../../store/event-store.ts';
import { Button } from '../../ui/button.tsx';
import { instantText } from '../../ui/time-text.ts';
import { Section } from './detail-section.tsx';
import styles from './event-detail.module.css';

/** What a version says of its threats, in short. */
function summary(kind: EventKind, version: StoredVersion): string {
  const result = parseEvent(kind, version.raw, version.fetchedAt);
  if (!result.ok) return 'could not be read';
  const threats = result.event.threatsInfoMap.map(({ classification, threatStatus }) =>
    [classification, threatStatus].filter(Boolean).join(' '),
  );
  return threats.length > 0 ? threats.join('; ') : 'no threat';
}

/** What was said of the event over time: newest first, each can be looked at. */
export function Versions(props: {
  versions: readonly StoredVersion[];
  kind: EventKind;
  chosen: string;
  onChoose(contentHash: string): void;
}) {
  const zone = useSettings((model) => model.settings.timeZone);
  if (props.versions.length < 2) return null;
  return (
    <Section title={`Versions (${props.versions.length})`}>
      <div className={styles.versions}>
        {props.versions.map((version) => (
          <Button
            key={version.contentHash}
            className={styles.version}
            aria-pressed={version.contentHash === props.chosen}
            onClick={() => props.onChoose(version.contentHash)}
          >
            <span>{instantText(version.created, zone)}</span>
            <span>{summary(props.kind, version)}</span>
          </Button>
        ))}
      </div>
    </Section>
  );
}
