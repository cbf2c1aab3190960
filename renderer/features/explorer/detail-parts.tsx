import { useState } from 'react';
import type { MessagePart } from '../../../shared/event/threat-event.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from './detail-section.tsx';
import { Value } from './detail-value.tsx';
import styles from './event-detail.module.css';

const fields = ['contentType', 'oContentType', 'disposition', 'sandboxStatus', 'md5', 'sha256'] as const;

/** Of more parts than this the rest is shown when it is asked for. */
const shownAtFirst = 20;

/** The parts of a message: bodies and attachments with their hashes. */
export function MessageParts({ parts }: { parts: readonly MessagePart[] }) {
  const [showsAll, setShowsAll] = useState(false);
  if (parts.length === 0) return null;
  return (
    <Section title={`Message parts (${parts.length})`}>
      {parts.slice(0, showsAll ? undefined : shownAtFirst).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two parts can be equal in every field
        <div key={index} className={styles.threat}>
          <strong>{part.filename ? <Value text={part.filename} field="filename" /> : 'unnamed part'}</strong>
          <dl className={styles.fields}>
            {fields
              .filter((field) => part[field])
              .map((field) => (
                <div key={field} style={{ display: 'contents' }}>
                  <dt>{field}</dt>
                  <dd>
                    <Value
                      text={part[field] ?? ''}
                      field={field}
                      mono={field === 'md5' || field === 'sha256'}
                    />
                  </dd>
                </div>
              ))}
          </dl>
        </div>
      ))}
      {parts.length > shownAtFirst && !showsAll ? (
        <Button variant="quiet" className={styles.more} onClick={() => setShowsAll(true)}>
          Show all {parts.length.toLocaleString('en-US')}
        </Button>
      ) : null}
    </Section>
  );
}
