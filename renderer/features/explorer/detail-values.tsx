import { useState } from 'react';
import { defang } from '../../../shared/indicators/defang.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy.ts';
import { useRowWindow } from '../../ui/use-row-window.ts';
import { Value } from './detail-value.tsx';
import styles from './event-detail.module.css';

/** Longer lists are cut until all of them are asked for. */
const shownAtFirst = 20;
const lineHeight = 24;

interface ValuesProps {
  texts: readonly string[];
  /** What the query would say of each, where that is not its text. */
  values?: readonly string[] | undefined;
  field?: string | undefined;
  mono?: boolean;
}

/** All of a long list, of which only those in sight exist: ten thousand recipients are as cheap as twenty. */
function LongList({ texts, values, field, mono = false }: ValuesProps) {
  const { scroller, holder, from, to, height, viewport, topOf } = useRowWindow(texts.length, lineHeight, 0);
  return (
    <div className={styles.longList} ref={scroller} role="list" tabIndex={0} aria-label={`All of ${field}`}>
      <div style={{ height }}>
        <div className={styles.listWindow} style={{ height: viewport }}>
          <div ref={holder}>
            {Array.from({ length: to - from }, (_, place) => {
              const index = from + place;
              return (
                <div
                  key={index}
                  role="listitem"
                  aria-setsize={texts.length}
                  aria-posinset={index + 1}
                  className={styles.listLine}
                  style={{ transform: `translateY(${topOf(index)}px)` }}
                >
                  <Value text={texts[index] ?? ''} value={values?.[index]} field={field} mono={mono} />
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

/** The values of a field, each with what can be done with it. */
export function Values(props: ValuesProps) {
  const { texts, values, field, mono = false } = props;
  const [showsAll, setShowsAll] = useState(false);
  const [copied, setCopied] = useState(false);
  if (texts.length <= shownAtFirst) {
    return texts.map((text, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a list can have a value twice
      <Value key={index} text={text} value={values?.[index]} field={field} mono={mono} />
    ));
  }
  const count = texts.length.toLocaleString('en-US');
  return (
    <>
      {showsAll ? (
        <LongList {...props} />
      ) : (
        <Values {...props} texts={texts.slice(0, shownAtFirst)} values={values?.slice(0, shownAtFirst)} />
      )}
      <span className={styles.listActions}>
        <Button variant="quiet" className={styles.more} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? `Show only ${shownAtFirst}` : `Show all ${count}`}
        </Button>
        <Button
          variant="quiet"
          className={styles.more}
          onClick={() => setCopied(copyText(texts.map(defang).join('\n')))}
        >
          {copied ? 'Copied, defanged' : `Copy all ${count}`}
        </Button>
      </span>
    </>
  );
}
