import { X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { kindLabel } from '../../../shared/event/kinds.ts';
import { parseEvent } from '../../../shared/event/normalise.ts';
import { useSettings } from '../../model/settings.ts';
import { useStoreStatus } from '../../model/store-status.ts';
import { useServices } from '../../services.ts';
import type { StoredEvent } from '../../store/event-store.ts';
import { Button } from '../../ui/button.tsx';
import { EventText } from '../../ui/event-text.tsx';
import { Notice } from '../../ui/notice.tsx';
import { instantText } from '../../ui/time-text.ts';
import { useAnnotating } from './annotating/annotating-model.ts';
import { EventAnnotation } from './annotating/event-annotation.tsx';
import { AllFields } from './detail-fields.tsx';
import { MessageParts } from './detail-parts.tsx';
import { RawJson } from './detail-raw.tsx';
import { Section } from './detail-section.tsx';
import { Threats } from './detail-threats.tsx';
import { Versions } from './detail-versions.tsx';
import styles from './event-detail.module.css';
import { KindName } from './kind-mark.tsx';
import { RelatedEvents } from './lead/related-events.tsx';
import { Timeline } from './lead/timeline.tsx';

/** Odd fields that are named. */
const shownProblems = 20;

function Body({ stored }: { stored: StoredEvent }) {
  const [newest] = stored.versions;
  const [chosen, setChosen] = useState(newest?.contentHash);
  const version = stored.versions.find(({ contentHash }) => contentHash === chosen) ?? newest;
  const { kind } = stored.row;
  const result = useMemo(() => version && parseEvent(kind, version.raw, version.fetchedAt), [kind, version]);
  if (!version || !result) return null;
  if (!result.ok) {
    return (
      <>
        <Notice tone="warn">
          <strong>This entry could not be read as an event</strong>
          <span>{result.unparsed.reason} It is kept exactly as Proofpoint sent it, and can be searched.</span>
        </Notice>
        <RawJson text={version.raw} />
      </>
    );
  }
  const { event } = result;
  return (
    <>
      {version === newest ? null : (
        <Notice tone="warn">You are looking at an earlier version of this event.</Notice>
      )}
      {event.problems.length > 0 ? (
        <Notice tone="warn">
          <strong>Some fields are odd</strong>
          {event.problems.slice(0, shownProblems).map(({ field, problem }) => (
            <span key={field + problem}>
              <code>{field}</code>: {problem}
            </span>
          ))}
          {event.problems.length > shownProblems ? (
            <span>and {event.problems.length - shownProblems} more</span>
          ) : null}
        </Notice>
      ) : null}
      <Threats threats={event.threatsInfoMap} />
      <RelatedEvents event={event} eventKey={stored.row.key} />
      <Timeline event={event} eventKey={stored.row.key} />
      <AllFields event={event} />
      <MessageParts parts={event.messageParts} />
      <Versions
        versions={stored.versions}
        kind={stored.row.kind}
        chosen={version.contentHash}
        onChoose={setChosen}
      />
      <RawJson text={version.raw} />
    </>
  );
}

function saysTheSame(a: StoredEvent, b: StoredEvent): boolean {
  const isSaid =
    a.annotation.note === b.annotation.note && a.annotation.tags.join() === b.annotation.tags.join();
  return isSaid && a.versions.length === b.versions.length;
}

/** Everything that is known of one event. */
export function EventDetail({ eventKey, onClose }: { eventKey: string; onClose(): void }) {
  const { store } = useServices();
  const zone = useSettings((model) => model.settings.timeZone);
  const revision = useStoreStatus((status) => status.revision);
  const annotated = useAnnotating((model) => model.changes);
  const [stored, setStored] = useState<StoredEvent | null>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may have arrived with the revision
  useEffect(() => {
    let isCurrent = true;
    void store.event(eventKey).then((found) => {
      if (!isCurrent) return;
      // What says the same is not put in again, so that nothing on screen moves unless the event did.
      setStored((now) => (now && found && saysTheSame(now, found) ? now : (found ?? null)));
    });
    return () => {
      isCurrent = false;
    };
  }, [store, eventKey, revision, annotated]);
  const body = useRef<HTMLDivElement>(null);
  const isThere = stored !== undefined;
  useEffect(() => {
    // What led here may have gone with the panel before: the keyboard is not left nowhere.
    if (isThere && document.activeElement === document.body) body.current?.focus({ preventScroll: true });
  }, [isThere]);
  if (stored === undefined) return null;
  return (
    <section className={styles.panel} aria-label="Event">
      <header className={styles.header}>
        <div className={styles.title}>
          {stored ? (
            <>
              <div className={styles.line}>
                <KindName kind={stored.row.kind} />
                <span className={styles.dim}>{instantText(stored.row.time, zone)}</span>
              </div>
              <h2 className={styles.headline}>
                {stored.row.headline ? (
                  <EventText>{stored.row.headline.slice(0, 400)}</EventText>
                ) : (
                  <span className={styles.dim}>{kindLabel[stored.row.kind]}, without a subject</span>
                )}
              </h2>
            </>
          ) : (
            <h2>This event was removed</h2>
          )}
        </div>
        <Button variant="quiet" icon aria-label="Close (Esc)" onClick={onClose}>
          <X size={16} aria-hidden />
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <div ref={body} className={styles.body} tabIndex={0} data-own-keys>
        {stored ? (
          <>
            <EventAnnotation eventKey={eventKey} annotation={stored.annotation} />
            <Body stored={stored} />
          </>
        ) : (
          <Section title="Nothing here">It is older than events are kept, or its source was deleted.</Section>
        )}
      </div>
    </section>
  );
}
