import type { MessagePart } from '../../../shared/event/threat-event.ts';
import { Section } from './detail-section.tsx';
import { Value } from './detail-value.tsx';
import styles from './event-detail.module.css';

const fields = ['contentType', 'oContentType', 'disposition', 'sandboxStatus', 'md5', 'sha256'] as const;

/** The parts of a message: bodies and attachments with their hashes. */
export function MessageParts({ parts }: { parts: readonly MessagePart[] }) {
  if (parts.length === 0) return null;
  return (
    <Section title={`Message parts (${parts.length})`}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two parts can be equal in every field
        <div key={index} className={styles.threat}>
          <strong>
            <Value text={part.filename ?? 'unnamed part'} />
          </strong>
          <dl className={styles.fields}>
            {fields
              .filter((field) => part[field])
              .map((field) => (
                <div key={field} style={{ display: 'contents' }}>
                  <dt>{field}</dt>
                  <dd>
                    <Value text={part[field] ?? ''} mono={field === 'md5' || field === 'sha256'} />
                  </dd>
                </div>
              ))}
          </dl>
        </div>
      ))}
    </Section>
  );
}
