import { parseInstant } from '../../../shared/event/instant.ts';
import type { Threat } from '../../../shared/event/threat-event.ts';
import { useSettings } from '../../model/settings.ts';
import { instantText } from '../../ui/time-text.ts';
import { Section } from './detail-section.tsx';
import { Value } from './detail-value.tsx';
import styles from './event-detail.module.css';

function ThreatBlock({ threat }: { threat: Threat }) {
  const zone = useSettings((model) => model.settings.timeZone);
  const recognised = parseInstant(threat.threatTime);
  const fields: [string, string | null, boolean][] = [
    ['threat', threat.threat, true],
    ['threatID', threat.threatID, true],
    ['threatUrl', threat.threatUrl, true],
    ['campaignID', threat.campaignID, true],
    ['threatTime', recognised === undefined ? null : instantText(recognised, zone), false],
    ['detectionType', threat.detectionType, false],
    ['actors', threat.actors.length > 0 ? threat.actors.join(', ') : null, false],
    ...Object.entries(threat.extra).map(([name, value]): [string, string, boolean] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
      true,
    ]),
  ];
  return (
    <div className={styles.threat}>
      <div className={styles.tags}>
        {threat.classification ? <span className={styles.tag}>{threat.classification}</span> : null}
        {threat.threatType ? <span className={styles.tag}>{threat.threatType}</span> : null}
        {threat.threatStatus ? (
          <span className={`${styles.tag} ${threat.threatStatus === 'active' ? styles.active : ''}`}>
            {threat.threatStatus}
          </span>
        ) : null}
      </div>
      <dl className={styles.fields}>
        {fields
          .filter((field): field is [string, string, boolean] => field[1] !== null && field[1] !== '')
          .map(([name, value, mono]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>
                <Value text={value} mono={mono} />
              </dd>
            </div>
          ))}
      </dl>
    </div>
  );
}

/** Each threat with what is said of it. */
export function Threats({ threats }: { threats: readonly Threat[] }) {
  if (threats.length === 0) return null;
  return (
    <Section title={threats.length === 1 ? 'Threat' : `Threats (${threats.length})`}>
      {threats.map((threat, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an event's threats have no id that is always there
        <ThreatBlock key={index} threat={threat} />
      ))}
    </Section>
  );
}
