import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { countOf } from '../../../../shared/duration.ts';
import type { ThreatEvent } from '../../../../shared/event/threat-event.ts';
import type { Sight } from '../../../store/event-store.ts';
import { EventText } from '../../../ui/event-text.tsx';
import { Section } from '../detail-section.tsx';
import { followLead } from '../look-changes.ts';
import { EventLine } from './event-line.tsx';
import styles from './lead.module.css';
import { useLead } from './lead-model.ts';
import { type Relation, relationsOf } from './relations.ts';
import { useSights } from './use-sights.ts';

/** Of each relation so many events are shown in the panel. */
const shownEvents = 5;

function othersText({ hasItself }: Relation, sight: Sight | undefined): string {
  if (!sight) return '…';
  if (!hasItself) return sight.matched.toLocaleString('en-US');
  const others = sight.matched - 1;
  return others > 0 ? countOf(others, 'other') : 'only this one';
}

function Lead(props: { relation: Relation; sight: Sight | undefined; eventKey: string; isFirst: boolean }) {
  const { relation, sight } = props;
  const [isOpen, setOpen] = useState(false);
  const isEmpty = sight !== undefined && sight.matched <= (relation.hasItself ? 1 : 0);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setOpen(event.key === 'ArrowRight' && !isEmpty);
  };
  return (
    <li>
      <div className={styles.lead}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-label={`Show events: ${relation.label} ${relation.value.slice(0, 80)}`}
          disabled={isEmpty}
          tabIndex={-1}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={14} aria-hidden />
        </button>
        <button
          type="button"
          className={styles.pivot}
          data-lead
          tabIndex={props.isFirst ? 0 : -1}
          title={`Show in the explorer: ${relation.text.slice(0, 300)}`}
          onKeyDown={onKeyDown}
          onClick={() => followLead(relation.text)}
        >
          <span className={styles.label}>{relation.label}</span>
          <span className={styles.shared}>
            {relation.value === '' ? null : <EventText>{relation.value.slice(0, 200)}</EventText>}
          </span>
          <span className={isEmpty ? styles.none : styles.count}>{othersText(relation, sight)}</span>
        </button>
      </div>
      {isOpen && sight ? (
        <div className={styles.lines}>
          {sight.rows.map((row) => (
            <EventLine
              key={row.key}
              row={row}
              says={relation.label.startsWith('Same recipient') ? 'what' : 'who'}
              isThis={row.key === props.eventKey}
            />
          ))}
          {sight.matched > sight.rows.length ? (
            <span className={styles.more}>
              the newest {sight.rows.length} of {sight.matched.toLocaleString('en-US')}
            </span>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

/** Up and down go from lead to lead, and through the events of those that are open. */
function moveWithin(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-lead], [data-line]')];
  const now = stops.indexOf(document.activeElement as HTMLElement);
  if (now < 0) return;
  stops[Math.min(stops.length - 1, Math.max(0, now + by))]?.focus();
  event.preventDefault();
}

/** What an event shares with others, how many they are, and the first of them; Enter shows them in the explorer. */
export function RelatedEvents({ event, eventKey }: { event: ThreatEvent; eventKey: string }) {
  const relations = useMemo(() => relationsOf(event), [event]);
  const glances = useMemo(
    () => relations.map(({ query }) => ({ query, time: null, rows: shownEvents })),
    [relations],
  );
  const sights = useSights(glances);
  const list = useRef<HTMLUListElement>(null);
  const focusAsked = useLead((model) => model.focusAsked);
  useEffect(() => {
    if (!focusAsked) return;
    useLead.setState({ focusAsked: false });
    list.current?.closest('section')?.scrollIntoView({ block: 'start' });
    list.current?.querySelector<HTMLElement>('[data-lead]')?.focus({ preventScroll: true });
  }, [focusAsked]);
  if (relations.length === 0) return null;
  return (
    <Section title="Related events">
      <ul ref={list} className={styles.leads} aria-label="Related events" onKeyDown={moveWithin}>
        {relations.map((relation, index) => (
          <Lead
            key={relation.id}
            relation={relation}
            sight={sights?.[index]}
            eventKey={eventKey}
            isFirst={index === 0}
          />
        ))}
      </ul>
    </Section>
  );
}
