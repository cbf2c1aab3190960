import { BellRing } from 'lucide-react';
import { useState } from 'react';
import type { SourceView } from '../../../shared/source.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './sources.module.css';

/** Shows the notification of a stall as a test, so that it is known to reach somebody before it has to. */
export function StallExample({ source }: { source: SourceView }) {
  const { bridge } = useServices();
  const [said, setSaid] = useState<{ tone: 'info' | 'bad'; text: string }>();
  const show = () =>
    bridge.call('sources.showStall', source.id).then(
      () =>
        setSaid({
          tone: 'info',
          text: 'The desktop was asked to show it. If nothing appears, the desktop holds notifications back: look for "do not disturb" there.',
        }),
      (error: unknown) =>
        setSaid({ tone: 'bad', text: error instanceof Error ? error.message : String(error) }),
    );
  return (
    <div className={styles.form}>
      <div>
        <Button onClick={() => void show()}>
          <BellRing size={14} aria-hidden /> Show me what a stall looks like
        </Button>
      </div>
      {said ? (
        <Notice tone={said.tone} live>
          {said.text}
        </Notice>
      ) : null}
    </div>
  );
}
