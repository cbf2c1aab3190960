import { useState } from 'react';
import { parseInstant } from '../../../shared/event/instant.ts';
import type { Threat } from '../../../shared/event/threat-event.ts';
import { useSettings } from '../../model/settings.ts';
import { Button } from '../../ui/button.tsx';
import { instantText } from '../../ui/time-text.ts';
import { Section } from './detail-section.tsx';
import { Value } from './detail-value.tsx';
import { Values } from './detail-values.tsx';
import styles from './event-detail.module.css';

function ThreatBlock({ threat }: { threat: Threat }) {
  const zone = useSettings((model) => model.settings.timeZone);
  const recognised = parseInstant(threat.threatTime);
  const fields: { name: string; text: string | null; value?: string | null; mono?: boolean }[] = [
    { name: 'classification', text: threat.classification },
    { name: 'threatType', text: threat.threatType },
    { name: 'threatStatus', text: threat.threatStatus },
    { name: 'threat', text: threat.threat, mono: true },
    { name: 'threatID', text: threat.threatID, mono: true },
    { name: 'threatUrl', text: threat.threatUrl, mono: true },
    { name: 'campaignID', text: threat.campaignID, mono: true },
    {
      name: 'threatTime',
      text: recognised === undefined ? null : instantText(recognised, zone),
      value: threat.threatTime,
    },
    { name: 'detectionType', text: threat.detectionType },
  ];
  const extra = Object.entries(threat.extra);
  return (
    <div className={styles.threat}>
      {threat.threatStatus === 'active' ? <strong className={styles.active}>Active</strong> : null}
      <dl className={styles.fields}>
        {fields.map(({ name, text, value, mono = false }) =>
          text ? (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>
                <Value text={text} value={value ?? text} field={name} mono={mono} />
              </dd>
            </div>
          ) : null,
        )}
        {threat.actors.length > 0 ? (
          <div style={{ display: 'contents' }}>
            <dt>actors</dt>
            <dd>
              <Values texts={threat.actors} field="actors" />
            </dd>
          </div>
        ) : null}
        {extra.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>
              <Value text={typeof value === 'string' ? value : JSON.stringify(value)} mono />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Of more threats than this the rest is shown when it is asked for. */
const shownAtFirst = 20;

/** Each threat with what is said of it. */
export function Threats({ threats }: { threats: readonly Threat[] }) {
  const [showsAll, setShowsAll] = useState(false);
  if (threats.length === 0) return null;
  return (
    <Section title={threats.length === 1 ? 'Threat' : `Threats (${threats.length})`}>
      {threats.slice(0, showsAll ? undefined : shownAtFirst).map((threat, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an event's threats have no id that is always there
        <ThreatBlock key={index} threat={threat} />
      ))}
      {threats.length > shownAtFirst && !showsAll ? (
        <Button variant="quiet" className={styles.more} onClick={() => setShowsAll(true)}>
          Show all {threats.length.toLocaleString('en-US')}
        </Button>
      ) : null}
    </Section>
  );
}
