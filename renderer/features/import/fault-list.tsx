import type { ImportFault } from '../../store/transfer/import-files.ts';
import { useRowWindow } from '../../ui/use-row-window.ts';
import styles from './import.module.css';

const lineHeight = 24;
/** Of a longer list the rest is scrolled to. */
const mostLines = 10;

/** What could not be read, place by place; of a long list only those in sight exist. */
export function FaultList({ faults }: { faults: readonly ImportFault[] }) {
  const { scroller, holder, from, to, height, viewport, topOf } = useRowWindow(faults.length, lineHeight, 0);
  const isSeveral = faults.some(({ file }) => file !== faults[0]?.file);
  return (
    <div
      className={styles.faults}
      style={{ height: Math.min(mostLines, faults.length) * lineHeight + 2 }}
      ref={scroller}
      role="list"
      tabIndex={0}
      aria-label="What could not be read"
    >
      <div style={{ height }}>
        <div className={styles.faultWindow} style={{ height: viewport }}>
          <div ref={holder}>
            {faults.slice(from, to).map(({ file, line, reason }, place) => {
              const index = from + place;
              return (
                <div
                  key={index}
                  role="listitem"
                  aria-setsize={faults.length}
                  aria-posinset={index + 1}
                  className={styles.fault}
                  style={{ transform: `translateY(${topOf(index)}px)` }}
                  title={reason}
                >
                  <span className={styles.faultLine}>
                    {isSeveral ? `${file}, ` : ''}line {line.toLocaleString('en-US')}
                  </span>
                  <span className={styles.faultReason}>{reason}</span>
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
