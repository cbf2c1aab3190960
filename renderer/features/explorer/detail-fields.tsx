import { parseInstant } from '../../../shared/event/instant.ts';
import { type EventKind, isClick, kindLabel } from '../../../shared/event/kinds.ts';
import type { ThreatEvent } from '../../../shared/event/threat-event.ts';
import { useSettings } from '../../model/settings.ts';
import { instantText, type Zone } from '../../ui/time-text.ts';
import { Section } from './detail-section.tsx';
import { Value } from './detail-value.tsx';
import { Values } from './detail-values.tsx';
import styles from './event-detail.module.css';

/** Fields in the order an analyst reads them; threats, parts and raw have sections of their own. */
const messageFields = [
  'kind', 'fromAddress', 'sender', 'headerFrom', 'headerReplyTo', 'replyToAddress', 'senderIP',
  'recipient', 'toAddresses', 'ccAddresses', 'headerTo', 'headerCC', 'subject', 'messageTime',
  'phishScore', 'malwareScore', 'impostorScore', 'spamScore', 'quarantineFolder', 'quarantineRule',
  'policyRoutes', 'modulesRun', 'completelyRewritten', 'messageSize', 'cluster', 'xmailer',
  'messageID', 'GUID', 'QID', 'id', 'url', 'clickIP', 'clickTime', 'userAgent',
] as const satisfies readonly (keyof ThreatEvent)[]; // biome-ignore format: a few lines read better than a column

const clickFields = [
  'kind', 'url', 'clickTime', 'clickIP', 'userAgent', 'recipient', 'sender', 'senderIP', 'messageID', 'GUID', 'id',
] as const satisfies readonly (keyof ThreatEvent)[]; // biome-ignore format: a few lines read better than a column

/** Words that make two addresses or two IPs impossible to mix up. */
const labels: Partial<Record<string, string>> = {
  senderIP: 'senderIP (of the sending server)',
  clickIP: 'clickIP (of whoever clicked)',
};

const times = new Set(['messageTime', 'clickTime']);
const identifiers = new Set(['GUID', 'QID', 'id', 'messageID', 'senderIP', 'clickIP', 'url']);

interface Shown {
  texts: string[];
  /** What the query says of a value, where that is not its text. */
  values?: string[];
}

function shownOf(field: string, value: unknown, zone: Zone): Shown {
  if (Array.isArray(value)) return { texts: value.map(String) };
  if (field === 'kind') return { texts: [kindLabel[value as EventKind]], values: [String(value)] };
  if (times.has(field))
    return { texts: [instantText(parseInstant(value) ?? 0, zone)], values: [String(value)] };
  return { texts: [typeof value === 'object' ? JSON.stringify(value) : String(value)] };
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** Every field of the event; those that came empty are named together below. */
export function AllFields({ event }: { event: ThreatEvent }) {
  const zone = useSettings((model) => model.settings.timeZone);
  const order: readonly (keyof ThreatEvent)[] = isClick(event.kind)
    ? [
        ...clickFields,
        ...messageFields.filter(
          (field) => !(clickFields as readonly string[]).includes(field) && isGiven(event[field]),
        ),
      ]
    : messageFields;
  const given = order.filter((field) => isGiven(event[field]));
  const empty = order.filter(
    (field) =>
      !isGiven(event[field]) &&
      (isClick(event.kind) || !['url', 'clickIP', 'clickTime', 'userAgent'].includes(field)),
  );
  const extra = Object.entries(event.extra);
  return (
    <Section title="Fields">
      <dl className={styles.fields}>
        {given.map((field) => (
          <div key={field} style={{ display: 'contents' }}>
            <dt>{labels[field] ?? field}</dt>
            <dd>
              <Values {...shownOf(field, event[field], zone)} field={field} mono={identifiers.has(field)} />
            </dd>
          </div>
        ))}
        {extra.map(([field, value]) => (
          <div key={field} style={{ display: 'contents' }}>
            <dt>{field} (not in the schema)</dt>
            <dd>
              <Value text={typeof value === 'string' ? value : JSON.stringify(value)} mono />
            </dd>
          </div>
        ))}
      </dl>
      {empty.length > 0 ? <p className={styles.dim}>Empty: {empty.join(', ')}</p> : null}
    </Section>
  );
}
