import { useEffect, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import { formatSize } from '../../../shared/size.ts';
import { useStoreStatus } from '../../model/store-status.ts';
import { useServices } from '../../services.ts';
import { databaseBytes } from '../../ui/database-bytes.ts';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { persistenceText } from '../../ui/persistence-text.ts';
import { useStorageStatus } from '../../ui/use-storage-status.ts';
import { Fact } from './source-facts.tsx';
import styles from './sources.module.css';

/** How the store that all sources share is doing. */
export function StoreCard() {
  const { store } = useServices();
  const status = useStorageStatus();
  const { persisted, trouble } = useStoreStatus();
  const [held, setHeld] = useState<{ events: number; bytes: number | null }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again as what lies on disk changes
  useEffect(() => {
    let isCurrent = true;
    void Promise.all([store.counts(), databaseBytes()]).then(([{ total }, bytes]) => {
      if (isCurrent) setHeld({ events: total, bytes });
    });
    return () => {
      isCurrent = false;
    };
  }, [store, status]);
  if (!status) return null;
  const { archive, journal } = status;
  const size = held?.bytes === undefined || held.bytes === null ? 'size unknown' : formatSize(held.bytes);
  return (
    <Card label="Event store">
      <div className={styles.head}>
        <h2>Event store</h2>
      </div>
      {trouble ? <Notice tone="bad">{trouble}</Notice> : null}
      <dl className={styles.facts}>
        <Fact name="Database" value={held ? `${countOf(held.events, 'event')}, ${size}` : '…'} />
        <Fact
          name="Archive"
          value={
            archive.days === 0 ? 'nothing yet' : `${formatSize(archive.bytes)}, back to ${archive.oldest}`
          }
        />
        <Fact
          name="Journal"
          value={
            journal.batches === 0
              ? 'empty'
              : `${countOf(journal.batches, 'window')}, ${formatSize(journal.bytes)}`
          }
        />
      </dl>
      <p className={styles.note}>{persistenceText(persisted)}</p>
    </Card>
  );
}
