import { useMemo, useState } from 'react';
import { countOf } from '../../../../shared/duration.ts';
import type { EventKind } from '../../../../shared/event/kinds.ts';
import type { ThreatEvent } from '../../../../shared/event/threat-event.ts';
import type { Query } from '../../../../shared/query/ast.ts';
import { queryText } from '../../../../shared/query/query-text.ts';
import type { Sight } from '../../../store/event-store.ts';
import { Button } from '../../../ui/button.tsx';
import { Section } from '../detail-section.tsx';
import { followLead } from '../look-changes.ts';
import { peopleCount } from '../people/people-count.ts';
import { EventLine, type EventLineSays } from './event-line.tsx';
import styles from './lead.module.css';
import { campaignQuery, messageQuery, personQuery } from './relations.ts';
import { useSights } from './use-sights.ts';

/** What a timeline can be of. */
interface Course {
  name: string;
  about: string;
  query: Query;
  says: EventLineSays;
}

function coursesOf(event: ThreatEvent): Course[] {
  const message = messageQuery(event);
  const campaign = event.threatsInfoMap.find(({ campaignID }) => campaignID)?.campaignID;
  const [person] = event.recipient;
  return [
    ...(message
      ? [{ name: 'Message', about: 'everyone this message reached', query: message, says: 'who' } as const]
      : []),
    ...(campaign
      ? [
          {
            name: 'Campaign',
            about: 'everyone this campaign reached',
            query: campaignQuery(campaign),
            says: 'who',
          } as const,
        ]
      : []),
    ...(person
      ? [
          {
            name: 'Person',
            about: `all that ${person} got`,
            query: personQuery(person),
            says: 'what',
          } as const,
        ]
      : []),
  ];
}

/** Events that are read, the newest, and of them those that are shown at first. */
const mostRead = 200;
const shownAtFirst = 10;
/** Of these, so many lead up to the event itself. */
const shownBefore = 3;

const said: readonly [EventKind, string][] = [
  ['messageDelivered', 'delivered'],
  ['messageBlocked', 'blocked'],
  ['clickPermitted', 'clicked through'],
  ['clickBlocked', 'click blocked'],
];

function summaryOf({ people, kinds }: Sight): string {
  const parts = said.flatMap(([kind, words]) =>
    kinds[kind] > 0 ? [`${kinds[kind].toLocaleString('en-US')} ${words}`] : [],
  );
  return `${peopleCount(people)}: ${parts.join(', ')}`;
}

function Lines({ sight, says, eventKey }: { sight: Sight; says: EventLineSays; eventKey: string }) {
  const [showsAll, setShowsAll] = useState(false);
  const inOrder = sight.rows.toReversed();
  const own = inOrder.findIndex(({ key }) => key === eventKey);
  const from = Math.max(0, Math.min(own - shownBefore, inOrder.length - shownAtFirst));
  const shown = showsAll ? inOrder : inOrder.slice(from, from + shownAtFirst);
  const unread = sight.matched - sight.rows.length;
  return (
    <>
      {unread > 0 ? <p className={styles.more}>{countOf(unread, 'earlier event')} not shown here</p> : null}
      <ol className={styles.timeline}>
        {shown.map((row) => (
          <li key={row.key}>
            <EventLine row={row} says={says} isThis={row.key === eventKey} />
          </li>
        ))}
      </ol>
      {inOrder.length > shown.length ? (
        <Button variant="quiet" className={styles.all} onClick={() => setShowsAll(true)}>
          Show all {inOrder.length.toLocaleString('en-US')}
        </Button>
      ) : null}
    </>
  );
}

/** Messages and clicks in their order: of the message, of its campaign, or of the person it was for. */
export function Timeline({ event, eventKey }: { event: ThreatEvent; eventKey: string }) {
  const courses = useMemo(() => coursesOf(event), [event]);
  const [chosen, setChosen] = useState(0);
  const course = courses[chosen] ?? courses[0];
  const query = course?.query;
  const glances = useMemo(() => (query ? [{ query, time: null, rows: mostRead }] : []), [query]);
  const [sight] = useSights(glances) ?? [];
  if (!course) return null;
  return (
    <Section
      title="Timeline"
      action={
        <fieldset className={styles.courses} aria-label="Timeline of">
          {courses.map(({ name, about }, index) => (
            <Button
              key={name}
              variant="quiet"
              className={styles.course}
              aria-pressed={course === courses[index]}
              title={`Timeline of ${about}`}
              onClick={() => setChosen(index)}
            >
              {name}
            </Button>
          ))}
        </fieldset>
      }
    >
      {sight ? (
        <>
          <p>
            {summaryOf(sight)}{' '}
            <Button
              variant="quiet"
              className={styles.all}
              onClick={() => followLead(queryText(course.query))}
            >
              Show in the explorer
            </Button>
          </p>
          <Lines key={chosen} sight={sight} says={course.says} eventKey={eventKey} />
        </>
      ) : (
        <p className={styles.more}>…</p>
      )}
    </Section>
  );
}
