import { X } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '../../ui/button.tsx';
import styles from './deed-notice.module.css';
import { undoDeed, useDeeds } from './deeds.ts';
import { held } from './held-key.ts';

/** So long a deed is told of, ms; the palette undoes it after that too. */
const toldFor = 30_000;

/** Says at the foot of the screen what was just done, and undoes it. */
export function DeedNotice() {
  const told = useDeeds((deeds) => deeds.told);
  const dismiss = useDeeds((deeds) => deeds.dismiss);
  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(dismiss, toldFor);
    return () => clearTimeout(timer);
  }, [told, dismiss]);
  return (
    <div className={styles.place} role="status">
      {told ? (
        <div className={styles.notice}>
          <span className={styles.title}>{told.title}</span>
          <Button onClick={() => undoDeed(told)} title={`Undo (${held}Z)`}>
            Undo
          </Button>
          <Button variant="quiet" icon aria-label="Dismiss" onClick={dismiss}>
            <X size={16} aria-hidden />
          </Button>
        </div>
      ) : null}
    </div>
  );
}
