import { CornerDownRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { decodeLink, type LinkLayer } from '../../../shared/url-defense/decode-link.ts';
import { Button } from '../../ui/button.tsx';
import { copyDefanged, copyText } from '../../ui/copy.ts';
import { EventText } from '../../ui/event-text.tsx';
import styles from './event-detail.module.css';

const layerNames: Readonly<Record<LinkLayer, string>> = {
  v1: 'URL Defense v1',
  v2: 'URL Defense v2',
  v3: 'URL Defense v3',
  'safe-links': 'Safe Links',
};

/** More of a link than anybody reads; copying takes all of it. */
const shownLength = 1000;

/** Where a link leads that a mail gateway wrapped; nothing for one that is as it was written. */
export function WrappedLink({ link }: { link: string }) {
  const { url, layers, note } = useMemo(() => decodeLink(link), [link]);
  const [copied, setCopied] = useState('');
  if (layers.length === 0 && note === undefined) return null;
  return (
    <span className={styles.wrapped}>
      {layers.length > 0 ? (
        <>
          <span className={styles.dim}>
            <CornerDownRight size={12} aria-hidden /> leads to, by{' '}
            {layers.map((layer) => layerNames[layer]).join(' within ')}
          </span>
          <span>
            <EventText mono>{url.slice(0, shownLength)}</EventText>
            {url.length > shownLength ? '…' : ''}
          </span>
          <span>
            <Button
              variant="quiet"
              className={styles.more}
              title="With Shift as it is"
              onClick={(event) => {
                const isPlain = event.shiftKey;
                const isCopied = isPlain ? copyText(url) : copyDefanged(url);
                setCopied(isCopied ? (isPlain ? 'Copied as it is' : 'Copied, defanged') : 'Not copied');
              }}
            >
              {copied || 'Copy defanged'}
            </Button>
          </span>
        </>
      ) : null}
      {note === undefined ? null : <span className={styles.dim}>{note}</span>}
    </span>
  );
}
