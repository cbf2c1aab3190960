import { ExternalLink, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import { writeText } from '../../../shared/query/write.ts';
import type { AlertRow } from '../../detections/alert-row.ts';
import type { ListedAlert } from '../../detections/alert-store.ts';
import { decideAlerts, useAlerts } from '../../model/alerts.ts';
import { showInExplorer } from '../../model/explorer-request.ts';
import { useKnownRules } from '../../model/rules.ts';
import { useSettings } from '../../model/settings.ts';
import { useServices } from '../../services.ts';
import type { EventBrief } from '../../store/segments/event-reader.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy.ts';
import { EventText } from '../../ui/event-text.tsx';
import { KindName } from '../../ui/kind-mark.tsx';
import { RuleText, tagName } from '../../ui/rule-text.tsx';
import { SeverityMark } from '../../ui/severity.tsx';
import { instantText, tableTime } from '../../ui/time-text.ts';
import styles from './alerts.module.css';
import { eventsQuery, mostInQuery } from './events-query.ts';
import { HitsTimeline } from './hits-timeline.tsx';
import { related } from './inbox-model.ts';

const mostRelated = 8;

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Why the alert was raised and what to do, as its rule says. */
function Why({ rule: id }: { rule: string }) {
  const known = useKnownRules().get(id);
  if (!known) return <Section title="Why">The rule {id} is not there any more.</Section>;
  const { rule, pack } = known;
  return (
    <>
      <Section title="Why">
        <RuleText>{rule.description}</RuleText>
        <p className={styles.dim}>
          Rule <code>{rule.id}</code> of {pack ? `the pack ${pack.title}` : 'your own'}
        </p>
      </Section>
      {rule.runbook ? (
        <Section title="What to do">
          <RuleText>{rule.runbook}</RuleText>
        </Section>
      ) : null}
      {(rule.tags ?? []).length + (rule.references ?? []).length > 0 ? (
        <Section title="ATT&CK and references">
          <p className={styles.tags}>
            {rule.tags?.map((tag) => (
              <span key={tag} className={styles.tag}>
                {tagName(tag)}
              </span>
            ))}
          </p>
          {rule.references?.map((reference) => (
            <p key={reference} className={styles.reference}>
              <code>{reference}</code>
              <Button variant="quiet" onClick={() => copyText(reference)}>
                Copy
              </Button>
            </p>
          ))}
        </Section>
      ) : null}
    </>
  );
}

function Events({ alert }: { alert: AlertRow }) {
  const { detections } = useServices().store;
  const zone = useSettings((model) => model.settings.timeZone);
  const [briefs, setBriefs] = useState<readonly EventBrief[]>();
  const { events, count } = alert;
  const latest = events.slice(-mostInQuery).reverse();
  const asked = latest.join(' ');
  useEffect(() => {
    let isCurrent = true;
    void detections.briefs(asked.split(' ')).then((found) => isCurrent && setBriefs(found));
    return () => {
      isCurrent = false;
    };
  }, [detections, asked]);
  if (!briefs) return <Section title="Events">…</Section>;
  const query = eventsQuery(briefs);
  const gone = latest.length - briefs.length;
  return (
    <Section title={`${countOf(count, 'event')} behind it`}>
      <ul className={styles.events}>
        {briefs.map(({ key, kind, time, from, to, headline }) => (
          <li key={key}>
            <button
              type="button"
              className={styles.event}
              onClick={() => showInExplorer({ event: key, ...(query ? { query } : {}) })}
            >
              <span className={styles.eventHead}>
                <KindName kind={kind} />
                <span className={styles.dim}>{tableTime(time, zone)}</span>
              </span>
              <span className={styles.eventText}>
                <EventText>{headline || '(no subject)'}</EventText>
              </span>
              <span className={styles.eventPeople}>
                {from ? (
                  <>
                    <EventText>{from}</EventText> to{' '}
                  </>
                ) : null}
                <EventText>{to || 'nobody'}</EventText>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {gone > 0 ? (
        <p className={styles.dim}>
          {countOf(gone, 'event')} of these {gone === 1 ? 'is' : 'are'} not stored any more.
        </p>
      ) : null}
      {count > latest.length ? <p className={styles.dim}>These are the latest {latest.length}.</p> : null}
      {query ? (
        <div>
          <Button onClick={() => showInExplorer({ query })}>
            <ExternalLink size={14} aria-hidden /> Open in the explorer
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

const mostIds = 5;

/** The ids that a title has in short, whole. */
function Ids({ name, field, ids }: { name: string; field: string; ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <Section title={countOf(ids.length, name)}>
      {ids.slice(0, mostIds).map((id) => (
        <p key={id} className={styles.reference}>
          <code>
            <EventText>{id}</EventText>
          </code>
          <span className={styles.idActions}>
            <Button variant="quiet" aria-label={`Copy ${name} ${id}`} onClick={() => copyText(id)}>
              Copy
            </Button>
            <Button
              variant="quiet"
              aria-label={`Events of ${name} ${id} in the explorer`}
              onClick={() => showInExplorer({ query: `${field}:${writeText(id)}` })}
            >
              Events
            </Button>
          </span>
        </p>
      ))}
      {ids.length > mostIds ? <p className={styles.dim}>These are {mostIds} of them.</p> : null}
    </Section>
  );
}

function Note({ alert }: { alert: AlertRow }) {
  const { detections } = useServices().store;
  const [text, setText] = useState(alert.note);
  useEffect(() => setText(alert.note), [alert.note]);
  const save = () => {
    if (text.trim() !== alert.note)
      void decideAlerts(detections, [alert.id], { note: text.trim() }, 'Note written');
  };
  return (
    <Section title="Note">
      <textarea
        className={styles.note}
        aria-label="Note"
        placeholder="What you found out; kept with the alert"
        value={text}
        maxLength={2000}
        rows={2}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
      />
    </Section>
  );
}

function Related({ alert, onOpen }: { alert: AlertRow; onOpen(id: string): void }) {
  const alerts = useAlerts((model) => model.alerts);
  const found = related(alert, alerts);
  if (found.length === 0) return null;
  return (
    <Section title={`Related: ${countOf(found.length, 'alert')}`}>
      <ul className={styles.events}>
        {found.slice(0, mostRelated).map(({ alert: other, shared }) => (
          <li key={other.id}>
            <button type="button" className={styles.event} onClick={() => onOpen(other.id)}>
              <span className={styles.eventHead}>
                <SeverityMark severity={other.severity} />
                <span className={styles.dim}>
                  same {shared.join(', ')} · {other.verdict ?? other.state}
                </span>
              </span>
              <span className={styles.eventText}>
                <EventText>{other.title}</EventText>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** All that is known of one alert. */
export function AlertDetail({
  id,
  actions,
  onOpen,
  onClose,
}: {
  id: string;
  /** The buttons for what can be done with it. */
  actions(alert: ListedAlert): ReactNode;
  onOpen(id: string): void;
  onClose(): void;
}) {
  const { detections } = useServices().store;
  const zone = useSettings((model) => model.settings.timeZone);
  const revision = useAlerts((model) => model.revision);
  const [alert, setAlert] = useState<AlertRow | null>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it may have changed with the revision
  useEffect(() => {
    let isCurrent = true;
    void detections.one(id).then((found) => isCurrent && setAlert(found ?? null));
    return () => {
      isCurrent = false;
    };
  }, [detections, id, revision]);
  if (alert === undefined) return <aside className={styles.detail} aria-label="Alert" />;
  if (alert === null)
    return (
      <aside className={styles.detail} aria-label="Alert">
        <p className={styles.section}>This alert is not there any more: its events were removed.</p>
      </aside>
    );
  return (
    <aside className={styles.detail} aria-label="Alert">
      <header className={styles.head}>
        <div className={styles.headLine}>
          <SeverityMark severity={alert.severity} />
          <span className={styles.dim}>{alert.verdict ?? alert.state}</span>
          <Button variant="quiet" icon aria-label="Close (Esc)" className={styles.close} onClick={onClose}>
            <X size={16} aria-hidden />
          </Button>
        </div>
        <h2 className={styles.headline}>
          <EventText>{alert.title}</EventText>
        </h2>
        <div className={styles.actions}>{actions(alert)}</div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <div className={styles.body} tabIndex={0}>
        <Section title="When">
          <p>
            {alert.firstSeen === alert.lastSeen
              ? instantText(alert.lastSeen, zone)
              : `From ${instantText(alert.firstSeen, zone)} to ${instantText(alert.lastSeen, zone)}`}
          </p>
          <HitsTimeline hits={alert.hits} />
          {alert.history.map(({ at, state, verdict }) => (
            <p key={at} className={styles.dim}>
              {instantText(at, zone)}: {state === 'new' ? 'made new again' : state}
              {verdict ? ` as ${verdict}` : ''}
            </p>
          ))}
        </Section>
        <Why rule={alert.rule} />
        <Events key={alert.id} alert={alert} />
        <Ids name="campaign" field="campaignID" ids={alert.about.campaigns} />
        <Ids name="threat" field="threatID" ids={alert.about.threats} />
        <Note key={`note ${alert.id}`} alert={alert} />
        <Related alert={alert} onOpen={onOpen} />
      </div>
    </aside>
  );
}
