import { type EventKind, kindLabel } from '../../shared/event/kinds.ts';
import styles from './kind-mark.module.css';

/** A shape for each kind, so that they can be told apart without colour: messages are round, clicks pointed. */
const shapes: Record<EventKind, string> = {
  messageDelivered: 'M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9Z',
  messageBlocked: 'M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9ZM6 3.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5Z',
  clickPermitted: 'M6 0.5 11.5 11H.5Z',
  clickBlocked: 'M6 0.5 11.5 11H.5ZM6 4.6 3.6 9.2h4.8Z',
};

export function KindMark({ kind }: { kind: EventKind }) {
  return (
    <svg className={styles.mark} width={12} height={12} viewBox="0 0 12 12" aria-hidden>
      <path d={shapes[kind]} fillRule="evenodd" style={{ fill: `var(--kind-${kind})` }} />
    </svg>
  );
}

/** A kind by shape, colour and word. */
export function KindName({ kind }: { kind: EventKind }) {
  return (
    <span className={styles.kind}>
      <KindMark kind={kind} />
      {kindLabel[kind]}
    </span>
  );
}
