import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type EventKind, kindLabel } from '../../../../shared/event/kinds.ts';
import { useSettings } from '../../../model/settings.ts';
import type { AttackedPerson, PeopleAnswer } from '../../../query/people.ts';
import type { Question } from '../../../query/question.ts';
import { useServices } from '../../../services.ts';
import { EventText } from '../../../ui/event-text.tsx';
import { spanText } from '../../../ui/time-text.ts';
import { useExplorer } from '../explorer-model.ts';
import { KindMark } from '../kind-mark.tsx';
import { excludePerson, followPerson } from '../look-changes.ts';
import styles from './people.module.css';
import { peopleCount } from './people-count.ts';
import { ScoreFormula } from './score-formula.tsx';
import { Sparkline } from './sparkline.tsx';

const mostShown = 100;
const bars = 40;

/** The kinds in the order of the columns: what matters most stands first. */
const kindColumns: readonly EventKind[] = [
  'clickPermitted',
  'clickBlocked',
  'messageDelivered',
  'messageBlocked',
];

/** Who was attacked most in what is shown; asked anew with every answer of the explorer. */
function usePeople({ query, time }: Pick<Question, 'query' | 'time'>, answerId: number) {
  const { store } = useServices();
  const [answer, setAnswer] = useState<PeopleAnswer>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: query and time are those of the answer
  useEffect(() => {
    let isCurrent = true;
    void store.people({ query, time, top: mostShown, bars }).then((found) => {
      if (isCurrent) setAnswer(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [store, answerId]);
  return answer;
}

function focusBeside(from: HTMLElement, by: number): void {
  const all = [...(from.closest('table')?.querySelectorAll<HTMLElement>('[data-person]') ?? [])];
  const now = all.indexOf(from);
  all[Math.min(all.length - 1, Math.max(0, now + by))]?.focus();
}

const moves: Partial<Record<string, number>> = {
  j: 1,
  ArrowDown: 1,
  k: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

function Person(props: { person: AttackedPerson; rank: number; share: number }) {
  const { person, rank } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = moves[event.key];
    if (by !== undefined) focusBeside(event.currentTarget, by);
    else if (event.key === 'x') excludePerson(person.address);
    else return;
    event.preventDefault();
    event.nativeEvent.stopImmediatePropagation();
  };
  return (
    <tr>
      <td className={styles.rank}>{rank}</td>
      <th scope="row" className={styles.who}>
        <button
          type="button"
          data-person
          className={styles.person}
          tabIndex={rank === 1 ? 0 : -1}
          title="Show this person's events (Enter); leave the person out (x)"
          onKeyDown={onKeyDown}
          onClick={() => followPerson(person.address)}
        >
          <EventText>{person.address}</EventText>
        </button>
      </th>
      <td className={styles.score}>
        <span className={styles.share} style={{ width: `${props.share * 100}%` }} />
        <span className={styles.points}>{Math.round(person.score).toLocaleString('en-US')}</span>
      </td>
      <td>
        <Sparkline bars={person.bars} />
      </td>
      {kindColumns.map((kind) => (
        <td
          key={kind}
          className={styles.count}
          data-none={person.kinds[kind] === 0 || undefined}
          data-loud={(kind === 'clickPermitted' && person.kinds[kind] > 0) || undefined}
        >
          {person.kinds[kind].toLocaleString('en-US')}
        </td>
      ))}
    </tr>
  );
}

/** The people who were attacked most in the events that are shown, by a score that can be worked out by hand. */
export function PeoplePane({ question, answerId }: { question: Question; answerId: number }) {
  const answer = usePeople(question, answerId);
  const zone = useSettings((model) => model.settings.timeZone);
  const pane = useRef<HTMLElement>(null);
  const isThere = answer !== undefined;
  useEffect(() => {
    if (isThere) pane.current?.querySelector<HTMLElement>('[data-person]')?.focus({ preventScroll: true });
  }, [isThere]);
  if (!answer) return <section className={styles.pane} aria-label="People" aria-busy />;
  const { people, attacked, time } = answer;
  const most = people[0]?.score ?? 1;
  return (
    <section ref={pane} className={styles.pane} aria-label="People">
      <header className={styles.header}>
        <h2>Most attacked people</h2>
        <p className={styles.about}>
          {time
            ? `${peopleCount(attacked)} in what is shown, ${spanText(time.from, time.to, zone)}${attacked > people.length ? `; the first ${people.length}` : ''}`
            : 'Nobody in what is shown'}
        </p>
        <ScoreFormula />
      </header>
      {people.length === 0 ? (
        <p className={styles.none}>
          No event here has a threat that counts: spam and false positives do not. Widen the time, or drop a
          condition with <kbd>r</kbd>.
        </p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th aria-label="Rank" />
              <th scope="col">Person</th>
              <th scope="col">Attack score</th>
              <th scope="col">When</th>
              {kindColumns.map((kind) => (
                <th key={kind} scope="col" className={styles.kind}>
                  <KindMark kind={kind} /> {kindLabel[kind]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((person, index) => (
              <Person key={person.address} person={person} rank={index + 1} share={person.score / most} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Shows people in place of events, or events again; a step that leads back. */
export function togglePeople(): void {
  const { pane, walk } = useExplorer.getState();
  walk({ pane: pane === 'people' ? 'events' : 'people' });
}
